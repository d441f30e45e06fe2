"""Bodies that may have been signed, if the received JSON was parsed and written again.

Twenty signs the output of `JSON.stringify`, so parsing the received body and writing it
as JavaScript does gives the signed body again, whatever wrote the received one.
`changes` then names the differences between the two.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from twenty_hooks.diagnosis import key_orders
from twenty_hooks.diagnosis.hypothesis import CandidateBody
from twenty_hooks.text import js_json

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[ \t\r\n]+', re.ASCII | re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_WHITESPACE = " \t\r\n"
# The one key of Twenty that regularly has an empty object as its value.
_ACTOR_CONTEXT = "context"
_RECORD_DEPTH = 1
_ALWAYS_ARRAYS = frozenset(
    {"additionalEmails", "additionalPhones", "secondaryLinks", "updatedFields"}
)


def compact(text: str) -> Iterator[CandidateBody]:
    """Yield the body as `JSON.stringify` writes it."""
    value = _value(text)
    if value is not None:
        yield from _written(text, value, "the body as compact JSON")


def key_order(text: str) -> Iterator[CandidateBody]:
    """Yield the body with its keys in Twenty's order."""
    value = _value(text)
    for restored in key_orders.restored(value):
        yield from _written(text, restored, "the body with its keys in Twenty's order")


def objects(text: str) -> Iterator[CandidateBody]:
    """Yield the body with empty objects in place of empty arrays, which PHP writes."""
    value = _value(text)
    compact_body = next(_written("", value, ""), None)
    if compact_body is None:
        return
    for is_object in (_is_actor_context, _is_inside_field, _is_not_a_known_array):
        description = "the body with empty objects in place of empty arrays"
        for body in _written(text, _with_objects(value, is_object, 0), description):
            # The slug stands for the arrays; `changes` finds the other differences
            # from the text in which the arrays are as received.
            yield replace(
                body,
                slugs=("body-objects-as-arrays",),
                rewritten=compact_body.rewritten,
            )


def stringified(text: str) -> Iterator[CandidateBody]:
    """Yield the text inside, if the body is a JSON string."""
    value = _value(text)
    if isinstance(value, str):
        try:
            inside = value.encode("utf-8")
        except UnicodeEncodeError:
            return
        yield CandidateBody(
            inside, ("body-stringified",), "the text inside the JSON string"
        )


def changes(before: str, after: str) -> set[str]:
    """Return the slugs of the differences between two texts of the same JSON value.

    Args:
        before: the received text.
        after: the text as JavaScript writes it.
    """
    received, signed = _Notation(before), _Notation(after)
    found = set()
    inner = before.strip(_WHITESPACE)
    trailing = before[len(before.rstrip(_WHITESPACE)) :]
    if "\n" in trailing:
        found.add("body-newline-added")
    if received.line_breaks:
        found.add("body-pretty-printed")
    elif received.spaces or (trailing and "\n" not in trailing):
        found.add("body-reserialized")
    if received.ascii_escapes - signed.ascii_escapes:
        found.add("body-ascii-escaped")
    if received.html_escapes - signed.html_escapes:
        found.add("body-html-escaped")
    if received.slashes - signed.slashes:
        found.add("body-slashes-escaped")
    if received.numbers != signed.numbers:
        found.add("body-numbers-respelled")
    if _key_orders(before) != _key_orders(after):
        found.add("body-keys-reordered")
    if not found and inner != after:
        found.add("body-reserialized")
    return found


class _Notation:
    """How a JSON text writes its numbers, escapes and whitespace."""

    def __init__(self, text: str) -> None:
        self.numbers: Counter[str] = Counter()
        self.ascii_escapes: Counter[str] = Counter()
        self.html_escapes: Counter[str] = Counter()
        self.slashes: Counter[str] = Counter()
        self.line_breaks = self.spaces = False
        for token in _TOKEN.findall(text.strip(_WHITESPACE)):
            if token[0] == '"':
                if "\\" in token:
                    self._read_escapes(token)
            elif token[0] in _WHITESPACE:
                self.spaces = True
                self.line_breaks = self.line_breaks or "\n" in token
            else:
                self.numbers[token] += 1

    def _read_escapes(self, token: str) -> None:
        for digits, letter in _ESCAPE.findall(token):
            if letter == "/":
                self.slashes[letter] += 1
            elif digits:
                point = int(digits, 16)
                if point >= 0x7F:
                    self.ascii_escapes[digits.lower()] += 1
                elif point >= 0x20:
                    self.html_escapes[digits.lower()] += 1


def _written(before: str, value: Any, description: str) -> Iterator[CandidateBody]:
    """Yield the value as JavaScript writes it, unless that is the same text."""
    try:
        text = js_json.stringify(value)
        data = text.encode("utf-8")
    except (ValueError, TypeError):
        return
    if text != before:
        yield CandidateBody(data, (), description, before=before, rewritten=text)


def _value(text: str) -> Any:
    try:
        return js_json.parse(text)
    except ValueError:
        return None


def _key_orders(text: str) -> list[tuple[str, ...]]:
    orders: list[tuple[str, ...]] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        if pairs:  # not those of empty objects, which may have become arrays
            orders.append(tuple(key for key, _ in pairs))

    try:
        json.loads(text, object_pairs_hook=note, parse_int=str)
    except ValueError:
        return []
    return orders


_IsObject = Callable[[str, dict[str, Any], int], bool]


def _with_objects(value: Any, is_object: _IsObject, depth: int) -> Any:
    """Replace each empty array for which `is_object` is true by an empty object."""
    if isinstance(value, list):
        return [_with_objects(item, is_object, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {}
        if item == [] and is_object(key, value, depth)
        else _with_objects(item, is_object, depth + 1)
        for key, item in value.items()
    }


def _is_actor_context(key: str, parent: dict[str, Any], depth: int) -> bool:  # noqa: ARG001
    return key == _ACTOR_CONTEXT and "source" in parent


def _is_inside_field(key: str, parent: dict[str, Any], depth: int) -> bool:
    """Whether it is inside a field of the record. A field itself may be an array."""
    return depth > _RECORD_DEPTH and _is_not_a_known_array(key, parent, depth)


def _is_not_a_known_array(key: str, parent: dict[str, Any], depth: int) -> bool:  # noqa: ARG001
    return key not in _ALWAYS_ARRAYS
