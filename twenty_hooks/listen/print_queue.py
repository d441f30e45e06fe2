"""Where a session gets what it shows: from the store, or else from a bounded queue.

From the store, what waits to be shown waits on disk: a reader that stops costs no
memory, and nothing is left out however long it takes. Without a store what waits is
in memory, and of a reader that stops for long some is not shown; it says how many.
"""

from __future__ import annotations

import heapq
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.protocol import events
from twenty_hooks.protocol.events import Event
from twenty_hooks.store import Selection

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Store, Writer

# Without a store, at most this much waits to be shown: bodies, and what each takes
# beside its own.
_MOST_BYTES = 64_000_000
_BYTES_BESIDE_BODY = 4_000
_TAKEN_AT_ONCE = 50

# An attempt holds the beginning of what was answered.
_BYTES_OF_AN_ATTEMPT = 6_000


@dataclass(frozen=True, slots=True)
class Item:
    """Something to show; stored: it can be found again in the store."""

    received: ReceivedDelivery
    stored: StoredDelivery | None = None


@dataclass(slots=True)
class Skipped:
    """So many deliveries that can't be shown any more. was_kept: they were in the store
    once, and had to make room."""

    count: int
    was_kept: bool = False


Shown = Item | Attempt | Skipped


class Feed(Protocol):
    """What came and was not shown yet. `arrive` is called by the server, `tried` by
    who forwards; neither may block."""

    def arrive(self, received: ReceivedDelivery) -> None:
        """Take in what came."""

    def tried(self, attempt: Attempt) -> None:
        """Take in what became of one that was forwarded."""

    def take(self) -> Sequence[Shown]:
        """The next few, in order; none if there are none."""

    def skip(self, patterns: Sequence[str]) -> int:
        """Pass over all that waits; return how many deliveries of these events."""

    def record_history(self, item: Item) -> RecordHistory:
        """What earlier deliveries tell about one."""


class QueueFeed:
    """A queue in memory that takes no more than it has room for."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._room = most_bytes
        self._waiting: deque[Shown] = deque()
        self._lock = threading.Lock()

    def arrive(self, received: ReceivedDelivery) -> None:
        self._line_up(Item(received))

    def tried(self, attempt: Attempt) -> None:
        self._line_up(attempt)

    def _line_up(self, one: Item | Attempt) -> None:
        size = size_of(one)
        with self._lock:
            last = self._waiting[-1] if self._waiting else None
            if isinstance(last, Skipped) and self._room < 2 * size:
                last.count += 1
            elif self._room < size:
                self._waiting.append(Skipped(1))
            else:
                self._room -= size
                self._waiting.append(
                    one if isinstance(one, Attempt) else Item(packed(one.received))
                )

    def take(self) -> Sequence[Shown]:
        taken: list[Shown] = []
        with self._lock:  # for no longer than needed: the server waits for it
            while self._waiting and len(taken) < _TAKEN_AT_ONCE:
                one = self._waiting.popleft()
                if not isinstance(one, Skipped):
                    self._room += size_of(one)
                taken.append(one)
        return [_readable(one) for one in taken]

    def skip(self, patterns: Sequence[str]) -> int:
        count = 0
        while taken := self.take():
            for item in taken:
                if isinstance(item, Item):
                    name = item.received.event.name or ""
                    count += not patterns or any(
                        events.matches(pattern, name) for pattern in patterns
                    )
                elif isinstance(item, Skipped):
                    count += item.count
        return count

    def record_history(self, item: Item) -> RecordHistory:  # noqa: ARG002 - nothing is known of it
        return RecordHistory()


class StoreFeed:
    """What this session's writer stored, read back row by row."""

    def __init__(self, store: Store, writer: Writer) -> None:
        self._store = store
        self._writer = writer
        self._last = 0
        self._last_attempt = 0
        self._has_attempts = False
        self._removed = 0
        self._unsaved = QueueFeed()

    def arrive(self, received: ReceivedDelivery) -> None:
        if not received.is_stored:  # it is nowhere else
            self._unsaved.arrive(received)

    def tried(self, attempt: Attempt) -> None:  # noqa: ARG002 - it is in the store
        self._has_attempts = True

    def take(self) -> Sequence[Shown]:
        if unsaved := self._unsaved.take():
            return unsaved
        if new := self._writer.removed_unshown - self._removed:
            self._removed += new
            return [Skipped(new, was_kept=True)]
        rows = self._store.after(self._writer.session, self._last, _TAKEN_AT_ONCE)
        # What was taken before has been shown now; only that may be pruned.
        self._writer.shown = self._last
        if rows:
            self._last = self._writer.taken = rows[-1].sequence
        items: list[Item | Attempt] = [Item(one.received, one) for one in rows]
        attempts = self._attempts_until(_moment(items[-1]) if items else sys.maxsize)
        in_order: Iterator[Item | Attempt] = heapq.merge(items, attempts, key=_moment)
        return list(in_order)

    def _attempts_until(self, moment: int) -> list[Item | Attempt]:
        """What became of what was taken, as far as it was known by a moment; the rest
        is for the next time, after what came before it."""
        taken: list[Item | Attempt] = []
        while self._has_attempts:
            found = self._store.attempts_after(
                self._writer.session, self._last_attempt, self._last, _TAKEN_AT_ONCE
            )
            for number, attempt in found:
                if attempt.ended_ms > moment:
                    return taken
                self._last_attempt = number
                taken.append(attempt)
            if len(found) < _TAKEN_AT_ONCE or moment == sys.maxsize:
                break
        return taken

    def skip(self, patterns: Sequence[str]) -> int:
        chosen = Selection(patterns=tuple(patterns))
        skipped = self._store.skip(self._writer.session, self._last, chosen)
        self._last = self._writer.taken = self._writer.shown = skipped.last
        self._last_attempt = max(self._last_attempt, skipped.last_attempt)
        return skipped.deliveries + self._unsaved.skip(patterns)

    def record_history(self, item: Item) -> RecordHistory:
        return (
            self._store.record_history(item.stored) if item.stored else RecordHistory()
        )


def _moment(one: Item | Attempt) -> int:
    if isinstance(one, Attempt):
        return one.ended_ms
    return one.received.delivery.received_at_ms or 0


_UNREAD = Event("unknown")


def _readable(one: Shown) -> Shown:
    return Item(unpacked(one.received)) if isinstance(one, Item) else one


def packed(received: ReceivedDelivery) -> ReceivedDelivery:
    """Without what was read from the body, which takes ten times as much memory."""
    return received._replace(verified=received.verified._replace(event=_UNREAD))


def unpacked(received: ReceivedDelivery) -> ReceivedDelivery:
    event = events.parse(received.delivery.body)
    return received._replace(verified=received.verified._replace(event=event))


def size_of(one: Item | Attempt) -> int:
    if isinstance(one, Attempt):
        return _BYTES_OF_AN_ATTEMPT
    return len(one.received.delivery.body) + _BYTES_BESIDE_BODY
