"""`--set` and `--unset`: changes to a sample, by path.

A path starts at the record (`name.firstName`, `emails.additionalEmails.0`); after a
`/` it starts at the whole body (`/workspaceId`). A new key goes to the end.

`PATH=VALUE` takes the type of what it replaces: text stays text, a number must be a
number, true and false replace each other, and a list or an object is given as JSON.
Where there was nothing, or null, VALUE is text. `PATH:=JSON` sets exactly that JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from twenty_hooks.errors import UsageError
from twenty_hooks.text import js_json

_BODY = "/"
_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One `--set`. is_exact: the value is set as it is, whatever was there."""

    path: str
    value: Any
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Edits:
    """Assignments in order, then paths to remove."""

    sets: tuple[Assignment, ...] = ()
    unsets: tuple[str, ...] = field(default=())

    @classmethod
    def parse(cls, sets: Iterable[str], unsets: Iterable[str] = ()) -> Edits:
        """From `PATH=VALUE` and `PATH:=JSON`. Raises UsageError for anything else."""
        return cls(tuple(_assignment(text) for text in sets), tuple(unsets))

    @classmethod
    def of(cls, sets: Mapping[str, Any], unsets: Iterable[str] = ()) -> Edits:
        """From paths and the exact values they get."""
        return cls(
            tuple(Assignment(path, value, True) for path, value in sets.items()),
            tuple(unsets),
        )

    @property
    def keys_set(self) -> tuple[str, ...]:
        """The keys of the record that are set, each once, in order."""
        keys = (
            _parts(one.path)[0] for one in self.sets if not one.path.startswith(_BODY)
        )
        return tuple(dict.fromkeys(keys))

    def touches(self, key: str) -> bool:
        """Whether this key of the record is set or removed."""
        return any(
            path == key or path.startswith(f"{key}.")
            for path in (*(one.path for one in self.sets), *self.unsets)
        )

    def apply_to_record(self, record: dict[str, Any]) -> None:
        """Change the record in place. Raises UsageError for an impossible path."""
        for one in self.sets:
            if not one.path.startswith(_BODY):
                _set(record, one, one.path)
        for path in self.unsets:
            if not path.startswith(_BODY):
                _unset(record, path, path)

    def apply_to_body(self, body: dict[str, Any]) -> None:
        """Change the whole body in place: the paths that start with `/`."""
        for one in self.sets:
            if one.path.startswith(_BODY):
                _set(body, one, one.path[1:])
        for path in self.unsets:
            if path.startswith(_BODY):
                _unset(body, path, path[1:])


def _assignment(text: str) -> Assignment:
    path, equals, value = text.partition("=")
    is_exact = path.endswith(":")
    path = path.removesuffix(":")
    if not equals or not path:
        raise UsageError(
            f"--set: '{text}' is not PATH=VALUE",
            hint="--set name.firstName=Ada, or --set 'position:=3' for JSON",
        )
    if not is_exact:
        return Assignment(path, value)
    try:
        return Assignment(path, js_json.parse(value), True)
    except ValueError as error:
        raise UsageError(
            f"--set {path}: what follows := must be JSON: {error}",
            hint=f"for text: --set '{path}={value}'",
        ) from error


def _parts(path: str) -> list[str]:
    parts = path.split(".")
    if not all(parts):
        raise UsageError(
            f"'{path}' is not a path", hint="write it like emails.additionalEmails.0"
        )
    return parts


def _set(root: dict[str, Any], one: Assignment, path: str) -> None:
    *way, last = _parts(path)
    place: Any = root
    for index, part in enumerate(way):
        here = ".".join(way[: index + 1])
        inside = _get(place, part, one.path)
        if inside is None:  # nothing there yet: the path makes it
            inside = {}
            _put(place, part, inside, one.path)
        if not isinstance(inside, (dict, list)):
            raise UsageError(
                f"--set {one.path}: '{here}' is {_kind(inside)}, nothing is inside it"
            )
        place = inside
    value = one.value
    if not one.is_exact:
        value = _as_type_of(_get(place, last, one.path), one)
    _put(place, last, value, one.path)


def _get(place: Any, part: str, path: str) -> Any:
    if isinstance(place, dict):
        return place.get(part)
    index = _index(place, part, path)
    return place[index] if index < len(place) else None


def _put(place: Any, part: str, value: Any, path: str) -> None:
    if isinstance(place, dict):
        place[part] = value
        return
    index = _index(place, part, path)
    if index < len(place):
        place[index] = value
    else:
        place.append(value)


def _index(place: list[Any], part: str, path: str) -> int:
    if not _INDEX.match(part):
        raise UsageError(f"--set {path}: '{part}' is not a place in a list")
    index = int(part)
    if index > len(place):
        raise UsageError(
            f"--set {path}: the list has {len(place)} items, the next is {len(place)}"
        )
    return index


def _as_type_of(old: Any, one: Assignment) -> Any:
    text: str = one.value
    if old is None or isinstance(old, str):
        return text
    if isinstance(old, bool):
        if text in ("true", "false"):
            return text == "true"
    elif isinstance(old, (int, float)):
        if _NUMBER.match(text):
            return js_json.parse(_without_leading_zeros(text))
    else:
        try:
            value = js_json.parse(text)
        except ValueError:
            value = None
        if isinstance(value, type(old)):
            return value
    raise UsageError(
        f"--set {one.path}: '{text}' is not {_kind(old)}, which it replaces",
        hint=f"to change the type write JSON: --set '{one.path}:=...'",
    )


def _without_leading_zeros(text: str) -> str:
    return re.sub(r"^(-?)0+(?=[0-9])", r"\1", text)


def _unset(root: dict[str, Any], path: str, inner: str) -> None:
    *way, last = _parts(inner)
    place: Any = root
    for part in way:
        if isinstance(place, dict):
            place = place.get(part)
        elif isinstance(place, list) and _INDEX.match(part) and int(part) < len(place):
            place = place[int(part)]
        else:
            place = None
    if isinstance(place, dict) and last in place:
        del place[last]
    elif isinstance(place, list) and _INDEX.match(last) and int(last) < len(place):
        del place[int(last)]
    else:
        keys = ", ".join(place) if isinstance(place, dict) and place else ""
        raise UsageError(
            f"--unset {path}: there is no such value",
            hint=f"there are: {keys}" if keys else "",
        )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "an object"
