"""Make the body of Twenty's documentation, which no release ever sent.

    {"event": "person.created", "data": {...}, "timestamp": "2025-02-10T15:30:50Z"}

There are receivers that expect it, so there is a sample of it. The documentation shows
a flat person. Other objects get the same fields here: an id, a name, who created them
and when.
"""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import catalogue, records
from twenty_hooks.samples.scenario import Scenario
from twenty_hooks.text import units

ACTIONS = ("created", "updated", "deleted")

_PERSON = ("firstName", "lastName", "email")
_NAMES = ("name", "title", "subject", "handle")


def record(scenario: Scenario, object_name: str) -> dict[str, Any]:
    """Return the `data`: flat, with times in whole seconds."""
    return {
        "id": f"{scenario.random.getrandbits(32):08x}",
        **_named(scenario, object_name),
        "createdAt": in_seconds(scenario.created_ms),
        "createdBy": scenario.digits("user_###"),
    }


def own_keys(object_name: str) -> tuple[str, ...]:
    """Return the keys of `data` that only this kind of object has."""
    if object_name == "person":
        return _PERSON
    keys = {field.key for field in catalogue.fields("2.x", object_name, "created")}
    return tuple(key for key in _NAMES if key in keys)


def in_seconds(moment_ms: int) -> str:
    """Return the time as `2025-02-10T15:30:50Z`."""
    return units.to_iso(moment_ms)[: -len(".000Z")] + "Z"


def _named(scenario: Scenario, object_name: str) -> dict[str, Any]:
    if object_name == "person":
        person = scenario.person
        values = (person.first_name, person.last_name, person.email)
        return dict(zip(_PERSON, values, strict=True))
    all_values = records.values(scenario, object_name)
    return {
        key: value
        for key in own_keys(object_name)
        if isinstance(value := all_values.get(key), str)
    }
