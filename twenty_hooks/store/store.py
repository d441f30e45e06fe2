"""Read a store, add deliveries from files to it, and prune it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import (
    DeliverySummary,
    Forward,
    ListRow,
    StoredDelivery,
    new_id,
)
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.store import (
    attempt_log,
    lookup,
    outbox,
    page,
    pruning,
    query,
    record_history,
    schema,
)
from twenty_hooks.store.outbox import PendingForward, QueuedForward, Undelivered
from twenty_hooks.store.page import Span
from twenty_hooks.store.query import Selection
from twenty_hooks.store.rows import (
    ENTRY,
    WHOLE,
    has_twin,
    insert,
    to_entry,
    to_row,
    to_stored,
)

_AT_A_TIME = 100
_BYTES_AT_A_TIME = 1_000_000


class Skipped(NamedTuple):
    """Deliveries of a session that are counted instead of read.

    chosen: how many of the deliveries match. last, last_attempt: the last places in the
    store that were passed over.
    """

    deliveries: int
    chosen: int
    last: int
    last_attempt: int


class Place(NamedTuple):
    """Where a delivery is in the store, and when it came, or was stored; Unix ms.

    is_trusted: it was not refused, or can't be judged since it was redacted.
    """

    sequence: int
    moment_ms: int
    verdict: str
    is_trusted: bool


class Store:
    """An open store. Every method raises SetupError when the file fails it."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        """writable: make the store if there is none. Raises SetupError."""
        self.path = path
        opened = schema.open_for_writing if writable else schema.open_for_reading
        self._connection = opened(path)
        query.prepare(self._connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def entries(
        self, chosen: Selection, limit: int | None = None
    ) -> Iterator[DeliverySummary]:
        """The latest first; at most `limit`."""
        where, values = self._where(chosen)
        with schema.errors(self.path):
            yield from map(
                to_entry,
                self._connection.execute(
                    f"SELECT {ENTRY} FROM deliveries WHERE {where} "
                    "ORDER BY moment DESC, sequence DESC LIMIT ?",
                    [*values, -1 if limit is None else limit],
                ),
            )

    def entries_and_forwards(
        self, chosen: Selection, limit: int | None = None
    ) -> Iterator[tuple[DeliverySummary, Forward | None]]:
        """The same, each with what became of it; None: it was not to be sent on."""
        where, values = self._where(chosen)
        with schema.errors(self.path):
            rows = self._connection.execute(
                f"SELECT sequence, {ENTRY} FROM deliveries WHERE {where} "
                "ORDER BY moment DESC, sequence DESC LIMIT ?",
                [*values, -1 if limit is None else limit],
            )
            while some := rows.fetchmany(_AT_A_TIME):
                states = outbox.forwards(
                    self._connection, self.path, [row[0] for row in some]
                )
                yield from ((to_entry(row[1:]), states.get(row[0])) for row in some)

    def has_forwards(self) -> bool:
        """Whether any was to be sent on, or sent again."""
        with schema.errors(self.path):
            return outbox.is_any(self._connection)

    def count(self, chosen: Selection) -> int:
        where, values = self._where(chosen)
        with schema.errors(self.path):
            found = self._connection.execute(
                f"SELECT count(*) FROM deliveries WHERE {where}", values
            ).fetchone()
        return int(found[0])

    def is_empty(self) -> bool:
        return next(self.entries(Selection(), 1), None) is None

    def select(
        self, chosen: Selection, limit: int | None = None
    ) -> Iterator[StoredDelivery]:
        """Whole deliveries in the order they came; of more than `limit` the latest.

        Read a few at a time: a slow reader holds up nobody who writes.
        """
        places = [place.sequence for place in self.places(chosen, limit)]
        for start in range(0, len(places), _AT_A_TIME):
            some = places[start : start + _AT_A_TIME]
            by_place = {stored.sequence: stored for stored in self._at(some)}
            yield from (by_place[place] for place in some if place in by_place)

    def places(self, chosen: Selection, limit: int | None = None) -> list[Place]:
        """Where deliveries are, in the order they came; of more than `limit` the
        latest."""
        where, values = self._where(chosen)
        with schema.errors(self.path):
            found = self._connection.execute(
                f"SELECT sequence, moment, verdict, is_accepted OR is_redacted "
                f"FROM deliveries WHERE {where} "
                "ORDER BY moment DESC, sequence DESC LIMIT ?",
                [*values, -1 if limit is None else limit],
            )
            return [Place(*row) for row in found][::-1]

    def find(self, word: str) -> StoredDelivery:
        """The delivery that `@1`, `@2`, an id or the beginning of one names.

        Raises SetupError if there is none, UsageError if several begin like this.
        """
        with schema.errors(self.path):
            return lookup.find(self._connection, self.path, word)

    def record_history(self, stored: StoredDelivery) -> RecordHistory:
        """What earlier deliveries tell about this one."""
        with schema.errors(self.path):
            return record_history.record_history_of(self._connection, stored)

    def after(self, session: int, sequence: int, limit: int) -> list[StoredDelivery]:
        """What a session stored after a place, in that order; fewer if they are large,
        so that they take little memory."""
        found: list[StoredDelivery] = []
        size = 0
        with schema.errors(self.path):
            rows = self._connection.execute(
                f"SELECT {WHOLE} FROM deliveries WHERE sequence > ? AND session = ? "
                "ORDER BY sequence LIMIT ?",
                (sequence, session, limit),
            )
            for row in rows:
                found.append(to_stored(row))
                size += len(found[-1].delivery.body)
                if size > _BYTES_AT_A_TIME:
                    break
            rows.close()
        return found

    def newest(self) -> int:
        """The place of what was stored last; 0 where nothing is."""
        with schema.errors(self.path):
            found = self._connection.execute("SELECT max(sequence) FROM deliveries")
            return found.fetchone()[0] or 0

    def newest_attempt(self) -> int:
        """The number of the last attempt; 0 without any."""
        with schema.errors(self.path):
            return attempt_log.newest(self._connection)

    def around(
        self,
        within: Span,
        chosen: Selection,
        place: int,
        limit: int,
        *,
        backwards: bool = False,
    ) -> list[ListRow]:
        """Some rows of a session from a place on, in their order; or backwards."""
        with schema.errors(self.path):
            return page.around(
                self._connection, within, chosen, place, limit, backwards=backwards
            )

    def at(self, sequence: int) -> StoredDelivery | None:
        """The delivery at a place; None if it is gone."""
        return next(self._at([sequence]), None)

    def queued(self, session: int, number: int, limit: int) -> list[QueuedForward]:
        """Return what a session has to forward, from the row after this number on."""
        with schema.errors(self.path):
            return outbox.queued(self._connection, session, number, limit)

    def count_queued(self, session: int) -> int:
        """Return how many forwards of a session have no attempt."""
        with schema.errors(self.path):
            return outbox.count_queued(self._connection, session)

    def attempts_after(
        self, session: int, number: int, last: int, limit: int
    ) -> list[tuple[int, Attempt]]:
        """Attempts of a session after a number, each with its number, up to the first
        of a delivery that was stored after `last`."""
        with schema.errors(self.path):
            found = attempt_log.attempts_after(
                self._connection, session, number, last, limit
            )
            return list(found)

    def attempts(self, stored: StoredDelivery) -> list[Attempt]:
        """What became of a delivery that was sent on, or again, in that order."""
        with schema.errors(self.path):
            return attempt_log.of_delivery(self._connection, stored.sequence)

    def targets(self, sequence: int) -> tuple[str, ...]:
        """Where a delivery was forwarded to, the last target first; then where it was
        to be."""
        with schema.errors(self.path):
            tried = attempt_log.targets(self._connection, sequence)
        missed = (one.target for one in self.unforwarded(sequence))
        return tuple(dict.fromkeys((*tried, *missed)))

    def unforwarded(self, sequence: int) -> list[PendingForward]:
        """Where a delivery was to be forwarded to, and was not, nor sent again."""
        with schema.errors(self.path):
            return outbox.pending(self._connection, self.path, sequence)

    def failed(self, target: str | None = None) -> dict[int, tuple[Undelivered, ...]]:
        """By the sequence of a delivery: the targets where the last attempt failed, or
        where it was never forwarded and will not be.

        target: what failed or was left anywhere, and has not gone well there since.
        """
        with schema.errors(self.path):
            return outbox.undelivered(self._connection, self.path, target)

    def count_waiting(self) -> int:
        """How many forwards still wait for a listener that runs."""
        with schema.errors(self.path):
            return outbox.count_waiting(self._connection, self.path)

    def skip(self, session: int, sequence: int, chosen: Selection) -> Skipped:
        """Count what a session stored after a place, instead of reading it."""
        where, values = chosen.where()
        with schema.errors(self.path):
            last_attempt = attempt_log.newest(self._connection)
            last = max(sequence, self.newest())
            found = self._connection.execute(
                f"SELECT count(*), total({where}) FROM deliveries "
                "WHERE session = ? AND sequence > ? AND sequence <= ?",
                (*values, session, sequence, last),
            ).fetchone()
        return Skipped(found[0], int(found[1]), last, last_attempt)

    def add(
        self, received_deliveries: Iterable[tuple[str | None, ReceivedDelivery]]
    ) -> int:
        """Store these with one commit, but for those that are there already; how many.

        Each comes with the id it would like to have, or None.
        """
        count = 0
        with schema.errors(self.path), schema.transaction(self._connection):
            for identity, received in received_deliveries:
                row = to_row(identity or new_id(), None, received)
                if has_twin(self._connection, row):
                    continue
                if identity and self._has(identity):
                    row = to_row(new_id(), None, received)
                insert(self._connection, [row])
                count += 1
        return count

    def size(self) -> int:
        """Bytes that the deliveries take."""
        with schema.errors(self.path):
            return pruning.used_bytes(self._connection)

    def moment_over_size(self, size: int) -> int | None:
        """The moment before which all must go for the rest to fit; None if it fits."""
        with schema.errors(self.path):
            return pruning.moment_over_size(self._connection, size)

    def prune(self, before_ms: int) -> int:
        """Remove what was received before this moment, and give the space back.

        What a running listener still has to show or to forward stays. Returns how many
        deliveries were removed.
        """
        removed = 0
        with schema.errors(self.path):
            spare = pruning.needed(self.path)
            while count := pruning.remove_oldest(
                self._connection, spare, before_ms=before_ms
            ):
                removed += count
            pruning.shrink(self._connection)
        return removed

    def _where(self, chosen: Selection) -> tuple[str, list[Any]]:
        where, values = chosen.where()
        if chosen.failed:
            undelivered = outbox.undelivered_condition(self._connection, self.path)
            where = f"{where} AND {undelivered}"
        return where, values

    def _at(self, places: Sequence[int]) -> Iterator[StoredDelivery]:
        marks = ", ".join("?" * len(places))
        with schema.errors(self.path):
            rows = self._connection.execute(
                f"SELECT {WHOLE} FROM deliveries WHERE sequence IN ({marks})", places
            ).fetchall()
        return map(to_stored, rows)

    def _has(self, identity: str) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM deliveries WHERE id = ?", (identity,)
        ).fetchone()
        return found is not None
