"""Read single keys from the terminal, and draw on its alternate screen.

Not available when not interactive, on a terminal with TERM=dumb, and on Windows.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
from collections.abc import Sequence
from typing import Any

# termios is POSIX only; no other module uses it.
if sys.platform != "win32":
    import termios

_MAX_READ = 4_096
_DEFAULT_SIZE = (80, 24)
# The alternate screen keeps the printed lines as they are. Wrapping is off, so that a
# character that the terminal draws wider than expected stays in its line.
_SCREEN_BEGINS = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[2J"
_SCREEN_ENDS = "\x1b[?7h\x1b[?25h\x1b[?1049l"


def is_capable() -> bool:
    """Whether stdin, stdout and stderr are a terminal that can do this."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if sys.platform == "win32" or None in streams:
        return False
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        return False
    return all(stream.isatty() for stream in streams)


class Terminal:
    """The terminal on stdin and stdout. Only `wake` is for other threads, too."""

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._output = sys.stdout.fileno()
        self._encoding = sys.stdout.encoding
        self._usual: list[Any] | None = None
        self._has_screen = False
        self._shown: list[str] = []
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._waker, False)
        # A signal handler may interrupt the thread that already holds it.
        self._waking = threading.RLock()
        self._is_closed = False

    def leave(self) -> None:
        """Restore the screen and the mode of the terminal."""
        self.hide()
        self.release()

    def close(self) -> None:
        """Close the wake-up pipe; `read` must not be called any more."""
        with self._waking:
            self._is_closed = True
            os.close(self._woken)
            os.close(self._waker)

    @property
    def is_ours(self) -> bool:
        """Whether this process is in the foreground, where it may read keys."""
        try:
            return os.tcgetpgrp(self._input) == os.getpgrp()
        except OSError:  # the terminal was closed
            return False

    @property
    def is_seized(self) -> bool:
        """Whether keys are received one by one, and not line by line."""
        return self._usual is not None

    @property
    def size(self) -> tuple[int, int]:
        """The number of columns and rows."""
        try:
            columns, rows = os.get_terminal_size(self._output)
        except OSError:
            return _DEFAULT_SIZE
        return columns or _DEFAULT_SIZE[0], rows or _DEFAULT_SIZE[1]

    def seize(self) -> None:
        """Receive keys one by one, without echo; Ctrl-C is still a signal.

        Does nothing in the background, where changing the terminal stops a process.
        """
        if not self.is_ours:
            return
        with contextlib.suppress(termios.error):
            now = termios.tcgetattr(self._input)
            if self._usual is None:
                self._usual = list(now)
            now[3] &= ~(termios.ECHO | termios.ICANON)
            now[6] = list(now[6])
            now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
            # Ctrl-Z and Ctrl-\ are received as keys, so that the terminal can be
            # restored before the process stops.
            no_key = os.fpathconf(self._input, "PC_VDISABLE")
            now[6][termios.VSUSP] = now[6][termios.VQUIT] = no_key
            termios.tcsetattr(self._input, termios.TCSANOW, now)

    def release(self) -> None:
        """Restore the mode of the terminal."""
        usual, self._usual = self._usual, None
        if usual is not None and self.is_ours:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._input, termios.TCSANOW, usual)

    def read(self, seconds: float | None) -> bytes:
        """Return the keys that were pressed.

        Returns nothing after `seconds` (None waits forever) or when woken. Raises
        EOFError when the terminal is gone.
        """
        sources = [self._woken]
        if self.is_seized and self.is_ours:
            sources.append(self._input)
        ready = select.select(sources, [], [], seconds)[0]
        if self._woken in ready:
            os.read(self._woken, _MAX_READ)
        if self._input not in ready:
            return b""
        try:
            data = os.read(self._input, _MAX_READ)
        except OSError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        return data

    def wake(self) -> None:
        """Make `read` return. For any thread, and for signal handlers."""
        # A full pipe wakes it, too.
        with self._waking, contextlib.suppress(BlockingIOError):
            if not self._is_closed:
                os.write(self._waker, b"!")

    def show(self, lines: Sequence[str], cursor: int | None) -> None:
        """Draw these lines. cursor: its column in the last line, None to hide it."""
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
            # Cleared before: clearing after a full line would remove its last cell.
            text += f"\x1b[{number + 1};1H\x1b[0m\x1b[2K{line}"
        text += "\x1b[?25l"
        if cursor is not None:
            text += f"\x1b[{len(lines)};{cursor + 1}H\x1b[?25h"
        self._shown = list(lines)
        self._write(text)

    def forget(self) -> None:
        """Draw all lines next time, since other text may be on the screen."""
        self._shown = []

    def end_line(self) -> None:
        """Write a newline, as the echo of Enter would."""
        self._write("\n")

    def hide(self) -> None:
        """Leave the alternate screen, so that the printed lines are visible again."""
        if self._has_screen:
            self._has_screen = False
            self._write("\x1b[0m" + _SCREEN_ENDS)

    def _write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        with contextlib.suppress(OSError):  # the terminal was closed
            while data:
                data = data[os.write(self._output, data) :]
