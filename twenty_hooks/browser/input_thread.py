r"""The keys of a running `hooks listen`: a thread of its own that reads them.

The terminal is given back as it was, however the listening ends: by a key (Ctrl-\ is
one), a signal, a crash, or when it is only stopped for a while (Ctrl-Z).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from twenty_hooks.browser.controller import Browsing
from twenty_hooks.browser.key_decoder import Decoder
from twenty_hooks.console.output import Color
from twenty_hooks.console.tty import Terminal
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.listen.screen_lock import ScreenLock

_HINT = "keys: space pauses, ? helps, q ends"
# After an ESC, what belongs to it comes at once.
_ESCAPE_SECONDS = 0.06
# The picture is not drawn more often for what comes by itself.
_DRAWN_SECONDS = 0.15
_AWAY_SECONDS = 1.0
_PATIENCE_SECONDS = 2.0


class Keyboard:
    """Reads keys from `start` on until its block ends."""

    def __init__(
        self,
        browsing: Browsing,
        turns: ScreenLock,
        *,
        notice: Callable[[str], None],
        color: Color,
    ) -> None:
        """turns: taken while a screen is shown. notice: told when this fails."""
        from twenty_hooks.render.console import Painter

        self._browsing = browsing
        self._turns = turns
        self._painter = Painter(sys.stdout, color)
        self._notice = notice
        self._terminal = Terminal()
        self._decoder = Decoder()
        self._is_over = False
        self._was_resumed = False
        self._has_turn = False
        self._is_stale = False
        self._drawn_at = 0.0
        self._fed_at = 0.0
        self._handlers: dict[signal.Signals, Any] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)
        browsing.changed = self.refresh

    def __enter__(self) -> Keyboard:
        for number in (signal.SIGWINCH, signal.SIGCONT):
            self._handlers[number] = signal.signal(number, self._resume)
        return self

    def start(self, words: Callable[[str], None]) -> None:
        """Take keys from now on, and say so; not in the background."""
        if self._terminal.is_ours:
            words(_HINT)
        self._thread.start()

    def arrive(self, received: ReceivedDelivery) -> None:
        """Something came. Called by the server; does not block."""
        self._browsing.arrive(received)

    def refresh(self) -> None:
        """What is shown may be another by now. From any thread."""
        if not self._is_stale and not self._browsing.is_live:
            self._is_stale = True
            self._terminal.wake()

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._terminal.wake()
        if self._thread.ident is not None:
            self._thread.join(_PATIENCE_SECONDS)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        if self._thread.is_alive():  # the terminal takes nothing: it was stopped
            self._terminal.release()
        else:
            self._terminal.close()

    def _resume(self, *_: object) -> None:
        """Another size, or another turn to run: a signal's handler."""
        self._was_resumed = True
        self._terminal.wake()

    def _run(self) -> None:
        try:
            self._read()
        except EOFError:  # the window was closed
            pass
        except Exception:  # noqa: BLE001 - the listening must go on
            self._notice(f"a bug in hooks:\n{traceback.format_exc()}")

    def _read(self) -> None:
        try:
            while not self._is_over:
                self._step()
        finally:
            self._terminal.leave()
            self._give_back()

    def _step(self) -> None:
        """Wait for something, and do what it asks for."""
        if self._was_resumed or not self._terminal.is_seized:
            self._was_resumed = False
            self._terminal.seize()
            self._terminal.forget()
            self._draw()
        for key in self._keys():
            self._press(key)
            self._is_stale, self._drawn_at = True, 0
        if self._is_stale and self._rest() <= 0:
            self._draw()

    def _keys(self) -> list[str]:
        data = self._terminal.read(self._patience())
        now = time.monotonic()
        if data:
            self._fed_at = now
            return self._decoder.feed(data)
        is_alone = now - self._fed_at >= _ESCAPE_SECONDS
        return self._decoder.flush() if is_alone else []

    def _patience(self) -> float | None:
        """How long nothing may come before there is something to do all the same."""
        if not self._terminal.is_seized:
            return _AWAY_SECONDS
        if self._decoder.is_waiting:
            return _ESCAPE_SECONDS
        return max(0.0, self._rest()) if self._is_stale else None

    def _rest(self) -> float:
        """Seconds until the picture may be drawn again for what comes by itself."""
        return self._drawn_at + _DRAWN_SECONDS - time.monotonic()

    def _press(self, key: str) -> None:
        if key == "suspend":
            self._suspend()
            return
        if key == "abort":
            self._abort()
            return
        if key == "redraw":
            self._terminal.forget()
        action = self._browsing.press(key)
        if action == "blank-line":
            with self._turns.line():
                self._terminal.end_line()
        elif self._browsing.is_live:
            self._terminal.hide()
            self._give_back()
        elif not self._has_turn:
            self._turns.take()
            self._has_turn = True

    def _give_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turns.give_back()

    def _suspend(self) -> None:
        """Stop, as Ctrl-Z stops any program, with all that was started with it."""
        self._terminal.hide()
        self._terminal.release()
        os.kill(0, signal.SIGTSTP)
        # It takes effect at any moment now, or never, where no shell could go on.
        self._terminal.read(_AWAY_SECONDS)

    def _abort(self) -> None:
        r"""Die, as Ctrl-\ ends any program, with all that was started with it; also
        when nothing else here answers any more."""
        if signal.getsignal(signal.SIGQUIT) is signal.SIG_IGN:
            return
        self._terminal.leave()
        os.kill(0, signal.SIGQUIT)
        # Another thread may be the one that it ends: no key may be taken any more.
        time.sleep(_AWAY_SECONDS)

    def _draw(self) -> None:
        self._is_stale = False
        if self._browsing.is_live or not self._terminal.is_ours:
            return
        width, height = self._terminal.size
        picture = self._browsing.picture(width, height)
        lines = [self._painter.paint(line) for line in picture.lines]
        self._terminal.show(lines, picture.cursor)
        self._drawn_at = time.monotonic()
