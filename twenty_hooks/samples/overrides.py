"""Apply `--set` and `--unset`: changes to a sample, by path.

A path starts at the record (`name.firstName`, `emails.additionalEmails.0`), or at the
whole body if it begins with a `/` (`/workspaceId`). A new key goes to the end.

`PATH=VALUE` takes the type of the value that it replaces: text stays text, a number
must be a number, true and false replace each other, and a list or an object is given as
JSON. Without a previous value, or with null, VALUE is text. `PATH:=JSON` sets exactly
this JSON.
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
    """One `--set`. is_exact: the value keeps its own type."""

    path: str
    value: Any
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Overrides:
    """Values to set, in order, and then paths to remove."""

    sets: tuple[Assignment, ...] = ()
    unsets: tuple[str, ...] = field(default=())

    @classmethod
    def parse(cls, sets: Iterable[str], unsets: Iterable[str] = ()) -> Overrides:
        """Read `PATH=VALUE` and `PATH:=JSON`. Raises UsageError for anything else."""
        return cls(tuple(_assignment(text) for text in sets), tuple(unsets))

    @classmethod
    def of(cls, sets: Mapping[str, Any], unsets: Iterable[str] = ()) -> Overrides:
        """Return overrides that set these paths to exactly these values."""
        return cls(
            tuple(Assignment(path, value, True) for path, value in sets.items()),
            tuple(unsets),
        )

    @property
    def keys_set(self) -> tuple[str, ...]:
        """The keys of the record that are set, each once, in order."""
        keys = (
            _parts(assignment.path)[0]
            for assignment in self.sets
            if not assignment.path.startswith(_BODY)
        )
        return tuple(dict.fromkeys(keys))

    def touches(self, key: str) -> bool:
        """Return whether this key of the record is set or removed."""
        paths = (*(assignment.path for assignment in self.sets), *self.unsets)
        return any(path == key or path.startswith(f"{key}.") for path in paths)

    def apply_to_record(self, record: dict[str, Any]) -> None:
        """Change the record in place. Raises UsageError for an impossible path."""
        for assignment in self.sets:
            if not assignment.path.startswith(_BODY):
                _set(record, assignment, assignment.path)
        for path in self.unsets:
            if not path.startswith(_BODY):
                _unset(record, path, path)

    def apply_to_body(self, body: dict[str, Any]) -> None:
        """Change the whole body in place, with the paths that begin with `/`."""
        for assignment in self.sets:
            if assignment.path.startswith(_BODY):
                _set(body, assignment, assignment.path[1:])
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
            f"--set {path}: the value after := must be JSON: {error}",
            hint=f"for text: --set '{path}={value}'",
        ) from error


def _parts(path: str) -> list[str]:
    parts = path.split(".")
    if not all(parts):
        raise UsageError(
            f"'{path}' is not a path", hint="write it like emails.additionalEmails.0"
        )
    return parts


def _set(root: dict[str, Any], assignment: Assignment, inner_path: str) -> None:
    """Set one value.

    Args:
        inner_path: the path from the root; the path of the assignment is shown in
            errors.
    """
    *parents, last = _parts(inner_path)
    container: Any = root
    for depth, part in enumerate(parents):
        child = _get(container, part, assignment.path)
        if child is None:  # there is no value yet: the path makes it
            child = {}
            _put(container, part, child, assignment.path)
        if not isinstance(child, (dict, list)):
            child_path = ".".join(parents[: depth + 1])
            raise UsageError(
                f"--set {assignment.path}: '{child_path}' is {_kind(child)}, which has "
                "no inner values"
            )
        container = child
    value = assignment.value
    if not assignment.is_exact:
        value = _convert(assignment, _get(container, last, assignment.path))
    _put(container, last, value, assignment.path)


def _get(container: Any, part: str, path: str) -> Any:
    if isinstance(container, dict):
        return container.get(part)
    index = _index(container, part, path)
    return container[index] if index < len(container) else None


def _put(container: Any, part: str, value: Any, path: str) -> None:
    if isinstance(container, dict):
        container[part] = value
        return
    index = _index(container, part, path)
    if index < len(container):
        container[index] = value
    else:
        container.append(value)


def _index(items: list[Any], part: str, path: str) -> int:
    if not _INDEX.match(part):
        raise UsageError(f"--set {path}: '{part}' is not an index of a list")
    index = int(part)
    if index > len(items):
        raise UsageError(
            f"--set {path}: the list has {len(items)} items, the next is {len(items)}"
        )
    return index


def _convert(assignment: Assignment, old: Any) -> Any:
    """Return the value of the assignment in the type of the old value."""
    text: str = assignment.value
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
        f"--set {assignment.path}: '{text}' is not {_kind(old)}, which it replaces",
        hint=f"to change the type, write JSON: --set '{assignment.path}:=...'",
    )


def _without_leading_zeros(text: str) -> str:
    return re.sub(r"^(-?)0+(?=[0-9])", r"\1", text)


def _unset(root: dict[str, Any], path: str, inner_path: str) -> None:
    *parents, last = _parts(inner_path)
    container: Any = root
    for part in parents:
        if isinstance(container, dict):
            container = container.get(part)
        elif _has_index(container, part):
            container = container[int(part)]
        else:
            container = None
    if isinstance(container, dict) and last in container:
        del container[last]
    elif _has_index(container, last):
        del container[int(last)]
    else:
        keys = ", ".join(container) if isinstance(container, dict) else ""
        raise UsageError(
            f"--unset {path}: there is no such value",
            hint=f"the keys are: {keys}" if keys else "",
        )


def _has_index(container: Any, part: str) -> bool:
    return (
        isinstance(container, list)
        and bool(_INDEX.match(part))
        and int(part) < len(container)
    )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "an object"
