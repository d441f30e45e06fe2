"""What the deliveries before one tell about it.

Twenty sends no old values, no delivery id and no order. So the state of a record
before an `updated` delivery is the last one seen that is not newer than it; the
identical body once more is a duplicate (a worker that was killed sends its last 20
again; one that was redacted proves nothing); and a record older than one already seen
came out of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from twenty_hooks.deliveries import json_diff, redaction
from twenty_hooks.deliveries.json_diff import Change
from twenty_hooks.protocol.events import Event
from twenty_hooks.text.units import from_iso

# They change with every write, and `updatedFields` never names them (1.3 and later).
_NEVER_NAMED = frozenset({"updatedAt", "searchVector"})


@dataclass(frozen=True, slots=True)
class State:
    """A record as an earlier delivery carried it."""

    id: str
    received_at_ms: int | None
    event: Event


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """What is known of the time before a delivery.

    duplicate_of: the earlier delivery with the identical body. overtaken_by: one that
    came earlier and carries a newer state of the record. earlier: the state it is
    compared with, None where there is none. differences: from that state to this one.
    unchanged: fields that `updatedFields` names and that are as they were (releases
    before 1.3 name all that was written). unnamed:
    fields that changed and that it does not name. absent: what it names and the record
    has no trace of.
    """

    duplicate_of: str | None = None
    overtaken_by: str | None = None
    previous: State | None = None
    differences: tuple[Change, ...] = ()
    unchanged: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def is_odd(self) -> bool:
        """Whether something about it is out of the ordinary."""
        disagreeing = self.unchanged or self.unnamed or self.absent
        return bool(self.duplicate_of or self.overtaken_by or disagreeing)

    def to_json(self) -> dict[str, Any]:
        return {
            "duplicateOf": self.duplicate_of,
            "overtakenBy": self.overtaken_by,
            "earlier": self.previous.id if self.previous else None,
            "changes": [change.to_json() for change in self.differences],
            "unchanged": list(self.unchanged),
            "unnamed": list(self.unnamed),
            "absent": list(self.absent),
        }


def record_id(event: Event) -> str | None:
    """The id of the record an event is about."""
    found = (event.record or event.details).get(
        "id" if event.record is not None else "recordId"
    )
    return found if isinstance(found, str) else None


def updated_at_ms(event: Event) -> int | None:
    """When the record was last written, as it says itself."""
    moment = (event.record or {}).get("updatedAt")
    if not isinstance(moment, str):
        return None
    try:
        return from_iso(moment)
    except (ValueError, OverflowError):
        return None


def has_before(event: Event) -> bool:
    """Whether an event is a change of a record that had another state before."""
    return event.kind == "record" and event.action == "updated" and bool(event.record)


def earlier_state(event: Event, states: Iterable[State]) -> State | None:
    """The first of these states, best first, that is a state before this event.

    The same change told to another webhook is none, nor is a record cut down to the
    columns that a caller selected (`deleted` of 1.3 to 1.8).
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


def tell(
    event: Event,
    previous: State | None,
    *,
    duplicate_of: str | None = None,
    overtaken_by: str | None = None,
) -> RecordHistory:
    """Compare an event with the state before it."""
    record = event.record or {}
    before = previous.event.record or {} if previous else {}
    absent: tuple[str, ...] = ()
    # A duplicate says nothing new, so it can't disagree either.
    if has_before(event) and duplicate_of is None:
        named = event.updated_fields or ()
        absent = tuple(
            name for name in named if not _is_in(name, record) and name not in before
        )
    if previous is None:
        return RecordHistory(duplicate_of, overtaken_by, absent=absent)
    differences = json_diff.compare(before, record)
    changed = tuple(dict.fromkeys(one.keys[0] for one in differences if one.keys))
    unchanged: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    if event.updated_fields is not None and duplicate_of is None:
        named = event.updated_fields
        # Whether what is masked has changed, nobody can tell.
        told = {
            name
            for name, value in record.items()
            if not redaction.is_masked([value, before.get(name)])
        }
        unchanged = tuple(
            name for name in named if name in told and name not in changed
        )
        unnamed = tuple(
            name
            for name in changed
            if name not in named and name not in _NEVER_NAMED and name in told
        )
    return RecordHistory(
        duplicate_of, overtaken_by, previous, differences, unchanged, unnamed, absent
    )


def _is_in(name: str, record: Mapping[str, Any]) -> bool:
    """Whether a record shows what `updatedFields` names: a field; a relation, of which
    it has the id (`company`: `companyId`); or, of an upsert in 0.55, the column of a
    part (`nameFirstName`). Twenty leaves secrets out (`secret` of a webhook)."""
    if name in record or f"{name}Id" in record or redaction.is_secret(name):
        return True
    return any(
        isinstance(value, dict) and name.startswith(field)
        for field, value in record.items()
    )


def is_bookkeeping(change: Change) -> bool:
    """Whether a change goes without saying: it comes with every write."""
    return bool(change.keys) and change.keys[0] in _NEVER_NAMED


def rows_of(differences: Iterable[Change]) -> Mapping[str, list[Change]]:
    """The changes by path, those of one array together."""
    by_path: dict[str, list[Change]] = {}
    for change in differences:
        by_path.setdefault(change.path, []).append(change)
    return by_path
