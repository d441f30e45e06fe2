"""What has to be sent to receivers: a row for each delivery and target.

The listener that records a delivery adds its rows in the same transaction. They are
`waiting` until an attempt is recorded, and then `ok` or `failed` as the last attempt
was. `owner` is the session of the listener that is going to send it; only while that
listener runs does the row wait for it, otherwise it was left behind.
"""

from __future__ import annotations

import itertools
import json
import operator
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from twenty_hooks.deliveries.stored import Forward
from twenty_hooks.store import listeners


class Undelivered(NamedTuple):
    """A target that a delivery has to be sent to.

    was_tried: the last attempt failed; otherwise it was never forwarded.
    """

    target: str
    was_tried: bool


class PendingForward(NamedTuple):
    """A target without any attempt. is_waiting: a running listener will forward it."""

    target: str
    is_waiting: bool


class QueuedForward(NamedTuple):
    """A delivery and a target, as far as the one who forwards has to know them."""

    number: int
    sequence: int
    target: str
    record_id: str | None


def add(
    connection: sqlite3.Connection,
    session: int,
    first: int,
    targets: Sequence[Sequence[str]],
) -> None:
    """Add a row for each target of new deliveries.

    first: sequence of the first delivery; the others follow it without a gap.
    """
    rows = [
        (sequence, url) for sequence, urls in enumerate(targets, first) for url in urls
    ]
    # One statement for all of them, as in `rows.insert`.
    connection.execute(
        "INSERT INTO outbox (sequence, target, state, owner) "
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), 'waiting', ? "
        "FROM json_each(?) ORDER BY key",
        (session, json.dumps(rows)),
    )


def queued(
    connection: sqlite3.Connection, session: int, number: int, limit: int
) -> list[QueuedForward]:
    """Return what a session has to forward after a row, in the order it was stored."""
    rows = connection.execute(
        "SELECT number, sequence, target, record_id "
        "FROM outbox JOIN deliveries USING (sequence) "
        "WHERE number > ? AND owner = ? AND state = 'waiting' ORDER BY number LIMIT ?",
        (number, session, limit),
    )
    return [QueuedForward(*row) for row in rows]


def count_queued(connection: sqlite3.Connection, session: int) -> int:
    """Return how many forwards of a session have no attempt."""
    found = connection.execute(
        "SELECT count(*) FROM outbox WHERE state = 'waiting' AND owner = ?", (session,)
    ).fetchone()
    return int(found[0])


def undelivered(
    connection: sqlite3.Connection, path: Path, target: str | None
) -> dict[int, tuple[Undelivered, ...]]:
    """Return what has to be sent, by sequence of the delivery.

    target: this one in place of all others, unless it accepted the delivery since.
    """
    undelivered_rows = _undelivered(connection, path)
    if target is None:
        rows = connection.execute(
            f"SELECT sequence, target, state = 'failed' {undelivered_rows} "
            "ORDER BY sequence, attempt IS NULL, attempt, number"
        )
    else:
        rows = connection.execute(
            f"SELECT sequence, ?, max(state = 'failed') {undelivered_rows} "
            "AND NOT EXISTS (SELECT 1 FROM outbox AS other "
            "WHERE other.sequence = outbox.sequence AND other.target = ? "
            "AND other.state = 'ok' AND other.attempt > ifnull(outbox.attempt, 0)) "
            "GROUP BY sequence",
            (target, target),
        )
    return {
        sequence: tuple(Undelivered(url, bool(failed)) for _, url, failed in found)
        for sequence, found in itertools.groupby(rows, key=operator.itemgetter(0))
    }


def undelivered_condition(connection: sqlite3.Connection, path: Path) -> str:
    """Return the SQL condition for deliveries with anything undelivered."""
    return f"sequence IN (SELECT sequence {_undelivered(connection, path)})"


def count_waiting(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many forwards wait for a listener that runs."""
    found = connection.execute(
        "SELECT count(*) FROM outbox WHERE state = 'waiting' "
        f"AND NOT {_is_left(connection, path)}"
    ).fetchone()
    return int(found[0])


def pending(
    connection: sqlite3.Connection, path: Path, sequence: int
) -> list[PendingForward]:
    """Return the targets of a delivery that have no attempt."""
    rows = connection.execute(
        f"SELECT target, NOT {_is_left(connection, path)} FROM outbox "
        "WHERE sequence = ? AND state = 'waiting' ORDER BY number",
        (sequence,),
    )
    return [PendingForward(target, bool(is_waiting)) for target, is_waiting in rows]


def forwards(
    connection: sqlite3.Connection, path: Path, sequences: Sequence[int]
) -> dict[int, Forward]:
    """Return the worst state of each of these deliveries that has any."""
    marks = ", ".join("?" * len(sequences))
    states: dict[int, set[Forward]] = defaultdict(set)
    for sequence, state, is_left in connection.execute(
        f"SELECT sequence, state, {_is_left(connection, path)} FROM outbox "
        f"WHERE sequence IN ({marks})",
        sequences,
    ):
        states[sequence].add("unsent" if state == "waiting" and is_left else state)
    worst: tuple[Forward, ...] = ("failed", "unsent", "waiting", "ok")
    return {
        sequence: next(state for state in worst if state in found)
        for sequence, found in states.items()
    }


def is_any(connection: sqlite3.Connection) -> bool:
    """Return whether any delivery was to be sent anywhere."""
    found = connection.execute("SELECT EXISTS (SELECT 1 FROM outbox)").fetchone()
    return bool(found[0])


def _undelivered(connection: sqlite3.Connection, path: Path) -> str:
    """The rows that have to be sent, and will not be by any listener that runs."""
    return f"FROM outbox WHERE state <> 'ok' AND {_is_left(connection, path)}"


def _is_left(connection: sqlite3.Connection, path: Path) -> str:
    """The SQL condition for rows that no running listener owns.

    A listener that begins after we looked has only rows of deliveries that are newer.
    One that ended before has all its results in the outbox, as it gives up its file
    after the last of them. So no row is taken from a listener that works on it, if its
    state is read after this.
    """
    (newest,) = connection.execute(
        "SELECT ifnull(max(sequence), 0) FROM deliveries"
    ).fetchone()
    owners = ", ".join(map(str, listeners.running(path)))
    return f"(owner IS NULL OR (owner NOT IN ({owners}) AND sequence <= {newest}))"
