"""The attempts to send stored deliveries to receivers, and their results."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.response import ReceiverResponse, Redirect
from twenty_hooks.store import schema
from twenty_hooks.store.rows import MOST_AT_ONCE, values_of

# A delivery that is replayed a thousand times must not push others out of the store.
_MOST_OF_EACH = 50
_COLUMNS = (
    "number, attempts.kind, deliveries.id, deliveries.event, target, at, reply, "
    "excerpt, cause"
)


class AttemptLog:
    """Adds attempts to a store, until it is closed.

    It does not wait for the disk: an attempt that is lost with the power is sent once
    more, and no response to Twenty depends on it.
    """

    def __init__(self, path: Path, session: int | None = None) -> None:
        """Raises SetupError if the store can't be written."""
        self._path = path
        self._session = session
        self._connection = schema.open_for_writing(path)
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> AttemptLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Add attempts and update the outbox, in one transaction. Raises SetupError."""
        with schema.errors(self._path), schema.transaction(self._connection):
            insert(self._connection, self._session, attempts)


def insert(
    connection: sqlite3.Connection, session: int | None, attempts: Sequence[Attempt]
) -> None:
    """Insert attempts; to be called in a transaction.

    Those of deliveries that were removed are left out, and of replays only the last
    to each target stay. A trigger of the schema updates the outbox.

    session: of the listener that made them, and shows them.
    """
    rows = [_to_row(session, attempt) for attempt in attempts]
    for start in range(0, len(rows), MOST_AT_ONCE):
        some = rows[start : start + MOST_AT_ONCE]
        # One statement for many of them, as in `rows.insert`.
        connection.execute(
            "INSERT INTO attempts (sequence, session, kind, target, at, is_ok, reply, "
            "excerpt, cause) SELECT sequence, column2, column3, column4, column5, "
            f"column6, column7, column8, column9 FROM (VALUES {values_of(some)}) "
            "CROSS JOIN deliveries ON deliveries.id = column1",
            [value for row in some for value in row],
        )
    connection.executemany(
        "UPDATE deliveries SET status = ? WHERE id = ?",
        [
            (one.relayed_status, one.delivery_id)
            for one in attempts
            if one.kind == "relay"
        ],
    )
    connection.executemany(
        "DELETE FROM attempts WHERE number IN (SELECT number FROM attempts "
        "WHERE sequence = (SELECT sequence FROM deliveries WHERE id = ?) "
        f"AND target = ? ORDER BY number DESC LIMIT -1 OFFSET {_MOST_OF_EACH})",
        {(one.delivery_id, one.target) for one in attempts if one.kind == "replay"},
    )


def newest(connection: sqlite3.Connection) -> int:
    """Return the number of the last attempt; 0 without any."""
    found = connection.execute("SELECT max(number) FROM attempts").fetchone()
    return found[0] or 0


def attempts_after(
    connection: sqlite3.Connection, session: int, number: int, last: int, limit: int
) -> Iterator[tuple[int, Attempt]]:
    """Yield the attempts of a session after a number, each with its number, up to the
    first of a delivery that was stored after `last`."""
    for row in connection.execute(
        f"SELECT {_COLUMNS}, sequence FROM attempts JOIN deliveries USING (sequence) "
        "WHERE number > ? AND attempts.session = ? ORDER BY number LIMIT ?",
        (number, session, limit),
    ):
        if row[-1] > last:
            return
        yield row[0], _to_attempt(row[:-1])


def of_delivery(connection: sqlite3.Connection, sequence: int) -> list[Attempt]:
    """Return all attempts of one delivery, in order."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM attempts JOIN deliveries USING (sequence) "
        "WHERE sequence = ? ORDER BY number",
        (sequence,),
    )
    return [_to_attempt(row) for row in rows]


def last_of(
    connection: sqlite3.Connection, sequences: Sequence[int]
) -> dict[int, Attempt]:
    """Return the last attempt of each of these deliveries that has one."""
    marks = ", ".join("?" * len(sequences))
    rows = connection.execute(
        f"SELECT {_COLUMNS}, sequence FROM attempts JOIN deliveries USING (sequence) "
        "WHERE number IN (SELECT max(attempt) FROM outbox "
        f"WHERE sequence IN ({marks}) GROUP BY sequence)",
        sequences,
    )
    return {row[-1]: _to_attempt(row[:-1]) for row in rows}


def targets(connection: sqlite3.Connection, sequence: int) -> tuple[str, ...]:
    """Return where a delivery was forwarded to, the last target first."""
    rows = connection.execute(
        "SELECT target FROM attempts WHERE sequence = ? AND kind <> 'replay' "
        "GROUP BY target ORDER BY max(number) DESC",
        (sequence,),
    )
    return tuple(target for (target,) in rows)


def _to_row(session: int | None, attempt: Attempt) -> tuple[Any, ...]:
    """Return the values that `insert` selects from: the id, and then its columns."""
    reply = attempt.reply
    shape = {
        "url": reply.url,
        "elapsed_ms": reply.elapsed_ms,
        "status": reply.status,
        "failure": reply.failure,
        "reason": reply.reason,
        "size": reply.size,
        "redirects": [
            [hop.status, hop.location, hop.lost_body] for hop in reply.redirects
        ],
        "was_answered": reply.was_answered,
    }
    return (
        attempt.delivery_id,
        session,
        attempt.kind,
        attempt.target,
        attempt.at_ms,
        reply.is_ok,
        json.dumps(shape),
        reply.excerpt,
        attempt.cause.encode("utf-8", "replace").decode(),
    )


def _to_attempt(row: tuple[Any, ...]) -> Attempt:
    _, kind, identity, event, target, at_ms, reply, excerpt, cause = row
    shape = json.loads(reply)
    shape["redirects"] = tuple(Redirect(*hop) for hop in shape["redirects"])
    made = ReceiverResponse(**shape, excerpt=excerpt)
    return Attempt(kind, identity, event, target, at_ms, made, cause)
