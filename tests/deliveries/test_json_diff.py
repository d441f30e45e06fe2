"""Differences between two JSON values, compared with a simple, slow oracle."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.deliveries.json_diff import Change, compare, same

SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from("abc")
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from("pqrs"), VALUES, max_size=4)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [("a", "changed", 1, True)]),
        ({"a": 0}, {"a": False}, [("a", "changed", 0, False)]),
        ({"a": None}, {}, [("a", "removed", None, None)]),
        ({}, {"a": None}, [("a", "added", None, None)]),
        (
            {"name": {"firstName": "Ada", "lastName": "L"}},
            {"name": {"firstName": "Augusta", "lastName": "L"}},
            [("name.firstName", "changed", "Ada", "Augusta")],
        ),
        (
            {"e": {"more": ["a", "b"]}},
            {"e": {"more": ["b", "c", "c"]}},
            [
                ("e.more", "item-removed", "a", None),
                ("e.more", "item-added", None, "c"),
                ("e.more", "item-added", None, "c"),
            ],
        ),
        ({"l": [1, 2]}, {"l": [2, 1]}, [("l", "reordered", [1, 2], [2, 1])]),
        (
            {"l": [1]},
            {"l": [True]},
            [("l", "item-removed", 1, None), ("l", "item-added", None, True)],
        ),
        ({"l": [{"a": 1, "b": 2}]}, {"l": [{"b": 2, "a": 1.0}]}, []),
        ({"a": []}, {"a": {}}, [("a", "changed", [], {})]),
        ({"a": "x"}, {"a": ["x"]}, [("a", "changed", "x", ["x"])]),
    ],
)
def test_compare(
    before: dict[str, Any], after: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    found = compare(before, after)
    assert [(one.path, one.kind, one.before, one.after) for one in found] == expected
    # 1 == True in Python, so the JSON is compared, too.
    assert json.dumps([one.after for one in found]) == json.dumps(
        [row[3] for row in expected]
    )


def test_values_nested_too_deeply_are_one_change() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    assert [change.kind for change in compare(deep, {"a": {"b": 1}})] in (
        ["changed"],
        ["added", "removed"],
    )


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Return every path, with its value as text."""
    found = {path: json.dumps(value, sort_keys=True)}
    if isinstance(value, dict):
        for key, item in value.items():
            found |= leaves(item, (*path, key))
    return found


@given(OBJECTS, OBJECTS)
def test_compare_agrees_with_the_oracle(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    old, new = leaves(before), leaves(after)
    differing = {
        path for path in old.keys() | new.keys() if old.get(path) != new.get(path)
    }
    # Differences inside an object are reported there. A value that was added or removed
    # is reported at its top.
    reported = {change.keys for change in compare(before, after)}
    expected = set()
    for path in differing:
        if path not in old or path not in new:
            if path[:-1] in old and path[:-1] in new:
                expected.add(path)
        elif not (old[path].startswith("{") and new[path].startswith("{")):
            expected.add(path)
    # A path inside a value that changed its type is part of that change.
    expected = {
        path
        for path in expected
        if not any(path[:size] in expected for size in range(1, len(path)))
    }
    assert reported == expected


@given(OBJECTS, OBJECTS)
def test_undoing_all_changes_gives_the_old_value(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    undone = json.loads(json.dumps(after))
    for change in compare(before, after):
        undo(undone, change)
    assert bags(undone) == bags(before)


def undo(value: Any, change: Change) -> None:
    *parents, last = change.keys
    for key in parents:
        value = value[key]
    if change.kind == "item-added":
        place = [json.dumps(item) for item in value[last]].index(
            json.dumps(change.after)
        )
        del value[last][place]
    elif change.kind == "item-removed":
        value[last].append(change.before)
    elif change.kind == "added":
        del value[last]
    else:
        value[last] = change.before


def bags(value: Any) -> str:
    """Return a text that does not depend on the order of arrays and keys."""
    if isinstance(value, dict):
        return str(sorted((key, bags(item)) for key, item in value.items()))
    if isinstance(value, list):
        return "[" + ",".join(sorted(json.dumps(i, sort_keys=True) for i in value))
    return json.dumps(value)


@given(VALUES, VALUES)
def test_same_agrees_with_json_text(one: Any, other: Any) -> None:
    assert same(one, other) is (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )
    assert same(one, json.loads(json.dumps(one)))
