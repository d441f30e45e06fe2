"""Bytes that a terminal sends, as the keys that were pressed.

A key is a word ("up", "enter", "page-down"), or, where it is one character long, that
character. What is not known, and what is no key at all, is passed over.
"""

from __future__ import annotations

import re

_ESCAPE = 0x1B
_CONTROLS = {
    0x02: "page-up",  # Ctrl-B, as in less and vi
    0x06: "page-down",  # Ctrl-F
    0x08: "backspace",
    0x0A: "enter",
    0x0C: "redraw",  # Ctrl-L
    0x0D: "enter",
    0x15: "clear",  # Ctrl-U
    0x1A: "suspend",  # Ctrl-Z
    0x1C: "abort",  # Ctrl-\
    0x7F: "backspace",
}
_LETTERS = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "F": "end",
    "H": "home",
    "M": "enter",
}
_NUMBERS = {
    "1": "home",
    "4": "end",
    "5": "page-up",
    "6": "page-down",
    "7": "home",
    "8": "end",
}
# ESC [ parameters, and the letter that ends them; `ESC [ [ A` is F1 on Linux.
_SEQUENCE = re.compile(rb"\x1b\[(\[|[0-?]*[ -/]*)([@-~])")
_SEQUENCE_BEGUN = re.compile(rb"\x1b\[(\[|[0-?]*[ -/]*)\Z")
# A message of the terminal's own, until BEL or ESC \; and the beginning of one.
_MESSAGE = re.compile(rb"\x1b[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)")
_MESSAGE_BEGUN = re.compile(rb"\x1b[]PX^_][^\x07\x1b]*\x1b?\Z")
# What is longer is not waited for.
_LONGEST = 4_096


class KeyDecoder:
    """Takes bytes as they come, in pieces of any size, and gives the keys."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def is_waiting(self) -> bool:
        """Whether what came last may be the beginning of something."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[str]:
        """The keys that are complete now."""
        data = self._rest + data
        self._rest = b""
        keys: list[str] = []
        place = 0
        while place < len(data):
            key, length = _next(data[place:])
            if not length:
                self._rest = data[place:][:_LONGEST]
                break
            if key:
                keys.append(key)
            place += length
        if len(self._rest) == _LONGEST:
            self._rest = b""
        return keys

    def flush(self) -> list[str]:
        """Nothing more came for a while: an ESC that stands alone was the key."""
        rest, self._rest = self._rest, b""
        return ["escape"] if rest == b"\x1b" else []


def _next(data: bytes) -> tuple[str, int]:
    """The first key, empty if it is none, and its bytes; 0 of them: more must come."""
    if data[0] == _ESCAPE:
        return _escaped(data)
    if data[0] in _CONTROLS:
        return _CONTROLS[data[0]], 1
    return _character(data)


def _escaped(data: bytes) -> tuple[str, int]:
    if len(data) == 1:
        return "", 0
    if data[1:2] == b"[":
        return _sequence(data)
    if data[1:2] == b"O":
        if len(data) == 2:
            return "", 0
        return _LETTERS.get(chr(data[2]), ""), 3
    if data[1:2] in b"]PX^_":
        found = _MESSAGE.match(data)
        if found:
            return "", found.end()
        return "", 0 if _MESSAGE_BEGUN.match(data) else 2
    return "escape", 1  # and a key so soon that both came at once


def _sequence(data: bytes) -> tuple[str, int]:
    found = _SEQUENCE.match(data)
    if not found:
        # Whatever breaks it off stands for itself.
        return "", 0 if _SEQUENCE_BEGUN.match(data) else 2
    parameters, final = found[1].decode("ascii"), found[2].decode("ascii")
    if parameters == "[":
        return "", found.end()
    if final == "~":
        return _NUMBERS.get(parameters.split(";")[0], ""), found.end()
    return _LETTERS.get(final, "") if final != "M" else "", found.end()


def _character(data: bytes) -> tuple[str, int]:
    for length in range(1, 5):
        piece = data[:length]
        try:
            character = piece.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data":
                return "", 1
            if len(piece) < length:
                return "", 0
        else:
            return (character if character.isprintable() else ""), length
    return "", 1
