"""Wrap messages at the width of a terminal, between words."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator
from typing import TextIO

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_FALLBACK_COLUMNS = 80
_FEWEST_COLUMNS = 20


def width_of(stream: TextIO) -> int | None:
    """Columns of the terminal behind a stream; None when it is not a terminal."""
    if not stream.isatty():
        return None
    columns = shutil.get_terminal_size((_FALLBACK_COLUMNS, 24)).columns
    return max(_FEWEST_COLUMNS, columns)


def wrap(text: str, width: int | None, indent: str = "") -> str:
    """Break each line between words so that it fits; None leaves the text alone.

    A word longer than a line, such as a URL, stays whole, so that it can be copied.
    Lines that begin with a blank (tracebacks, tables) are left as they are.

    Args:
        width: in terminal cells. Colour codes take none, East Asian characters two.
        indent: begins every line but the first of each paragraph.
    """
    if width is None:
        return text
    return "\n".join(
        line if line[:1].isspace() else "\n".join(_lines(line, width, indent))
        for line in text.split("\n")
    )


def cells(text: str) -> int:
    """Return how many columns a terminal needs for the text."""
    plain = _STYLE.sub("", text)
    if plain.isascii():
        return len(plain)
    return sum(map(_cells_of, plain))


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _lines(text: str, width: int, indent: str) -> Iterator[str]:
    line, used = "", 0
    for word in text.split(" "):
        size = cells(word)
        if line and used + 1 + size > width:
            yield line
            line, used = indent + word, cells(indent) + size
        elif line:
            line, used = f"{line} {word}", used + 1 + size
        else:
            line, used = word, size
    yield line


def labelled(label: str, value: str, width: int | None) -> list[str]:
    """Return the lines of a value behind its label, wrapped between words."""
    indent = " " * cells(label)
    room = None if width is None else max(_FEWEST_COLUMNS, width - len(indent))
    first, *others = wrap(value, room).split("\n")
    return [(label + first).rstrip(), *(indent + line for line in others)]
