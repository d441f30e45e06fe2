"""What earlier deliveries of the same record say about a delivery.

Twenty sends no old values, no id of a delivery and no sequence number. Therefore:
- The previous state of a record is the latest one received that is not newer than the
  delivery.
- A delivery with a body identical to an earlier one is a duplicate. A worker of Twenty
  that was killed sends its last 20 deliveries again. A redacted body proves nothing.
- A delivery whose record is older than one already received is out of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from twenty_hooks.deliveries import json_diff, redaction
from twenty_hooks.deliveries.json_diff import Change
from twenty_hooks.protocol.events import Event
from twenty_hooks.text.units import from_iso

# These change with every write, and `updatedFields` never has them (1.3 and later).
_BOOKKEEPING = frozenset({"updatedAt", "searchVector"})


@dataclass(frozen=True, slots=True)
class State:
    """A record as an earlier delivery had it.

    Attributes:
        id: of that delivery.
        received_at_ms: of that delivery, in Unix milliseconds.
        event: the parsed body of that delivery.
    """

    id: str
    received_at_ms: int | None
    event: Event


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """What earlier deliveries say about one.

    Attributes:
        duplicate_of: the id of an earlier delivery with the identical body.
        overtaken_by: the id of a delivery that was received earlier, but has a newer
            state of the record.
        previous: the state that the record is compared with.
        differences: from that state to this one.
        unchanged: fields in `updatedFields` that did not change. Releases before
            1.3 list all fields that were written.
        unlisted: fields that changed, but are not in `updatedFields`.
        missing: fields in `updatedFields` that the record does not have.
    """

    duplicate_of: str | None = None
    overtaken_by: str | None = None
    previous: State | None = None
    differences: tuple[Change, ...] = ()
    unchanged: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_odd(self) -> bool:
        """Whether it is a duplicate, out of order, or disagrees with updatedFields."""
        disagrees = self.unchanged or self.unlisted or self.missing
        return bool(self.duplicate_of or self.overtaken_by or disagrees)

    def to_json(self) -> dict[str, Any]:
        return {
            "duplicateOf": self.duplicate_of,
            "overtakenBy": self.overtaken_by,
            "earlier": self.previous.id if self.previous else None,
            "changes": [change.to_json() for change in self.differences],
            "unchanged": list(self.unchanged),
            "unnamed": list(self.unlisted),
            "absent": list(self.missing),
        }


def record_id(event: Event) -> str | None:
    """Return the id of the record that an event is about.

    Lone surrogates, which UTF-8 and SQLite can't store, are escaped in it.
    """
    found = (event.record or event.details).get(
        "id" if event.record is not None else "recordId"
    )
    if not isinstance(found, str):
        return None
    return found.encode("utf-8", "backslashreplace").decode("utf-8")


def updated_at_ms(event: Event) -> int | None:
    """Return the `updatedAt` of the record in Unix milliseconds."""
    moment = (event.record or {}).get("updatedAt")
    if not isinstance(moment, str):
        return None
    try:
        return from_iso(moment)
    except (ValueError, OverflowError):
        return None


def has_previous_state(event: Event) -> bool:
    """Whether an event updates a record, so that the record had another state."""
    return event.kind == "record" and event.action == "updated" and bool(event.record)


def previous_state(event: Event, states: Iterable[State]) -> State | None:
    """Return the first of these states that can be the previous one of an event.

    A state equal to the event's record does not count: it is of the same change, sent
    to another webhook. Nor does a record with only the columns that a caller selected
    (`deleted` of 1.3 to 1.8).

    Args:
        states: of the same record id, best first.
    """
    record = event.record or {}
    for state in states:
        before = state.event.record
        if not before or state.event.object_name != event.object_name:
            continue
        is_partial = state.event.action == "deleted" and before.keys() < record.keys()
        if not is_partial and not json_diff.same(before, record):
            return state
    return None


def compare(
    event: Event,
    previous: State | None,
    *,
    duplicate_of: str | None = None,
    overtaken_by: str | None = None,
) -> RecordHistory:
    """Compare an event with the previous state of its record."""
    record = event.record or {}
    before = previous.event.record or {} if previous else {}
    missing: tuple[str, ...] = ()
    # updatedFields of a duplicate were already compared for the first delivery.
    if has_previous_state(event) and duplicate_of is None:
        missing = tuple(
            name
            for name in event.updated_fields or ()
            if not _is_in(name, record) and name not in before
        )
    if previous is None:
        return RecordHistory(duplicate_of, overtaken_by, missing=missing)
    differences = json_diff.compare(before, record)
    changed = tuple(
        dict.fromkeys(change.keys[0] for change in differences if change.keys)
    )
    unchanged: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    if event.updated_fields is not None and duplicate_of is None:
        listed = event.updated_fields
        # It is unknown whether a masked field has changed.
        comparable = {
            name
            for name, value in record.items()
            if not redaction.is_masked([value, before.get(name)])
        }
        unchanged = tuple(
            name for name in listed if name in comparable and name not in changed
        )
        unlisted = tuple(
            name
            for name in changed
            if name not in listed and name not in _BOOKKEEPING and name in comparable
        )
    return RecordHistory(
        duplicate_of, overtaken_by, previous, differences, unchanged, unlisted, missing
    )


def _is_in(name: str, record: Mapping[str, Any]) -> bool:
    """Whether a record has the field that `updatedFields` names.

    It may name a field; a relation, of which the record has the id (`company`:
    `companyId`); or, for an upsert in 0.55, a column of a composite field
    (`nameFirstName`). Twenty leaves secrets out of records (`secret` of a webhook), so
    they count as present.
    """
    if name in record or f"{name}Id" in record or redaction.is_secret(name):
        return True
    return any(
        isinstance(value, dict) and name.startswith(field)
        for field, value in record.items()
    )


def is_bookkeeping(change: Change) -> bool:
    """Whether a change is of a field that changes with every write."""
    return bool(change.keys) and change.keys[0] in _BOOKKEEPING


def rows_of(differences: Iterable[Change]) -> Mapping[str, list[Change]]:
    """Group changes by path, so that the changes of one array are together."""
    by_path: dict[str, list[Change]] = {}
    for change in differences:
        by_path.setdefault(change.path, []).append(change)
    return by_path
