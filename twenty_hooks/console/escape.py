"""Escape text from outside, so that it is safe to print.

A body or a header may contain escape sequences that move the cursor, change the title
of the window, write to the clipboard or reverse a line. All text from outside must go
through `visible` before it is printed to a terminal.
"""

from __future__ import annotations

import unicodedata

# Cc: control characters such as ESC. Cf: format characters such as bidi overrides. Cs:
# surrogates, which can't be encoded. Co and Cn: private and unassigned. Zl and Zp: line
# breaks for some programs only.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# These are letters by their category, but invisible.
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, *, keep: str = "") -> str:
    """Return text with every control and invisible character written as an escape.

    Args:
        keep: characters that are not escaped, such as newlines.
    """
    if text.isascii() and text.isprintable():  # the common case, fast
        return text
    if text.isprintable() and _INVISIBLE.isdisjoint(text):
        return text
    return "".join(
        character if character in keep else _visible(character) for character in text
    )


def _visible(character: str) -> str:
    is_shown = unicodedata.category(character) not in _HIDDEN
    if is_shown and character not in _INVISIBLE:
        return character
    if character in _SHORT:
        return _SHORT[character]
    point = ord(character)
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def shorten(text: str, length: int) -> str:
    """Return at most `length` characters; an ellipsis replaces the rest."""
    return text if len(text) <= length else text[: max(0, length - 1)] + "…"
