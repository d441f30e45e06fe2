"""The differences between two JSON values, field by field.

    Change(("name", "firstName"), "changed", "Ada", "Augusta")
    Change(("emails", "additionalEmails"), "item-added", None, "ada@analytical.example")

Objects are compared key by key, at every level. Arrays are compared as multisets: an
item that only one of them has was added or removed, and a changed item is both. The
same items in another order are `reordered`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from twenty_hooks.text import js_json

Kind = Literal["changed", "added", "removed", "item-added", "item-removed", "reordered"]


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two values.

    Attributes:
        keys: its path from the top.
        before: the old value; None if there was no value (see `kind`) or it was null.
        after: the new value; None if there is no value (see `kind`) or it is null.
    """

    keys: tuple[str, ...]
    kind: Kind
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """Its path as text: `name.firstName`."""
        return ".".join(self.keys)

    def to_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
        }


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return all differences: in the order of `after`, then what was removed.

    If the values are nested too deeply, the whole of them is one difference.
    """
    try:
        return tuple(_objects(before, after, ()))
    except RecursionError:
        return (Change((), "changed", before, after),)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal. 1 equals 1.0, but not true."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            same(value, other[key]) for key, value in one.items()
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _objects(
    before: Mapping[str, Any], after: Mapping[str, Any], keys: tuple[str, ...]
) -> Iterator[Change]:
    for key, value in after.items():
        where = (*keys, key)
        if key not in before:
            yield Change(where, "added", None, value)
        else:
            yield from _values(before[key], value, where)
    for key, value in before.items():
        if key not in after:
            yield Change((*keys, key), "removed", value, None)


def _values(before: Any, after: Any, keys: tuple[str, ...]) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(before, after, keys)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _arrays(before, after, keys)
    elif not same(before, after):
        yield Change(keys, "changed", before, after)


def _arrays(
    before: list[Any], after: list[Any], keys: tuple[str, ...]
) -> Iterator[Change]:
    if same(before, after):
        return
    left: dict[str, list[Any]] = {}
    for item in before:
        left.setdefault(_identity(item), []).append(item)
    added = []
    for item in after:
        if not left.get(_identity(item)):
            added.append(item)
        else:
            left[_identity(item)].pop()
    removed = [item for items in left.values() for item in items]
    for item in removed:
        yield Change(keys, "item-removed", item, None)
    for item in added:
        yield Change(keys, "item-added", None, item)
    if not removed and not added:
        yield Change(keys, "reordered", before, after)


def _identity(value: Any) -> str:
    """Return a text that two values share if, and only if, they are the `same`."""
    if isinstance(value, dict):
        pairs = sorted(
            (js_json.stringify(key), _identity(item)) for key, item in value.items()
        )
        return "{" + ",".join(f"{key}:{item}" for key, item in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_identity, value)) + "]"
    return js_json.stringify(value)
