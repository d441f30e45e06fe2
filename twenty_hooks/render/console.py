"""Rich consoles that print on a stream in the colours and characters that it has."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import Literal, TextIO

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from twenty_hooks.console.output import Color, fit, wants_color

_DEFAULT_WIDTH = 100
_MIN_WIDTH = 40
_UNLIMITED_WIDTH = 1_000_000


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Let the command handle it: rich would exit with the wrong code."""
        raise BrokenPipeError


class Screen:
    """Prints lines of rich text on a stream."""

    def __init__(self, stream: TextIO, color: Color = "auto") -> None:
        self._stream = stream
        self._console = _console(stream, stream, color)

    @property
    def width(self) -> int:
        """The current width in cells. A window may change its size at any time."""
        if not self._stream.isatty():
            columns = os.environ.get("COLUMNS", "")
            is_number = columns.isascii() and columns.isdigit() and len(columns) < 6
            return int(columns) or _DEFAULT_WIDTH if is_number else _DEFAULT_WIDTH
        return max(_MIN_WIDTH, shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns)

    def line(self, text: Text) -> None:
        """Print one line."""
        plain = fit(text.plain, self._stream)
        if plain != text.plain:
            text = Text(plain)
        self._console.print(text, soft_wrap=True)


class Painter:
    """Converts lines of rich text into text with the escape codes of a terminal."""

    def __init__(self, stream: TextIO, color: Color = "auto") -> None:
        """Convert for this stream, without writing to it."""
        self._stream = stream
        self._written = io.StringIO()
        self._console = _console(self._written, stream, color)

    def paint(self, line: Text) -> str:
        """Return the text of a line, without a newline."""
        plain = fit(line.plain, self._stream)
        if plain != line.plain:
            line = Text(set_cell_size(plain, line.cell_len))
        self._console.print(line, soft_wrap=True, end="")
        painted = self._written.getvalue()
        self._written.seek(0)
        self._written.truncate()
        return painted


def _console(file: TextIO, stream: TextIO, color: Color) -> Console:
    """Return a console that writes to a file as it would to the stream."""
    paint = wants_color(stream, color)
    return _Console(
        file=file,
        force_terminal=paint,
        no_color=not paint,
        color_system=_color_system(stream) if paint else None,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=True,
        legacy_windows=False,
        # Lines are already cut to the width, and COLUMNS may be 0.
        width=_UNLIMITED_WIDTH,
    )


def _color_system(stream: TextIO) -> Literal["auto", "standard"]:
    return "auto" if stream.isatty() else "standard"


def stdout(color: Color = "auto") -> Screen:
    """Return the screen of stdout."""
    return Screen(sys.stdout, color)
