"""The terminal that a command runs in: its keys as they are pressed, and its screen.

Where there is none that can do this, there are no keys: off a terminal, where it is a
dumb one, and on Windows.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
from collections.abc import Sequence
from typing import Any

# termios is POSIX only; the names of this module are all that others know of it.
if sys.platform != "win32":
    import termios

_MOST_READ = 4_096
_DEFAULT_SIZE = (80, 24)
# Another screen, so that the lines that were printed stay as they are; and no wrapping,
# so that what the terminal takes for wider than we do stays in its line.
_SCREEN_BEGINS = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[2J"
_SCREEN_ENDS = "\x1b[?7h\x1b[?25h\x1b[?1049l"


def is_capable() -> bool:
    """Whether somebody sits there whose keys can be read, and sees what is shown."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if sys.platform == "win32" or None in streams:
        return False
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        return False
    return all(stream.isatty() for stream in streams)


class Terminal:
    """The terminal on stdin and stdout. For one thread, but for `wake`."""

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._output = sys.stdout.fileno()
        self._encoding = sys.stdout.encoding
        self._usual: list[Any] | None = None
        self._has_screen = False
        self._shown: list[str] = []
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._waker, False)
        # A handler may come between in the thread that has it already.
        self._waking = threading.RLock()
        self._is_closed = False

    def leave(self) -> None:
        """Have it as it was found."""
        self.hide()
        self.release()

    def close(self) -> None:
        """Nothing is read any more."""
        with self._waking:
            self._is_closed = True
            os.close(self._woken)
            os.close(self._waker)

    @property
    def is_ours(self) -> bool:
        """Whether we are not in the background: there only the shell has keys."""
        try:
            return os.tcgetpgrp(self._input) == os.getpgrp()
        except OSError:  # the window was closed
            return False

    @property
    def is_seized(self) -> bool:
        """Whether keys come at once."""
        return self._usual is not None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        try:
            columns, rows = os.get_terminal_size(self._output)
        except OSError:
            return _DEFAULT_SIZE
        return columns or _DEFAULT_SIZE[0], rows or _DEFAULT_SIZE[1]

    def seize(self) -> None:
        """Have keys come at once, without being shown; Ctrl-C stays a signal. Not from
        the background, where changing the terminal would stop us."""
        if not self.is_ours:
            return
        with contextlib.suppress(termios.error):
            now = termios.tcgetattr(self._input)
            if self._usual is None:
                self._usual = list(now)
            now[3] &= ~(termios.ECHO | termios.ICANON)
            now[6] = list(now[6])
            now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
            # Ctrl-Z and Ctrl-\ come as keys: what was changed is set right before we
            # stop.
            no_key = os.fpathconf(self._input, "PC_VDISABLE")
            now[6][termios.VSUSP] = now[6][termios.VQUIT] = no_key
            termios.tcsetattr(self._input, termios.TCSANOW, now)

    def release(self) -> None:
        """Have it behave as before."""
        usual, self._usual = self._usual, None
        if usual is not None and self.is_ours:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._input, termios.TCSANOW, usual)

    def read(self, seconds: float | None) -> bytes:
        """What is typed; nothing after so many seconds, or when woken. Raises EOFError
        when there is no terminal any more."""
        sources = [self._woken]
        if self.is_seized and self.is_ours:
            sources.append(self._input)
        ready = select.select(sources, [], [], seconds)[0]
        if self._woken in ready:
            os.read(self._woken, _MOST_READ)
        if self._input not in ready:
            return b""
        try:
            data = os.read(self._input, _MOST_READ)
        except OSError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        return data

    def wake(self) -> None:
        """End the waiting of `read`. From any thread, and from a signal's handler."""
        with self._waking, contextlib.suppress(BlockingIOError):  # full: that wakes too
            if not self._is_closed:
                os.write(self._waker, b"!")

    def show(self, lines: Sequence[str], cursor: int | None) -> None:
        """Have exactly these lines on the screen; cursor: its column in the last."""
        text = ""
        if not self._has_screen:
            self._has_screen = True
            self._shown = []
            text = _SCREEN_BEGINS
        elif len(lines) != len(self._shown):
            self._shown = []
            text = "\x1b[2J"
        for number, line in enumerate(lines):
            if self._shown and self._shown[number] == line:
                continue
            # Cleared first: after a line that is full, the last cell would go as well.
            text += f"\x1b[{number + 1};1H\x1b[0m\x1b[2K{line}"
        text += "\x1b[?25l"
        if cursor is not None:
            text += f"\x1b[{len(lines)};{cursor + 1}H\x1b[?25h"
        self._shown = list(lines)
        self._write(text)

    def forget(self) -> None:
        """Somebody else may have written on the screen: show all of it anew."""
        self._shown = []

    def end_line(self) -> None:
        """What Enter does where keys are shown."""
        self._write("\n")

    def hide(self) -> None:
        """Back to the lines that were printed."""
        if self._has_screen:
            self._has_screen = False
            self._write("\x1b[0m" + _SCREEN_ENDS)

    def _write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        with contextlib.suppress(OSError):  # the window was closed
            while data:
                data = data[os.write(self._output, data) :]
