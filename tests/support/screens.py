"""A process in a pseudo-terminal, and what its terminal shows.

The terminal understands only the escape sequences that `hooks` writes, and fails the
test at any other. It has a main screen with the printed lines, and an alternate one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from rich.cells import cell_len

_PATIENCE_SECONDS = 60
_SEQUENCE = re.compile(r"\x1b\[(\??[0-9;]*)([A-Za-z])")
T = TypeVar("T")
_INCOMPLETE = re.compile(r"\x1b(\[[?0-9;]*)?\Z")


class Screen:
    """The cells of a terminal, and whether a program wrote beyond its edge."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.is_other = False
        self.wraps = True
        self.has_cursor = True
        # Whether a frame went beyond the edge. A frame that was already on its way when
        # the size changed does not count.
        self.went_beyond = False
        # Whether the last frame is complete: it ends with the cursor sequence.
        self.is_whole = False
        self._is_settled = True
        self._is_beyond = False
        self._last_row = 0
        self.printed = ""
        self._rest = ""
        self._cells: list[str] = []
        self._row = self._column = 0
        self._blank()

    def feed(self, text: str) -> None:
        """Process the output of a program."""
        text = self._rest + text
        self._rest = ""
        place = 0
        while place < len(text):
            if text[place] != "\x1b":
                self._put(text[place])
                place += 1
                continue
            found = _SEQUENCE.match(text, place)
            if not found:
                assert _INCOMPLETE.match(text, place), f"unknown: {text[place:][:20]!r}"
                self._rest = text[place:]
                return
            self._obey(found[1], found[2])
            place = found.end()

    @property
    def lines(self) -> list[str]:
        """The lines of the alternate screen."""
        return [line.rstrip() for line in self._cells]

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._is_settled = False
        self._blank()

    def _put(self, character: str) -> None:
        if not self.is_other:
            self.printed += character
            return
        if self._column + cell_len(character) > self.columns:
            self._is_beyond = True
            return
        self.is_whole = False
        line = self._cells[self._row]
        assert cell_len(line) <= self._column, "overwrites other text"
        line += " " * (self._column - cell_len(line))
        self._cells[self._row] = line + character
        self._column += cell_len(character)

    def _obey(self, parameters: str, letter: str) -> None:
        if letter == "m":
            return
        if (parameters, letter) == ("?1049", "h"):
            self.is_other = True
            self._blank()
        elif (parameters, letter) == ("?1049", "l"):
            self.is_other = False
        elif parameters == "?7":
            self.wraps = letter == "h"
        elif parameters == "?25":
            self.has_cursor = letter == "h"
            self._end_frame()
        elif (parameters, letter) == ("2", "J"):
            self._blank()
        elif (parameters, letter) == ("2", "K"):
            self._cells[self._row] = ""
        elif letter == "H":
            row, column = map(int, parameters.split(";"))
            self._is_beyond |= row > self.rows or column > self.columns
            self._last_row = max(self._last_row, row)
            self._row, self._column = min(row, self.rows) - 1, column - 1
        else:
            raise AssertionError(f"unknown: {parameters!r} {letter!r}")

    def _end_frame(self) -> None:
        if self._last_row == self.rows and not self._is_beyond:
            self._is_settled = True
        self.went_beyond |= self._is_settled and self._is_beyond
        self.is_whole = self._is_settled

    def _blank(self) -> None:
        self._cells = [""] * self.rows
        self.is_whole = self._is_beyond = False
        self._last_row = 0


class Window:
    """A process in a pseudo-terminal of its own."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] = {},
        **how: Any,
    ) -> None:
        self.screen = Screen(columns, rows)
        self.leader, self.follower = pty.openpty()
        self._set_size(columns, rows)
        self.usual = termios.tcgetattr(self.follower)
        follower = self.follower
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), follower)
        self.process = subprocess.Popen(
            command,
            **{**streams, **how},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(follower, termios.TIOCSCTTY, 0),
            pass_fds=(follower,),
            env={**os.environ, "TERM": "xterm-256color", **environment},
        )
        self._bytes = b""

    def type(self, text: str) -> None:
        os.write(self.leader, text.encode())

    def resize(self, columns: int, rows: int) -> None:
        self._take_all()
        self.screen.resize(columns, rows)
        self._set_size(columns, rows)

    def sees(self, *patterns: str) -> str:
        """Wait until the alternate screen matches all patterns, and return its text."""

        def text() -> str | None:
            if not (self.screen.is_other and self.screen.is_whole):
                return None
            seen = "\n".join(self.screen.lines)
            is_there = all(re.search(pattern, seen) for pattern in patterns)
            return seen if is_there else None

        return self._wait(text, f"to see {patterns}")

    def prints(self, pattern: str) -> re.Match[str]:
        """Wait until the main screen is visible and its text matches."""

        def found() -> re.Match[str] | None:
            if self.screen.is_other:
                return None
            return re.search(pattern, self.screen.printed)

        return self._wait(found, f"for {pattern} to be printed")

    def has_usual_modes(self) -> bool:
        return termios.tcgetattr(self.follower) == self.usual

    def takes_keys(self) -> None:
        """Wait until the process reads single keys."""
        self._wait(
            lambda: not termios.tcgetattr(self.follower)[3] & termios.ICANON or None,
            "for keys to be taken",
        )

    def ends(self) -> int:
        """Wait until the process ends, and return its exit code."""
        self._wait(lambda: self.process.poll() is not None or None, "for the end")
        self._take_all()
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.leader)
        os.close(self.follower)

    def _wait(self, look: Callable[[], T | None], what: str) -> T:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while (found := look()) is None:
            if time.monotonic() > deadline:
                seen = "\n".join(self.screen.lines)
                raise AssertionError(
                    f"waited in vain {what}\n{seen}\n{self.screen.printed}"
                )
            self._take(0.1)
        return found

    def _take(self, seconds: float) -> bool:
        if not select.select([self.leader], [], [], seconds)[0]:
            return False
        data = self._bytes + os.read(self.leader, 65_536)
        text = data.decode("utf-8", "ignore")
        self._bytes = data[len(text.encode()) :]
        self.screen.feed(text)
        return True

    def _take_all(self) -> None:
        while self._take(0):
            pass

    def _set_size(self, columns: int, rows: int) -> None:
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.follower, termios.TIOCSWINSZ, size)


@contextlib.contextmanager
def window(command: Sequence[str], **how: Any) -> Iterator[Window]:
    """Run a process in a pseudo-terminal until the block ends."""
    made = Window(command, **how)
    try:
        yield made
    finally:
        made.close()


class TerminalOutput:
    """All text that a program has written to a pseudo-terminal, unparsed."""

    def __init__(self, descriptor: int) -> None:
        self.text = ""
        self._descriptor = descriptor

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Read until the text matches; fail after 30 s."""
        deadline = time.monotonic() + 30
        while not (found := re.search(pattern, self.text)):
            assert time.monotonic() < deadline, self.text
            if select.select([self._descriptor], [], [], 1)[0]:
                self.text += os.read(self._descriptor, 65_536).decode()
        return found
