r"""The thread that reads the keys of a running `hooks listen`.

The terminal is left as it was found, however the listener ends: by a key (Ctrl-\ is
one), a signal, a crash, or when it is only suspended (Ctrl-Z).
"""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from twenty_hooks.browser.controller import BrowserController
from twenty_hooks.browser.key_decoder import KeyDecoder
from twenty_hooks.browser.screen_lock import ScreenLock
from twenty_hooks.console.tty import Terminal
from twenty_hooks.render.console import Painter

_HINT = "keys: space pauses, ? shows help, q stops"
# The rest of an escape sequence follows its ESC at once.
_ESCAPE_SECONDS = 0.06
# The picture is not drawn more often than this for new deliveries.
_DRAWN_SECONDS = 0.15
_AWAY_SECONDS = 1.0
_PATIENCE_SECONDS = 2.0


class Keyboard:
    """Reads keys from `start` on until its block ends."""

    def __init__(
        self,
        controller: BrowserController,
        terminal: Terminal,
        screen: ScreenLock,
        painter: Painter,
        *,
        notice: Callable[[str], None],
    ) -> None:
        """Args:
        screen: Is taken while the browser is shown.
        painter: Turns lines into what the terminal is sent.
        notice: Gets the traceback when this fails.
        """
        self._controller = controller
        self._terminal = terminal
        self._screen = screen
        self._painter = painter
        self._notice = notice
        self._decoder = KeyDecoder()
        self._is_over = False
        self._was_resumed = False
        self._has_screen = False
        self._drawn_at = 0.0
        self._fed_at = 0.0
        self._handlers: dict[signal.Signals, Any] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Keyboard:
        for number in (signal.SIGWINCH, signal.SIGCONT):
            self._handlers[number] = signal.signal(number, self._resume)
        return self

    def start(self, say: Callable[[str], None]) -> None:
        """Take keys from now on, and say so unless in the background."""
        if self._terminal.is_ours:
            say(_HINT)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._terminal.wake()
        if self._thread.ident is not None:
            self._thread.join(_PATIENCE_SECONDS)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        if self._thread.is_alive():  # the terminal is stopped, and takes nothing
            self._terminal.release()
        else:
            self._terminal.close()

    def _resume(self, *_: object) -> None:
        """Handle the signals of another size, and of going on after Ctrl-Z."""
        self._was_resumed = True
        self._terminal.wake()

    def _run(self) -> None:
        try:
            self._read()
        except EOFError:  # the window was closed
            pass
        except Exception:  # noqa: BLE001 - the listener goes on
            self._notice(f"a bug in hooks:\n{traceback.format_exc()}")

    def _read(self) -> None:
        try:
            while not self._is_over:
                self._step()
        finally:
            self._terminal.leave()
            self._give_back()

    def _step(self) -> None:
        """Wait for a key or a change, and act on it."""
        if self._was_resumed or not self._terminal.is_seized:
            self._was_resumed = False
            self._terminal.seize()
            self._terminal.forget()
            self._draw()
        for key in self._keys():
            self._press(key)
            self._drawn_at = 0
        if self._controller.is_stale and self._rest() <= 0:
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
        """Return how long to wait for a key; None to wait for ever."""
        if not self._terminal.is_seized:
            return _AWAY_SECONDS
        if self._decoder.is_waiting:
            return _ESCAPE_SECONDS
        return max(0.0, self._rest()) if self._controller.is_stale else None

    def _rest(self) -> float:
        """Return the seconds until the picture may be drawn for new deliveries."""
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
        action = self._controller.press(key)
        if action == "blank-line":
            with self._screen.line():
                self._terminal.end_line()
        elif self._controller.is_live:
            self._terminal.hide()
            self._give_back()
        elif not self._has_screen:
            self._screen.take()
            self._has_screen = True

    def _give_back(self) -> None:
        if self._has_screen:
            self._has_screen = False
            self._screen.give_back()

    def _suspend(self) -> None:
        """Stop the process group, as Ctrl-Z does."""
        self._terminal.hide()
        self._terminal.release()
        os.kill(0, signal.SIGTSTP)
        # It takes effect at any moment now, or never where no shell could resume it.
        self._terminal.read(_AWAY_SECONDS)

    def _abort(self) -> None:
        r"""Kill the process group, as Ctrl-\ does, even when nothing else works."""
        if signal.getsignal(signal.SIGQUIT) is signal.SIG_IGN:
            return
        self._terminal.leave()
        os.kill(0, signal.SIGQUIT)
        # The signal may be handled by another thread: take no key until then.
        time.sleep(_AWAY_SECONDS)

    def _draw(self) -> None:
        self._controller.is_stale = False
        if self._controller.is_live or not self._terminal.is_ours:
            return
        width, height = self._terminal.size
        picture = self._controller.picture(width, height)
        lines = [self._painter.paint(line) for line in picture.lines]
        self._terminal.show(lines, picture.cursor)
        self._drawn_at = time.monotonic()
