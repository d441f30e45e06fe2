"""Turn lines of rich text into the strings that a command prints on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich.text import Text

from twenty_hooks.console.output import Color, wants_color
from twenty_hooks.render.cells import fold
from twenty_hooks.render.console import Painter, Screen


def painted(
    lines: Iterable[Text], color: Color, *, is_folded: bool = True
) -> Iterator[str]:
    """Yield each line as it is printed on stdout.

    On a terminal, lines that are too wide are broken between words.

    Args:
        is_folded: False leaves wide lines to the terminal, as for bytes to be copied.
    """
    width = Screen(sys.stdout).width if is_folded and sys.stdout.isatty() else None
    folded = (part for line in lines for part in _parts(line, width))
    if not wants_color(sys.stdout, color):  # fast: a list may have a million rows
        yield from (line.plain for line in folded)
        return
    painter = Painter(sys.stdout, color)
    yield from map(painter.paint, folded)


def _parts(line: Text, width: int | None) -> list[Text]:
    return [line] if width is None else fold(line, width)
