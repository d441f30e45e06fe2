"""Make the `event` of a metadata body (2.x): a change of the workspace's data model.

`properties` has `after` for created, `before` for deleted, and `updatedFields`, `diff`,
`before` and `after` for updated. There is never a `record`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def event(
    name: str, action: str, row: dict[str, Any], keys_set: Iterable[str]
) -> dict[str, Any]:
    """Return type, metadataName, recordId and properties, in the order of the action.

    Args:
        row: the state after the change; for deleted, the state before it.
        keys_set: the keys that an update changed. With none, one is chosen.
    """
    ids: dict[str, Any] = {"metadataName": name, "recordId": row.get("id")}
    if action == "created" and name != "objectMetadata":
        ids = {"recordId": row.get("id"), "metadataName": name}
    return {
        "type": action,
        **ids,
        "properties": _properties(action, row, keys_set),
    }


def _properties(
    action: str, row: dict[str, Any], keys_set: Iterable[str]
) -> dict[str, Any]:
    if action == "created":
        return {"after": row}
    if action == "deleted":
        return {"before": row}
    changed = _changed(row, keys_set)
    before = {
        key: _old_value(value) if key in changed else value
        for key, value in row.items()
    }
    diff = {key: {"before": before[key], "after": row[key]} for key in changed}
    return {"updatedFields": changed, "diff": diff, "before": before, "after": row}


def _changed(row: dict[str, Any], keys_set: Iterable[str]) -> list[str]:
    keys = [key for key in keys_set if key in row]
    if keys:
        return keys
    likely = ("label", "labelSingular", "title", "name", "position", "isActive")
    return [key for key in likely if key in row][:1] or list(row)[:1]


def _old_value(value: Any) -> Any:
    """Return a value that this one could have replaced."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str) and value:
        return f"{value} (old)"
    return "(old)" if value is None else None
