"""Making room: the oldest deliveries go first, a few at a time.

Each few are a transaction of their own, so that whoever receives is held up for no
longer than one of them takes.
"""

from __future__ import annotations

import sqlite3

from twenty_hooks.store.rows import ROW_BYTES

_AT_A_TIME = 50
_PAGES_AT_A_TIME = 2_000


def used_bytes(connection: sqlite3.Connection) -> int:
    """Bytes of the file that hold something."""
    pages = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
    return pages * _pragma(connection, "page_size")


def moment_over_size(connection: sqlite3.Connection, size: int) -> int | None:
    """The moment before which all must go for the rest to take `size` bytes."""
    total = 0
    for moment, length in connection.execute(
        "SELECT moment, length(body) + length(head) FROM deliveries "
        "ORDER BY moment DESC, sequence DESC"
    ):
        total += length + ROW_BYTES
        if total > size:
            return int(moment) + 1
    return None


def remove_oldest(
    connection: sqlite3.Connection,
    *,
    before_ms: int | None = None,
    bytes_: int | None = None,
    spare: tuple[int, int] | None = None,
) -> int:
    """Remove a few of the oldest, in a transaction; return how many.

    before_ms: only what was received earlier. bytes_: no more than make up about so
    many. spare: a session and a place; what that session stored after it stays.
    """
    conditions = ["1"]
    values: list[int] = []
    if before_ms is not None:
        conditions.append("moment < ?")
        values.append(before_ms)
    if spare is not None:
        conditions.append("NOT (session IS ? AND sequence > ?)")
        values += spare
    doomed: list[int] = []
    total = 0
    for sequence, length in connection.execute(
        "SELECT sequence, length(body) + length(head) FROM deliveries "
        f"WHERE {' AND '.join(conditions)} ORDER BY moment, sequence LIMIT ?",
        [*values, _AT_A_TIME],
    ):
        if bytes_ is not None and total >= bytes_:
            break
        doomed.append(sequence)
        total += length + ROW_BYTES
    marks = ", ".join("?" * len(doomed))
    return connection.execute(
        f"DELETE FROM deliveries WHERE sequence IN ({marks})", doomed
    ).rowcount


def shrink(connection: sqlite3.Connection) -> None:
    """Give unused space back to the disk, a few pages at a time as well."""
    while _pragma(connection, "freelist_count"):
        # As a script: `execute` would take one step of it, which frees one page.
        connection.executescript(f"PRAGMA incremental_vacuum({_PAGES_AT_A_TIME})")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
