"""Fit text into columns of a terminal. Korean and emoji take two cells."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

# Continuation lines of an unindented line are indented this much.
_HANGING_INDENT = 2
_LEAST_ROOM = 2


def cut(text: str, cells: int) -> str:
    """Return at most so many cells of the text, with an ellipsis if it was cut."""
    if cell_len(text) <= cells:
        return text
    if cells < 2:
        return ""
    return set_cell_size(text, cells - 1).rstrip() + "…"


def padded(text: str, cells: int) -> str:
    """Return the text with spaces up to a width; a longer text is not cut."""
    return text + " " * (cells - cell_len(text))


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most `width` cells, broken between words.

    A word longer than a line is broken.
    """
    line = ""
    for word in text.split(" "):
        if line and cell_len(line) + 1 + cell_len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        if cell_len(line) > width:
            *whole, line = chop_cells(line, max(_LEAST_ROOM, width))
            yield from whole
    yield line


def fold(line: Text, width: int, *, break_words: bool = False) -> list[Text]:
    """Break a styled line between words, so that each part fits the width.

    Continuation lines keep the indentation of the line.

    Args:
        break_words: also break words that are longer than a line. Otherwise they stay
            whole, so that a URL can be copied.
    """
    if line.cell_len <= width:
        return [line]
    plain = line.plain
    own = len(plain) - len(plain.lstrip(" "))
    indent = own or _HANGING_INDENT
    indent = indent if indent <= width // 2 else 0
    slices = list(_slices(plain, own, width, indent, break_words=break_words))
    (_, end), *others = slices
    return [
        line[:end],
        *(Text(" " * indent).append_text(line[a:b]) for a, b in others),
    ]


def _slices(
    text: str, own: int, width: int, indent: int, *, break_words: bool
) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each part; spaces at a break belong to no part."""
    start, first_word, room = 0, own, width
    while cell_len(text[start:]) > room:
        end = max(start + 1, _fitting(text, start, room))
        room = max(_LEAST_ROOM, width - indent)
        stop = text.rfind(" ", first_word + 1, end + 1)
        if break_words and (stop < 0 or cell_len(_word_after(text, stop)) > room):
            stop = end
        elif stop < 0:
            stop = text.find(" ", end)
        if stop < 0:
            break
        yield start, stop
        start = stop
        while start < len(text) and text[start] == " ":
            start += 1
        first_word = start
    if start < len(text):
        yield start, len(text)


def _word_after(text: str, space: int) -> str:
    return text[space:].lstrip(" ").partition(" ")[0]


def _fitting(text: str, start: int, room: int) -> int:
    """Return the index after the last character that fits."""
    used = 0
    for index in range(start, len(text)):
        used += cell_len(text[index])
        if used > room:
            return index
    return len(text)
