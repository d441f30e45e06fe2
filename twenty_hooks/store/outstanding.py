"""What is still owed to receivers: what failed there, and what never went there."""

from __future__ import annotations

import itertools
import operator
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from twenty_hooks.deliveries.stored import Forward
from twenty_hooks.store import forwardings

_LAST_OF_EACH = "SELECT sequence, target, is_ok, max(number) FROM attempts"


class Undelivered(NamedTuple):
    """A target that a delivery has to be sent to. was_tried: it failed there; else it
    was never forwarded."""

    target: str
    was_tried: bool


class PendingForward(NamedTuple):
    """A target that a delivery was not forwarded to. is_waiting: it will be."""

    target: str
    is_waiting: bool


class _Last(NamedTuple):
    target: str
    is_ok: bool
    number: int


def failed(
    connection: sqlite3.Connection, path: Path, target: str | None = None
) -> dict[int, tuple[Undelivered, ...]]:
    """By the sequence of a delivery: where the last attempt failed, and then where it
    was never forwarded by a session that is over.

    target: what failed or was not forwarded anywhere, and has not gone well there
    since.
    """
    ended = forwardings.sessions(connection, path).ended  # before any attempt is read
    found: dict[int, tuple[Undelivered, ...]] = {}
    mended = set()
    for sequence, attempts in _last_attempts(connection):
        good = max(
            (one.number for one in attempts if one.is_ok and one.target == target),
            default=0,
        )
        failures = [one for one in attempts if not one.is_ok and one.number > good]
        failures.sort(key=operator.attrgetter("number"))
        if failures:
            found[sequence] = tuple(Undelivered(one.target, True) for one in failures)
        elif good:
            mended.add(sequence)
    for sequence, _, targets in forwardings.unforwarded(connection, ended):
        if sequence not in mended:
            owed = tuple(Undelivered(one, False) for one in targets)
            found[sequence] = found.get(sequence, ()) + owed
    if target is None:
        return found
    return {
        sequence: (Undelivered(target, any(one.was_tried for one in owed)),)
        for sequence, owed in found.items()
    }


def count_waiting(connection: sqlite3.Connection, path: Path) -> int:
    """How many forwards wait for a session that lives."""
    alive = forwardings.sessions(connection, path).alive
    found = forwardings.unforwarded(connection, alive)
    return sum(len(targets) for _, _, targets in found)


def unforwarded(
    connection: sqlite3.Connection, path: Path, sequence: int
) -> list[PendingForward]:
    """Where a delivery was meant to be forwarded to, and has no attempt."""
    known = forwardings.sessions(connection, path)
    among = {**known.alive, **known.ended}
    return [
        PendingForward(target, session in known.alive)
        for _, session, targets in forwardings.unforwarded(
            connection, among, [sequence]
        )
        for target in targets
    ]


def forwards(
    connection: sqlite3.Connection, path: Path, sequences: Sequence[int]
) -> dict[int, Forward]:
    """What became of each of these that was to be sent on, or again: the worst."""
    known = forwardings.sessions(connection, path)
    states: dict[int, set[Forward]] = defaultdict(set)
    for sequence, attempts in _last_attempts(connection, sequences):
        states[sequence] |= {"ok" if one.is_ok else "failed" for one in attempts}
    among = {**known.alive, **known.ended}
    for sequence, session, _ in forwardings.unforwarded(connection, among, sequences):
        states[sequence].add("waiting" if session in known.alive else "unsent")
    worst: tuple[Forward, ...] = ("failed", "unsent", "waiting", "ok")
    return {
        sequence: next(state for state in worst if state in found)
        for sequence, found in states.items()
    }


def is_any(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever to be sent on, or again."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM attempts) OR EXISTS (SELECT 1 FROM forwardings)"
    ).fetchone()
    return bool(found[0])


def _last_attempts(
    connection: sqlite3.Connection, sequences: Sequence[int] | None = None
) -> Iterator[tuple[int, list[_Last]]]:
    """The last attempt of each delivery at each of its targets, in the order they
    came. sequences: only of these."""
    among = ""
    if sequences is not None:
        among = f"WHERE sequence IN ({', '.join('?' * len(sequences))})"
    rows = connection.execute(
        f"{_LAST_OF_EACH} {among} GROUP BY sequence, target ORDER BY sequence",
        sequences or (),
    )
    for sequence, found in itertools.groupby(rows, key=operator.itemgetter(0)):
        yield sequence, [_Last(*row[1:]) for row in found]
