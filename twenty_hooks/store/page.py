"""Some rows of what one session stored, around a place: a list that is moved through.

However long the list, only what is seen of it is read.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from twenty_hooks.deliveries.stored import ListRow
from twenty_hooks.store import attempt_log
from twenty_hooks.store.query import Selection
from twenty_hooks.store.rows import ENTRY, to_entry


class Span(NamedTuple):
    """The part of the store that a session wrote. after: it began after this place, so
    that nobody looks for its rows before it."""

    session: int
    after: int


def around(
    connection: sqlite3.Connection,
    within: Span,
    chosen: Selection,
    place: int,
    limit: int,
    *,
    backwards: bool,
) -> list[ListRow]:
    """At most `limit` rows from this place on, in their order; or backwards."""
    where, values = chosen.where()
    compared, order = ("<=", "DESC") if backwards else (">=", "ASC")
    rows = connection.execute(
        f"SELECT sequence, {ENTRY} FROM deliveries WHERE session = ? "
        f"AND sequence > ? AND sequence {compared} ? AND {where} "
        f"ORDER BY sequence {order} LIMIT ?",
        [*within, place, *values, limit],
    ).fetchall()
    last = attempt_log.last_of(connection, [row[0] for row in rows])
    return [ListRow(row[0], to_entry(row[1:]), last.get(row[0])) for row in rows]
