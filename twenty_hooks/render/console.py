"""The rich console that data is printed on: plain where the stream is plain."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Literal, TextIO

from rich.console import Console
from rich.text import Text

from twenty_hooks.output import Color, fit, wants_color

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
        paint = wants_color(stream, color)
        self._console = _Console(
            file=stream,
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


def _color_system(stream: TextIO) -> Literal["auto", "standard"]:
    return "auto" if stream.isatty() else "standard"


def stdout(color: Color = "auto") -> Screen:
    """The screen that stdout is."""
    return Screen(sys.stdout, color)
