"""Which delivery a word names: `@1`, an id, or the beginning of one."""

from __future__ import annotations

import shlex
import sqlite3
from pathlib import Path

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.stored import DeliverySummary, StoredDelivery
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.store.rows import ENTRY, WHOLE, to_entry, to_stored
from twenty_hooks.system import paths
from twenty_hooks.text.units import show_moment

_CANDIDATES_NAMED = 10


def find(connection: sqlite3.Connection, path: Path, word: str) -> StoredDelivery:
    """Raises SetupError if there is none, UsageError if several begin like this.

    path: of the store, for what to type next.
    """
    if word.startswith("@"):
        return _recent(connection, path, word)
    word = word.lower()
    found = connection.execute(
        f"SELECT {ENTRY} FROM deliveries WHERE id >= ? AND id < ? LIMIT ?",
        (word, word + "\U0010ffff", _CANDIDATES_NAMED + 1),
    ).fetchall()
    exact = [row for row in found if row[0] == word]
    if exact:
        found = exact
    if not word or not found:
        raise _unknown(connection, path, f"no delivery '{word}'")
    if len(found) > 1:
        raise _ambiguous(word, [to_entry(row) for row in found])
    row = connection.execute(
        f"SELECT {WHOLE} FROM deliveries WHERE id = ?", (found[0][0],)
    ).fetchone()
    return to_stored(row)


def _recent(connection: sqlite3.Connection, path: Path, word: str) -> StoredDelivery:
    number = word[1:]
    if not (number.isascii() and number.isdigit()) or int(number[:9]) < 1:
        raise UsageError(
            f"'{word}' names no delivery: @1 is the latest, @2 the one before",
            hint=_on(path, "hooks deliveries list"),
        )
    row = connection.execute(
        f"SELECT {WHOLE} FROM deliveries "
        "ORDER BY moment DESC, sequence DESC LIMIT 1 OFFSET ?",
        (int(number[:9]) - 1,),
    ).fetchone()
    if row is None:
        raise _unknown(connection, path, f"there is no delivery {word}")
    return to_stored(row)


def _unknown(connection: sqlite3.Connection, path: Path, what: str) -> SetupError:
    (count,) = connection.execute("SELECT count(*) FROM deliveries").fetchone()
    if count:
        return SetupError(
            f"{what} among the {count} in the store",
            hint=_on(path, "hooks deliveries list"),
            code="unknown-delivery",
        )
    is_there = path.exists()
    return SetupError(
        f"{what}: "
        + ("the store is empty" if is_there else f"there is no store {path}"),
        hint=f"{_on(path, 'hooks listen')} keeps what comes in it",
        code="unknown-delivery",
    )


def _on(path: Path, command: str) -> str:
    """A command to type next, on the same store."""
    if path == paths.store_file():
        return command
    return f"{command} --store {shlex.quote(str(path))}"


def _ambiguous(word: str, candidates: list[DeliverySummary]) -> UsageError:
    named = [
        f"{one.id} ({visible(one.event or 'no event name')}, "
        f"{show_moment(one.moment_ms)})"
        for one in candidates[:_CANDIDATES_NAMED]
    ]
    more = " and more" if len(candidates) > _CANDIDATES_NAMED else ""
    return UsageError(
        f"several deliveries begin with '{word}': {', '.join(named)}{more}",
        hint="type more of the id",
        code="ambiguous-delivery",
    )
