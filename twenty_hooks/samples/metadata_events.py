"""The `event` of a metadata body (2.x): what changed in the workspace's data model.

The rows are large and differ by release, and Twenty says nothing about them: treat
them as opaque, as these samples do, which have the keys common to all and the telling
ones of fields, objects and views.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twenty_hooks import units
from twenty_hooks.samples.scene import Scene

_LABELS = ("Account tier", "Contract number", "Industry", "Region", "Renewal date")


def row(scene: Scene, name: str) -> dict[str, Any]:
    """The row of one thing of the data model, as `after` carries it."""
    label = scene.choose(_LABELS)
    return {
        "isSystemSideEffect": False,
        **_telling(scene, name, label),
        "createdAt": units.to_iso(scene.created_ms),
        "updatedAt": units.to_iso(scene.written_ms),
        "id": scene.id(),
        "workspaceId": scene.workspace_id,
        "applicationId": scene.id(),
        "universalIdentifier": scene.id(),
    }


def event(
    scene: Scene, name: str, action: str, after: dict[str, Any], changed: list[str]
) -> dict[str, Any]:
    """type, metadataName, recordId and properties, in the order of the action."""
    head: dict[str, Any] = {"metadataName": name, "recordId": after.get("id")}
    if action == "created" and name != "objectMetadata":
        head = {"recordId": after.get("id"), "metadataName": name}
    properties: dict[str, Any] = {"after": after}
    if action == "deleted":
        properties = {"before": after}
    elif action == "updated":
        before = {
            key: _other(value) if key in changed else value
            for key, value in after.items()
        }
        if "updatedAt" in after:
            before["updatedAt"] = units.to_iso(scene.created_ms)
        diff = {key: {"before": before[key], "after": after[key]} for key in changed}
        properties = {
            "updatedFields": changed,
            "diff": diff,
            "before": before,
            "after": after,
        }
    return {"type": action, **head, "properties": properties}


def changed(after: Mapping[str, Any], keys_set: tuple[str, ...]) -> list[str]:
    """The keys that were set, or else the first that reads as a change."""
    keys = [key for key in keys_set if key in after]
    if keys:
        return keys
    likely = ("label", "labelSingular", "name", "title", "position", "isActive")
    return [next((key for key in likely if key in after), next(iter(after)))]


def _telling(scene: Scene, name: str, label: str) -> dict[str, Any]:
    api_name = label.title().replace(" ", "")
    api_name = api_name[:1].lower() + api_name[1:]
    if name == "fieldMetadata":
        return {
            "defaultValue": None,
            "description": "",
            "icon": "IconTag",
            "isActive": True,
            "isLabelSyncedWithName": True,
            "isUnique": False,
            "label": label,
            "name": api_name,
            "options": None,
            "overrides": None,
            "settings": None,
            "objectMetadataId": scene.id(),
            "type": "TEXT",
            "isSystem": False,
            "isUIEditable": True,
            "isNullable": True,
            "relationTargetFieldMetadataId": None,
            "relationTargetObjectMetadataId": None,
            "morphId": None,
        }
    if name == "objectMetadata":
        return {
            "color": None,
            "description": "",
            "icon": "IconBox",
            "isActive": True,
            "isLabelSyncedWithName": True,
            "labelPlural": f"{label}s",
            "labelSingular": label,
            "namePlural": f"{api_name}s",
            "nameSingular": api_name,
            "isSystem": False,
        }
    if name.startswith("view"):
        return {
            "deletedAt": None,
            "name": f"By {label.lower()}",
            "position": scene.random.randint(0, 20),
            "isActive": True,
            "overrides": None,
            "objectMetadataId": scene.id(),
        }
    return {"name": label, "isActive": True, "position": scene.random.randint(0, 20)}


def _other(value: Any) -> Any:
    """A value that this one could have been before."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str) and value:
        return f"{value} (old)"
    return None
