"""The body of Twenty's documentation, which no release ever sent.

    {"event": "person.created", "data": {...}, "timestamp": "2025-02-10T15:30:50Z"}

Receivers were written after it, so there is a sample of it. The documentation shows a
person, flat; other objects here get the same treatment: an id, their name, who made
them and when.
"""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import catalogue, records
from twenty_hooks.samples.scenario import Scene
from twenty_hooks.text import units

ACTIONS = ("created", "updated", "deleted")

_PERSON = ("firstName", "lastName", "email")
_NAMES = ("name", "title", "subject", "handle")


def record(scene: Scene, object_name: str) -> dict[str, Any]:
    """The `data`: nothing nested, times in whole seconds."""
    return {
        "id": f"{scene.random.getrandbits(32):08x}",
        **_named(scene, object_name),
        "createdAt": in_seconds(scene.created_ms),
        "createdBy": scene.digits("user_###"),
    }


def own_keys(object_name: str) -> tuple[str, ...]:
    """The keys of `data` that tell this object from others."""
    if object_name == "person":
        return _PERSON
    keys = {field.key for field in catalogue.fields("2.x", object_name, "created")}
    return tuple(key for key in _NAMES if key in keys)


def in_seconds(moment_ms: int) -> str:
    """`2025-02-10T15:30:50Z`."""
    return units.to_iso(moment_ms)[: -len(".000Z")] + "Z"


def _named(scene: Scene, object_name: str) -> dict[str, Any]:
    if object_name == "person":
        someone = scene.person
        values = (someone.first_name, someone.last_name, someone.email)
        return dict(zip(_PERSON, values, strict=True))
    all_values = records.values(scene, object_name)
    return {
        key: value
        for key in own_keys(object_name)
        if isinstance(value := all_values.get(key), str)
    }
