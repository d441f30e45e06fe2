"""What sessions forward: one row for each, and nothing for each delivery.

A delivery of a session that forwards, without an attempt at a target that its routes
name, was not forwarded there: it still waits while the session lives, and never was
once it ended, however that came. Whether it lives says a file beside the store, locked
as long as it does. It is locked before the row is there, and given back after the last
attempt: whoever looks at the files first, and at the attempts then, can't take what
waits for what was left behind.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import operator
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from twenty_hooks.deliveries import routing
from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.store import schema
from twenty_hooks.system.process_lock import ProcessLock, is_alive

_EVENTS_REMEMBERED = 1_000


class Session(NamedTuple):
    """What of a session is forwarded: what came after a place, to where its event
    goes."""

    begins_after: int
    targets: Callable[[str | None], Sequence[str]]


class Forwarding:
    """Notes in a store what a session forwards, for as long as it does; the row stays
    for as long as something of it was not forwarded.

    settled: up to this place of the store, all of it has its attempts for certain; it
    is not looked through at the end, however much it is.
    left: known after the end; how many forwards were left behind.
    """

    def __init__(
        self,
        path: Path,
        session: int,
        routes: Sequence[EventRule],
        *,
        takes_invalid: bool,
    ) -> None:
        """takes_invalid: what was refused is forwarded too."""
        self.settled = 0
        self.left = 0
        self._path = path
        self._session = session
        self._routes = routes
        self._takes_invalid = takes_invalid
        self._presence = ProcessLock(_sign(path, session))
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Forwarding:
        """To be entered before anything comes. Raises SetupError."""
        with schema.errors(self._path), contextlib.ExitStack() as stack:
            _forget_the_dead(self._path)
            stack.enter_context(self._presence)
            connection = schema.open_for_writing(self._path)
            stack.callback(connection.close)
            self._begin(connection)
            # Should it fail, the row stays: what was forwarded has its attempts.
            stack.enter_context(contextlib.suppress(sqlite3.Error))
            stack.callback(self._end, connection)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """To be left after the last delivery was kept, and the last attempt."""
        self._stack.close()

    def _begin(self, connection: sqlite3.Connection) -> None:
        routes = [[route.pattern, route.value] for route in self._routes]
        connection.execute("BEGIN IMMEDIATE")
        for session in _noted(connection):
            if not is_alive(_sign(self._path, session)):
                connection.execute(_FORGET_WHAT_IS_GONE, (session,))
        connection.execute(
            "INSERT INTO forwardings (session, begins_after, takes_invalid, routes) "
            "SELECT ?, ifnull(max(sequence), 0), ?, ? FROM deliveries",
            (self._session, self._takes_invalid, json.dumps(routes)),
        )
        connection.execute("COMMIT")

    def _end(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE forwardings SET begins_after = max(begins_after, ?) "
            "WHERE session = ?",
            (self.settled, self._session),
        )
        noted = _noted(connection).items()
        mine = {number: one for number, one in noted if number == self._session}
        found = unforwarded(connection, mine)
        self.left = sum(len(targets) for _, _, targets in found)
        if not self.left:
            connection.execute(
                "DELETE FROM forwardings WHERE session = ?", (self._session,)
            )


class Sessions(NamedTuple):
    """The sessions that forward, or did: what of each goes where."""

    alive: Mapping[int, Session]
    ended: Mapping[int, Session]


def sessions(connection: sqlite3.Connection, path: Path) -> Sessions:
    """To be asked for before any attempt is read."""
    alive: dict[int, Session] = {}
    ended: dict[int, Session] = {}
    for number, session in _noted(connection).items():
        those = alive if is_alive(_sign(path, number)) else ended
        those[number] = session
    return Sessions(alive, ended)


def unforwarded(
    connection: sqlite3.Connection,
    among: Mapping[int, Session],
    sequences: Sequence[int] | None = None,
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Deliveries of these sessions that have no attempt at all where they go, in the
    order they came: its sequence, its session, and where it has none.

    sequences: only of these deliveries.
    """
    if not among:
        return
    # Through the deliveries in their order, from the first that may be one of them.
    values = [min(session.begins_after for session in among.values())]
    conditions = [
        "deliveries.sequence > ?",
        "deliveries.sequence > begins_after",
        "(is_accepted OR takes_invalid)",
    ]
    if sequences is not None:
        marks = ", ".join("?" * len(sequences))
        conditions.append(f"deliveries.sequence IN ({marks})")
        values += sequences
    rows = connection.execute(
        "SELECT deliveries.sequence, deliveries.session, event, target "
        "FROM deliveries CROSS JOIN forwardings "
        "ON forwardings.session = deliveries.session "
        "LEFT JOIN attempts ON attempts.sequence = deliveries.sequence "
        f"WHERE {' AND '.join(conditions)} ORDER BY deliveries.sequence",
        values,
    )
    for (sequence, session, event), found in itertools.groupby(
        rows, key=operator.itemgetter(0, 1, 2)
    ):
        tried = {row[3] for row in found}
        if session not in among:
            continue
        missing = tuple(
            url for url in among[session].targets(event) if url not in tried
        )
        if missing:
            yield sequence, session, missing


_FORGET_WHAT_IS_GONE = """
    DELETE FROM forwardings WHERE session = ? AND NOT EXISTS (
        SELECT 1 FROM deliveries WHERE sequence > begins_after
        AND deliveries.session = forwardings.session
    )
"""


def _noted(connection: sqlite3.Connection) -> dict[int, Session]:
    rows = connection.execute("SELECT session, begins_after, routes FROM forwardings")
    return {number: Session(after, _targets(routes)) for number, after, routes in rows}


def _targets(text: str) -> Callable[[str | None], Sequence[str]]:
    routes = [EventRule(pattern, url) for pattern, url in json.loads(text)]
    # What comes in one session is of few events, mostly.
    return functools.lru_cache(_EVENTS_REMEMBERED)(
        functools.partial(routing.urls, routes)
    )


def _sign(path: Path, session: int) -> Path:
    """The file that says that a session lives: beside the store itself, by whatever
    name that was opened."""
    return Path(f"{_signs(path)}{session:012x}")


def _signs(path: Path) -> str:
    return f"{path.resolve()}-forwarding-"


def _forget_the_dead(path: Path) -> None:
    """Remove the files of sessions that were killed."""
    with contextlib.suppress(OSError):
        for one in path.resolve().parent.iterdir():
            if str(one).startswith(_signs(path)):
                is_alive(one)
