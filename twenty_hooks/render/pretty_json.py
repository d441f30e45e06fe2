"""JSON on several lines for a person, with a colour for each kind of value.

Values are written as JavaScript writes them, so that they look as they are sent.
Characters that could act on a terminal are escaped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from twenty_hooks.console.escape import visible
from twenty_hooks.text import js_json

JsonKind = Literal["key", "text", "number", "word"]
Paint = Callable[[str, JsonKind], str]

_INDENT = "  "
_COLORS: dict[JsonKind, str] = {
    "key": "blue",
    "text": "green",
    "number": "cyan",
    "word": "magenta",
}


def of_body(body: bytes, style: Callable[..., str]) -> str:
    """Return a JSON body as coloured text. style: colours text, `Output.style`."""

    def paint(text: str, kind: JsonKind) -> str:
        return style(text, fg=_COLORS[kind])

    return pretty(js_json.parse(body), paint)


def pretty(value: Any, paint: Paint) -> str:
    """Return a value as text, without a final newline.

    Args:
        paint: colours a piece of text of one kind.
    """
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


def _kind(value: Any) -> JsonKind:
    if isinstance(value, str):
        return "text"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return "word"
