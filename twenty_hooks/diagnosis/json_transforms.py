"""A body that was parsed and written again by something other than JavaScript.

Twenty signs what `JSON.stringify` gives, so the signed body is found by reading
what came and writing it as JavaScript would. All differences of spelling vanish in
that one step; which there were is told afterwards, by `changes`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from twenty_hooks.diagnosis import key_orders
from twenty_hooks.diagnosis.hypothesis import Body
from twenty_hooks.text import js_json

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[ \t\r\n]+', re.ASCII | re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_WHITESPACE = " \t\r\n"
# Of all keys of Twenty's that hold an object, only this one is empty by rule.
_ACTOR_CONTEXT = "context"
_RECORD_DEPTH = 1
_ALWAYS_ARRAYS = frozenset(
    {"additionalEmails", "additionalPhones", "secondaryLinks", "updatedFields"}
)


def compact(text: str) -> Iterator[Body]:
    """As `JSON.stringify` writes it."""
    value = _value(text)
    if value is not None:
        yield from _written(text, value, "the compact form")


def key_order(text: str) -> Iterator[Body]:
    """The same, with the keys in Twenty's order."""
    value = _value(text)
    for arranged in _safely(key_orders.restored(value)):
        yield from _written(text, arranged, "the form with Twenty's key order")


def objects(text: str) -> Iterator[Body]:
    """The same, with the empty objects that PHP turned into arrays."""
    value = _value(text)
    as_came = next(_written("", value, ""), None)
    if as_came is None:
        return
    for is_object in (_is_actor_context, _is_inside, _is_no_known_array):
        for restored in _safely(iter([value]), is_object):
            how = "the compact form with empty objects for arrays"
            for body in _written(text, restored, how):
                # The arrays are told by this slug, the rest by what differs.
                yield replace(
                    body,
                    slugs=("body-objects-as-arrays",),
                    rewritten=as_came.rewritten,
                )


def stringified(text: str) -> Iterator[Body]:
    """The text inside, where the body is one JSON string."""
    value = _value(text)
    if isinstance(value, str):
        try:
            inside = value.encode("utf-8")
        except UnicodeEncodeError:
            return
        yield Body(inside, ("body-stringified",), "the text inside the JSON string")


def changes(before: str, after: str) -> set[str]:
    """Which slugs tell `after`, as JavaScript writes it, from `before`."""
    came, signed = _Spelling(before), _Spelling(after)
    found = set()
    inner = before.strip(_WHITESPACE)
    trailing = before[len(before.rstrip(_WHITESPACE)) :]
    if "\n" in trailing:
        found.add("body-newline-added")
    if came.line_breaks:
        found.add("body-pretty-printed")
    elif came.blanks or (trailing and "\n" not in trailing):
        found.add("body-reserialized")
    if came.ascii_escapes - signed.ascii_escapes:
        found.add("body-ascii-escaped")
    if came.html_escapes - signed.html_escapes:
        found.add("body-html-escaped")
    if came.slashes - signed.slashes:
        found.add("body-slashes-escaped")
    if came.numbers != signed.numbers:
        found.add("body-numbers-respelled")
    if _key_orders(before) != _key_orders(after):
        found.add("body-keys-reordered")
    if not found and inner != after:
        found.add("body-reserialized")
    return found


class _Spelling:
    """How the tokens of JSON text are written."""

    def __init__(self, text: str) -> None:
        self.numbers: Counter[str] = Counter()
        self.ascii_escapes: Counter[str] = Counter()
        self.html_escapes: Counter[str] = Counter()
        self.slashes: Counter[str] = Counter()
        self.line_breaks = self.blanks = False
        for token in _TOKEN.findall(text.strip(_WHITESPACE)):
            if token[0] == '"':
                if "\\" in token:
                    self._read_escapes(token)
            elif token[0] in _WHITESPACE:
                self.blanks = True
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


def _written(before: str, value: Any, how: str) -> Iterator[Body]:
    try:
        text = js_json.stringify(value)
        data = text.encode("utf-8")
    except (ValueError, TypeError):
        return
    if text != before:
        yield Body(data, (), how, before=before, rewritten=text)


def _value(text: str) -> Any:
    try:
        return js_json.parse(text)
    except ValueError:
        return None


def _key_orders(text: str) -> list[tuple[str, ...]]:
    orders: list[tuple[str, ...]] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        if pairs:  # an empty object may have become an array
            orders.append(tuple(key for key, _ in pairs))

    try:
        json.loads(text, object_pairs_hook=note, parse_int=str)
    except (ValueError, RecursionError):
        return []
    return orders


_IsObject = Callable[[str, dict[str, Any], int], bool]


def _safely(values: Iterator[Any], is_object: _IsObject | None = None) -> Iterator[Any]:
    """Nothing at all of what is nested too deeply to follow."""
    try:
        for value in values:
            yield value if is_object is None else _with_objects(value, is_object, 0)
    except RecursionError:
        return


def _with_objects(value: Any, is_object: _IsObject, depth: int) -> Any:
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


def _is_actor_context(key: str, holder: dict[str, Any], depth: int) -> bool:  # noqa: ARG001
    return key == _ACTOR_CONTEXT and "source" in holder


def _is_inside(key: str, holder: dict[str, Any], depth: int) -> bool:
    """Deeper than the fields of a record, whose own arrays are arrays."""
    return depth > _RECORD_DEPTH and _is_no_known_array(key, holder, depth)


def _is_no_known_array(key: str, holder: dict[str, Any], depth: int) -> bool:  # noqa: ARG001
    return key not in _ALWAYS_ARRAYS
