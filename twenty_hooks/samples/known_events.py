"""List every event that an era sends, and what its body contains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from twenty_hooks.protocol.events import ACTIONS, METADATA_ACTIONS
from twenty_hooks.protocol.objects import METADATA_NAMES
from twenty_hooks.samples import catalogue, documented, metadata_rows
from twenty_hooks.samples.scenario import Era

_SYSTEM = frozenset(
    {
        "id",
        "createdAt",
        "updatedAt",
        "deletedAt",
        "position",
        "createdBy",
        "updatedBy",
        "searchVector",
    }
)
_ENVELOPES: dict[Era, str] = {
    "2.x": "targetUrl eventName objectMetadata workspaceId webhookId eventDate "
    "[userId workspaceMemberId] record [updatedFields]",
    "1.8": "targetUrl eventName objectMetadata workspaceId webhookId eventDate "
    "record [updatedFields]",
    "0.55": "targetUrl eventName objectMetadata workspaceId webhookId eventDate "
    "record [updatedFields]",
    "documented": "event data timestamp",
}
_NOTES_2X = {
    "created": "the new record; no updatedFields",
    "updated": "the new state, and updatedFields: what really changed",
    "deleted": 'soft: the record with deletedAt set, updatedFields ["deletedAt"]',
    "restored": 'the record, deletedAt null again, updatedFields ["deletedAt"]',
    "destroyed": "for good: the last state; no updatedFields",
}
_NOTES: dict[Era, dict[str, str]] = {
    "2.x": _NOTES_2X,
    "1.8": {
        "created": "the new record; no updatedFields",
        "updated": "the new state, and updatedFields: what really changed",
        "deleted": "soft: only the columns the caller selected (REST: the id)",
        "destroyed": "for good: the last state; no updatedFields",
    },
    "0.55": {
        "created": "the new record; no updatedFields",
        "updated": "the new state, and updatedFields: what the caller sent",
        "deleted": "soft: the record with deletedAt set; no updatedFields",
        "restored": "the record, deletedAt null again; no updatedFields",
        "destroyed": "for good: the last state; no updatedFields",
    },
    "documented": dict.fromkeys(
        documented.ACTIONS, "flat data as in Twenty's documentation; never sent"
    ),
}
_METADATA_NOTES = {
    "created": "event.properties: after; never a record",
    "updated": "event.properties: updatedFields, diff, before, after",
    "deleted": "event.properties: before",
}


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """One event of an era.

    Attributes:
        fields: the keys of its record beyond the ones that every object has; for a
            metadata event, all keys of its row.
        is_recorded: whether this object was recorded with a real server of the era, so
            that the order of its keys is certain.
    """

    event: str
    kind: Literal["record", "metadata", "documented"]
    object_name: str
    action: str
    fields: tuple[str, ...]
    note: str
    is_recorded: bool

    def to_json(self) -> dict[str, Any]:
        """Return the event as `hooks events --json` prints it."""
        return {
            "event": self.event,
            "kind": self.kind,
            "object": self.object_name,
            "action": self.action,
            "fields": list(self.fields),
            "note": self.note,
            "recorded": self.is_recorded,
        }


def envelope(era: Era) -> str:
    """Return the keys of a record event's body; those in brackets may be absent."""
    return _ENVELOPES[era]


def record_notes(era: Era) -> dict[str, str]:
    """Return the content of a record event by action.

    An action that is missing is never sent.
    """
    return _NOTES[era]


def metadata_notes(era: Era) -> dict[str, str]:
    """Return the content of a metadata event by action; empty if the era has none."""
    return _METADATA_NOTES if era == "2.x" else {}


def known_events(era: Era) -> Iterator[KnownEvent]:
    """Yield every event of the era, by object, then by action."""
    notes = record_notes(era)
    for name in catalogue.objects(era):
        for action in ACTIONS:
            if action in notes:
                yield KnownEvent(
                    event=f"{name}.{action}",
                    kind="documented" if era == "documented" else "record",
                    object_name=name,
                    action=action,
                    fields=own_fields(era, name, action),
                    note=notes[action],
                    is_recorded=catalogue.is_recorded(name, era),
                )
    if era == "2.x":
        for name in METADATA_NAMES:
            for action in METADATA_ACTIONS:
                yield KnownEvent(
                    event=f"metadata.{name}.{action}",
                    kind="metadata",
                    object_name=name,
                    action=action,
                    fields=metadata_rows.keys(name, action),
                    note=_METADATA_NOTES[action],
                    is_recorded=metadata_rows.is_recorded(name),
                )


def own_fields(era: Era, object_name: str, action: str) -> tuple[str, ...]:
    """Return the keys of a record beyond the ones that every object has."""
    if era == "documented":
        return documented.own_keys(object_name)
    if era == "1.8" and action == "deleted":
        return ()
    return tuple(
        field.key
        for field in catalogue.fields(era, object_name, action)
        if field.key not in _SYSTEM
    )
