"""Make room: the oldest deliveries go first, whoever stored them.

What a running listener still has to show or to forward stays. A few deliveries at a
time are removed in a transaction, so that nobody who receives waits for longer.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from twenty_hooks.store import listeners
from twenty_hooks.store.rows import ROW_BYTES

_AT_A_TIME = 50
_PAGES_AT_A_TIME = 2_000
NOTHING = "0"


def used_bytes(connection: sqlite3.Connection) -> int:
    """Return how many bytes of the file are in use."""
    pages = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
    return pages * _pragma(connection, "page_size")


def moment_over_size(connection: sqlite3.Connection, size: int) -> int | None:
    """Return the moment before which all has to go for the rest to take `size` bytes;
    None if all of it fits."""
    total = 0
    for moment, length in connection.execute(
        "SELECT moment, length(body) + length(head) FROM deliveries "
        "ORDER BY moment DESC, sequence DESC"
    ):
        total += length + ROW_BYTES
        if total > size:
            return int(moment) + 1
    return None


def needed(path: Path) -> str:
    """Return the SQL condition for deliveries that a running listener still needs."""
    shown = listeners.running(path)
    if not shown:
        return NOTHING
    to_show = [
        f"(session = {session} AND sequence > {last})"
        for session, last in shown.items()
    ]
    to_forward = (
        "EXISTS (SELECT 1 FROM outbox WHERE outbox.sequence = deliveries.sequence "
        f"AND state = 'waiting' AND owner IN ({', '.join(map(str, shown))}))"
    )
    return f"({' OR '.join((*to_show, to_forward))})"


def remove_oldest(
    connection: sqlite3.Connection,
    spare: str,
    *,
    before_ms: int | None = None,
    size: int | None = None,
) -> int:
    """Remove a few of the oldest deliveries, in a transaction.

    Args:
        spare: an SQL condition for deliveries that stay.
        before_ms: remove only what was received before this moment, in Unix ms.
        size: remove no more than about so many bytes.

    Returns:
        How many were removed; 0 when none is left that may go.
    """
    oldest = connection.execute(
        "SELECT sequence, length(body) + length(head) FROM deliveries "
        f"WHERE moment < ifnull(?, moment + 1) AND NOT {spare} "
        "ORDER BY moment, sequence LIMIT ?",
        (before_ms, _AT_A_TIME),
    )
    doomed: list[int] = []
    total = 0
    for sequence, length in oldest:
        if size is not None and total >= size:
            break
        doomed.append(sequence)
        total += length + ROW_BYTES
    oldest.close()
    marks = ", ".join("?" * len(doomed))
    return connection.execute(
        f"DELETE FROM deliveries WHERE sequence IN ({marks})", doomed
    ).rowcount


def shrink(connection: sqlite3.Connection) -> None:
    """Give unused space back to the disk, a few pages at a time."""
    while _pragma(connection, "freelist_count"):
        # As a script: `execute` would take one step of it, which frees one page.
        connection.executescript(f"PRAGMA incremental_vacuum({_PAGES_AT_A_TIME})")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
