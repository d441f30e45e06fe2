"""JSON over several lines for a person to read, each kind of value in its colour.

The values are spelled as JavaScript spells them, so that what is shown is what is
sent; characters that could act on a terminal are shown as escapes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from twenty_hooks.console.escape import visible
from twenty_hooks.text import js_json

Kind = Literal["key", "text", "number", "word"]
Paint = Callable[[str, Kind], str]

_INDENT = "  "


def pretty(value: Any, paint: Paint) -> str:
    """The text, without a final newline. paint: colours a piece of one kind."""
    pieces: list[str] = []
    _write(value, "\n", pieces.append, paint)
    return "".join(pieces)


def _write(value: Any, line: str, write: Callable[[str], object], paint: Paint) -> None:
    inner = line + _INDENT
    if isinstance(value, dict) and value:
        before = "{"
        for key in js_json.keys_in_order(value):
            name = paint(visible(js_json.stringify(key)), "key")
            write(f"{before}{inner}{name}: ")
            _write(value[key], inner, write, paint)
            before = ","
        write(line + "}")
    elif isinstance(value, list) and value:
        before = "["
        for item in value:
            write(before + inner)
            _write(item, inner, write, paint)
            before = ","
        write(line + "]")
    else:
        write(paint(visible(js_json.stringify(value)), _kind(value)))


def _kind(value: Any) -> Kind:
    if isinstance(value, str):
        return "text"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return "word"
