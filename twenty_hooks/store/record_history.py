"""What the store knows of the time before a delivery."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from twenty_hooks.deliveries import history
from twenty_hooks.deliveries.history import RecordHistory, State
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.protocol import events
from twenty_hooks.store.rows import hash_of

# A state that was refused may be anybody's invention.
_TRUSTED = "(is_accepted OR is_redacted)"
_BEFORE = "(moment < :moment OR (moment = :moment AND sequence < :sequence))"
# More webhooks than this don't get told of one change; each told state is read once.
_STATES_READ = 50


def record_history_of(
    connection: sqlite3.Connection, stored: StoredDelivery
) -> RecordHistory:
    """What earlier deliveries tell about this one."""
    event = stored.event
    delivery = stored.delivery
    found = connection.execute(
        "SELECT moment FROM deliveries WHERE sequence = ?", (stored.sequence,)
    ).fetchone()
    if found is None:  # pruned in the meantime
        return RecordHistory()
    place = {
        "moment": found[0],
        "sequence": stored.sequence,
        "hash": hash_of(delivery.body),
        "record": history.record_id(event),
        "updated": history.updated_at_ms(event),
    }
    duplicate_of = None
    if not delivery.is_redacted:
        duplicate_of = _duplicate_of(connection, place)
    if place["record"] is None or event.kind != "record":
        return RecordHistory(duplicate_of)
    newer = connection.execute(
        "SELECT id FROM deliveries WHERE record_id = :record AND updated_at > :updated "
        f"AND {_BEFORE} AND {_TRUSTED} ORDER BY updated_at DESC LIMIT 1",
        place,
    ).fetchone()
    overtaken_by = newer[0] if newer else None
    previous = None
    if history.has_previous_state(event):
        previous = history.previous_state(event, _states(connection, place))
    return history.compare(
        event, previous, duplicate_of=duplicate_of, overtaken_by=overtaken_by
    )


def _duplicate_of(
    connection: sqlite3.Connection, place: dict[str, object]
) -> str | None:
    """The first with the identical body. What was masked in two may have differed."""
    found = connection.execute(
        "SELECT id FROM deliveries WHERE body_hash = :hash AND NOT is_redacted AND "
        f"{_BEFORE} ORDER BY moment, sequence LIMIT 1",
        place,
    ).fetchone()
    return found[0] if found else None


def _states(
    connection: sqlite3.Connection, place: dict[str, object]
) -> Iterator[State]:
    """Those that are not newer, the latest first; then those that don't say."""
    ages = ["updated_at <= :updated", "updated_at IS NULL"]
    # One after the other: with OR, SQLite would look at all that are newer, too.
    for age in ages if place["updated"] is not None else ["1"]:
        rows = connection.execute(
            "SELECT id, received_at, body FROM deliveries WHERE record_id = :record "
            f"AND {age} AND body_hash <> :hash AND {_BEFORE} AND {_TRUSTED} "
            "ORDER BY updated_at DESC, moment DESC, sequence DESC "
            f"LIMIT {_STATES_READ}",
            place,
        )
        for identity, received_at, body in rows:
            yield State(identity, received_at, events.parse(body))
