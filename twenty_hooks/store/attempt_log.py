"""What became of the deliveries that were sent on, or again: a table beside them.

They are written without waiting for the disk: an attempt that is lost with the power
is sent once more, and no answer to Twenty depends on it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.response import ReceiverResponse, Redirect
from twenty_hooks.store import schema

# A delivery that is replayed a thousand times must not push others out of the store.
_MOST_OF_EACH = 50
_ATTEMPT = (
    "number, attempts.kind, deliveries.id, deliveries.event, target, at, reply, "
    "excerpt, cause"
)


class Waiting(NamedTuple):
    """What has to be known of a delivery before it is forwarded."""

    sequence: int
    event: str | None
    record_id: str | None
    is_accepted: bool


class AttemptLog:
    """Adds attempts to a store, until it is closed."""

    def __init__(self, path: Path, session: int | None = None) -> None:
        """session: whose feed shows them. Raises SetupError if it can't be written."""
        self._path = path
        self._session = session
        self._connection = schema.open_for_writing(path)
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> AttemptLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Those of deliveries that are gone by now are left out; of what was sent again
        the last at each target stay. Raises SetupError."""
        rows = [_to_row(self._session, attempt) for attempt in attempts]
        answered = [
            (attempt.answered, attempt.delivery_id)
            for attempt in attempts
            if attempt.kind == "relay"
        ]
        with schema.errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(
                    "INSERT INTO attempts (sequence, session, kind, target, at, is_ok, "
                    "reply, excerpt, cause) SELECT sequence, ?, ?, ?, ?, ?, ?, ?, ? "
                    "FROM deliveries WHERE id = ?",
                    rows,
                )
                self._connection.executemany(
                    "DELETE FROM attempts WHERE sequence = "
                    "(SELECT sequence FROM deliveries WHERE id = ?) AND target = ? "
                    "AND number <= (SELECT number FROM attempts AS newer "
                    "WHERE newer.sequence = attempts.sequence AND newer.target = ? "
                    f"ORDER BY number DESC LIMIT 1 OFFSET {_MOST_OF_EACH})",
                    {
                        (one.delivery_id, one.target, one.target)
                        for one in attempts
                        if one.kind == "replay"
                    },
                )
                self._connection.executemany(
                    "UPDATE deliveries SET status = ? WHERE id = ?", answered
                )
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def waiting(
    connection: sqlite3.Connection, session: int, sequence: int, limit: int
) -> list[Waiting]:
    """What a session stored after a place, in that order."""
    return [
        Waiting(*row)
        for row in connection.execute(
            "SELECT sequence, event, record_id, is_accepted FROM deliveries "
            "WHERE sequence > ? AND session = ? ORDER BY sequence LIMIT ?",
            (sequence, session, limit),
        )
    ]


def attempts_after(
    connection: sqlite3.Connection, session: int, number: int, last: int, limit: int
) -> Iterator[tuple[int, Attempt]]:
    """The attempts of a session after a number, up to the first one of a delivery
    stored after `last`; each with its number."""
    for row in connection.execute(
        f"SELECT {_ATTEMPT}, sequence FROM attempts JOIN deliveries USING (sequence) "
        "WHERE number > ? AND attempts.session = ? ORDER BY number LIMIT ?",
        (number, session, limit),
    ):
        if row[-1] > last:
            return
        yield row[0], _to_attempt(row[:-1])


def newest(connection: sqlite3.Connection) -> int:
    """Return the number of the last attempt; 0 without any."""
    found = connection.execute("SELECT max(number) FROM attempts").fetchone()
    return found[0] or 0


def of_delivery(connection: sqlite3.Connection, sequence: int) -> list[Attempt]:
    """All attempts of one delivery, in order."""
    rows = connection.execute(
        f"SELECT {_ATTEMPT} FROM attempts JOIN deliveries USING (sequence) "
        "WHERE sequence = ? ORDER BY number",
        (sequence,),
    )
    return [_to_attempt(row) for row in rows]


def last_of(
    connection: sqlite3.Connection, sequences: Sequence[int]
) -> dict[int, Attempt]:
    """The last attempt of each of these deliveries that has one."""
    marks = ", ".join("?" * len(sequences))
    rows = connection.execute(
        f"SELECT {_ATTEMPT}, sequence FROM attempts JOIN deliveries USING (sequence) "
        "WHERE number IN (SELECT max(number) FROM attempts "
        f"WHERE sequence IN ({marks}) GROUP BY sequence)",
        sequences,
    )
    return {row[-1]: _to_attempt(row[:-1]) for row in rows}


def targets(connection: sqlite3.Connection, sequence: int) -> tuple[str, ...]:
    """Where a delivery was forwarded to, the last target first."""
    rows = connection.execute(
        "SELECT target FROM attempts WHERE sequence = ? AND kind <> 'replay' "
        "GROUP BY target ORDER BY max(number) DESC",
        (sequence,),
    )
    return tuple(target for (target,) in rows)


def _to_row(session: int | None, attempt: Attempt) -> tuple[Any, ...]:
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
        session,
        attempt.kind,
        attempt.target,
        attempt.at_ms,
        reply.is_ok,
        json.dumps(shape),
        reply.excerpt,
        attempt.cause.encode("utf-8", "replace").decode(),
        attempt.delivery_id,
    )


def _to_attempt(row: tuple[Any, ...]) -> Attempt:
    _, kind, identity, event, target, at_ms, reply, excerpt, cause = row
    shape = json.loads(reply)
    shape["redirects"] = tuple(Redirect(*hop) for hop in shape["redirects"])
    made = ReceiverResponse(**shape, excerpt=excerpt)
    return Attempt(kind, identity, event, target, at_ms, made, cause)
