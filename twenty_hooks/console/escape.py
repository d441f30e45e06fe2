"""Text from outside, made safe to show.

Whatever arrives in a body or a header may hold escape sequences that move the
cursor, retitle the window, write the clipboard or turn a line around. Nothing from
outside reaches a terminal except through `visible`.
"""

from __future__ import annotations

import unicodedata

# Cc: controls, among them ESC. Cf: formats, among them the bidi overrides; Cs:
# surrogates, which no terminal can be sent; Co and Cn: who knows; Zl and Zp: line
# breaks that only some programs see.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters by their category, and nothing to the eye.
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, *, keep: str = "") -> str:
    """The text with every character that could act, or hide, written as an escape.

    keep: characters to leave alone, for text that is shown over several lines.
    """
    if text.isascii() and text.isprintable():  # the common case, decided in C
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
    """At most `length` characters, with an ellipsis for what is cut."""
    return text if len(text) <= length else text[: max(0, length - 1)] + "…"
