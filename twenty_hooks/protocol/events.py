"""Event names, the operations that match them, and the bodies of events.

There are three kinds of body. A *record event* (`person.created`) has the row of the
record. A *metadata event* (`metadata.fieldMetadata.updated`, from 2.x on) has a change
of the workspace's data model, and no record. The *documented* body (`{event, data,
timestamp}`) is the one in Twenty's documentation; no release ever sent it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from twenty_hooks.text import js_json

ACTIONS = ("created", "updated", "deleted", "restored", "destroyed")
METADATA_ACTIONS = ("created", "updated", "deleted")

Kind = Literal["record", "metadata", "documented", "unknown", "not-json"]

_NAME = r"[a-zA-Z][a-zA-Z0-9]*"
_RECORD_PATTERN = re.compile(rf"(\*|{_NAME})\.(\*|[a-z]+)\Z", re.ASCII)
_METADATA_PATTERN = re.compile(rf"metadata\.(\*|{_NAME})\.(\*|[a-z]+)\Z", re.ASCII)


class Event(NamedTuple):
    """A parsed body. Only `kind` is always set.

    Attributes:
        kind: `record`, `metadata`, `documented`, `unknown` (other JSON) or `not-json`.
        value: the JSON value of the body; None if it is not JSON.
        problem: why the body is not JSON; empty if it is.
        name: the event: `person.created`, `metadata.view.updated`.
        webhook_id: `webhookId` of the body.
        updated_fields: `updatedFields` of an `updated` record event.
        record: the row of a record event, or `data` of the documented body.
        details: `event` of a metadata event, with `type`, `metadataName`, `recordId`
            and `properties`.
    """

    kind: Kind
    value: Any = None
    problem: str = ""
    name: str | None = None
    webhook_id: str | None = None
    updated_fields: tuple[str, ...] | None = None
    record: Mapping[str, Any] | None = None
    details: Mapping[str, Any] = MappingProxyType({})

    @property
    def object_name(self) -> str | None:
        """The object of the event: `person` of `person.created`."""
        return self.name.split(".")[-2] if self.name and "." in self.name else None

    @property
    def action(self) -> str | None:
        """The action of the event: `created` of `person.created`."""
        return self.name.split(".")[-1] if self.name and "." in self.name else None

    @property
    def label(self) -> str:
        """The name or title of the record, such as "Ada Lovelace"; may be empty."""
        if self.kind == "metadata":
            properties = _mapping(self.details.get("properties"))
            row = properties.get("after") or properties.get("before")
            return _label(_mapping(row))
        return _label(self.record or {})


def parse(body: bytes) -> Event:
    """Parse a body of any release. Never raises."""
    try:
        value = js_json.parse(body)
    except ValueError as error:
        return Event("not-json", problem=str(error))
    if not isinstance(value, dict):
        return Event("unknown", value)
    webhook_id = _text(value.get("webhookId"))
    name = _text(value.get("eventName"))
    if name is not None:
        details = value.get("event")
        if isinstance(details, dict) and "record" not in value:
            return Event(
                "metadata", value, name=name, webhook_id=webhook_id, details=details
            )
        record = value.get("record")
        return Event(
            "record",
            value,
            name=name,
            webhook_id=webhook_id,
            updated_fields=_names(value.get("updatedFields")),
            record=record if isinstance(record, dict) else None,
        )
    documented = _text(value.get("event"))
    if documented is not None and "data" in value:
        data = value["data"]
        return Event(
            "documented",
            value,
            name=documented,
            webhook_id=webhook_id,
            record=data if isinstance(data, dict) else None,
        )
    return Event("unknown", value, webhook_id=webhook_id)


def is_pattern(operation: str) -> bool:
    """Whether an operation can match any event.

    Those that can: `person.created`, `person.*`, `*.created`, `*.*`,
    `metadata.view.updated`, `metadata.*.*` and the like.
    """
    return bool(_RECORD_PATTERN.match(operation) or _METADATA_PATTERN.match(operation))


def matches(operation: str, event: str) -> bool:
    """Whether Twenty sends this event to a webhook with this operation.

    Only a whole part can be the wildcard `*`. Operations of record events don't match
    metadata events, nor the other way round, except that `*.*` matches both (2.x).
    """
    if operation in (event, "*.*"):
        return True
    wanted, parts = operation.split("."), event.split(".")
    if len(wanted) != len(parts) or len(parts) not in (2, 3):
        return False
    if len(parts) == 3 and (wanted[0] != "metadata" or parts[0] != "metadata"):
        return False
    return all(
        want in ("*", part) for want, part in zip(wanted[-2:], parts[-2:], strict=True)
    )


def _label(record: Mapping[str, Any]) -> str:
    for key in ("name", "title", "subject", "label", "labelSingular", "handle"):
        text = _one_line(record.get(key))
        if text:
            return text
    return _join(record.get("firstName"), record.get("lastName"))


def _one_line(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return _join(value.get("firstName"), value.get("lastName"))
    return ""


def _join(*words: Any) -> str:
    return " ".join(word for word in words if isinstance(word, str) and word).strip()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _names(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple([name for name in value if isinstance(name, str)])
