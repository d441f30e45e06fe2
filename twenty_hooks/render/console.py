"""The rich console that data is printed on: plain where the stream is plain."""

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
_LEAST_WIDTH = 40
_NEVER_WRAPPED = 1_000_000


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command: rich would end the program, with the wrong code."""
        raise BrokenPipeError


class Screen:
    """Prints lines of rich text on a stream, in characters that the stream has."""

    def __init__(self, stream: TextIO, color: Color = "auto") -> None:
        self._stream = stream
        self._console = _console(stream, stream, color)

    @property
    def width(self) -> int:
        """Cells across, asked anew each time: windows change their size."""
        if not self._stream.isatty():
            columns = os.environ.get("COLUMNS", "")
            is_number = columns.isascii() and columns.isdigit() and len(columns) < 6
            return int(columns) or _DEFAULT_WIDTH if is_number else _DEFAULT_WIDTH
        return max(_LEAST_WIDTH, shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns)

    def line(self, text: Text) -> None:
        """Print one line."""
        plain = fit(text.plain, self._stream)
        if plain != text.plain:
            text = Text(plain)
        self._console.print(text, soft_wrap=True)


class Painter:
    """Makes lines of rich text into what a terminal is sent for them."""

    def __init__(self, stream: TextIO, color: Color = "auto") -> None:
        """stream: where they are to be written."""
        self._stream = stream
        self._written = io.StringIO()
        self._console = _console(self._written, stream, color)

    def paint(self, line: Text) -> str:
        plain = fit(line.plain, self._stream)
        if plain != line.plain:
            line = Text(set_cell_size(plain, line.cell_len))
        self._console.print(line, soft_wrap=True, end="")
        painted = self._written.getvalue()
        self._written.seek(0)
        self._written.truncate()
        return painted


def _console(file: TextIO, stream: TextIO, color: Color) -> Console:
    """A console that writes to a file what is meant for a stream."""
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
        # Lines are cut to measure before they come here; COLUMNS may say 0.
        width=_NEVER_WRAPPED,
    )


def _color_system(stream: TextIO) -> Literal["auto", "standard"]:
    return "auto" if stream.isatty() else "standard"


def stdout(color: Color = "auto") -> Screen:
    """The screen that stdout is."""
    return Screen(sys.stdout, color)
