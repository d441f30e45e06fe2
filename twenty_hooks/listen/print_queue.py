"""What waits to be printed: deliveries of this listener and results of forwarding.

All of it waits in the store, so that a reader that stops costs no memory and misses
nothing. Only a delivery that could not be stored waits in memory.
"""

from __future__ import annotations

import heapq
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.listen.recorder import Recorder
from twenty_hooks.store import Selection, Store

_TAKEN_AT_ONCE = 50
# Deliveries that could not be stored: this much of them waits in memory. A parsed body
# takes about ten times as much as its bytes.
_MOST_UNSAVED_BYTES = 64_000_000
_MEMORY_PER_BYTE = 10
_BYTES_BESIDE_BODY = 4_000


@dataclass(frozen=True, slots=True)
class Item:
    """A delivery to print. stored: None when it could not be stored."""

    received: ReceivedDelivery
    stored: StoredDelivery | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A number of deliveries that can't be printed any more.

    was_stored: they were in the store, and were removed to make room.
    """

    count: int
    was_stored: bool


Printable = Item | Attempt | Skipped


class PrintQueue:
    """Reads what this listener stored, in the order it happened."""

    def __init__(self, store: Store, recorder: Recorder) -> None:
        self._store = store
        self._recorder = recorder
        # Nothing older is of this listener, so the older rows need not be looked at.
        self._last = store.newest()
        self._last_attempt = store.newest_attempt()
        self._passed = 0
        self._unsaved = UnsavedDeliveries()

    def add_unsaved(self, received: ReceivedDelivery) -> None:
        """Add a delivery that could not be stored. From any thread; does not block."""
        self._unsaved.add(received)

    def take(self) -> Sequence[Printable]:
        """Return the next few, in order; none if nothing waits.

        What was taken before counts as shown from now on, and may be pruned.
        """
        if unsaved := self._unsaved.take():
            return unsaved
        stored = self._recorder.stored
        self._recorder.set_shown(self._last)
        rows = self._store.after(self._recorder.session, self._last, _TAKEN_AT_ONCE)
        if not rows and (removed := stored - self._passed) > 0:
            self._passed += removed
            return [Skipped(removed, was_stored=True)]
        if rows:
            self._passed += len(rows)
            self._last = rows[-1].sequence
        items: list[Item | Attempt] = [Item(one.received, one) for one in rows]
        attempts = self._attempts_until(_moment(items[-1]) if items else sys.maxsize)
        return list(heapq.merge(items, attempts, key=_moment))

    def skip(self, patterns: Sequence[str]) -> int:
        """Pass over all that waits; return how many deliveries of these events."""
        chosen = Selection(patterns=tuple(patterns))
        skipped = self._store.skip(self._recorder.session, self._last, chosen)
        self._passed += skipped.deliveries
        self._last = skipped.last
        self._last_attempt = max(self._last_attempt, skipped.last_attempt)
        return skipped.chosen

    def let_go(self) -> None:
        """Allow that what waits is pruned, until the next `take`: nobody reads now."""
        self._recorder.set_shown(sys.maxsize)

    def _attempts_until(self, moment_ms: int) -> list[Attempt]:
        """Results of what was taken, as far as known at this moment; the others follow
        after the deliveries that arrived before them."""
        taken: list[Attempt] = []
        while True:
            found = self._store.attempts_after(
                self._recorder.session, self._last_attempt, self._last, _TAKEN_AT_ONCE
            )
            for number, attempt in found:
                if attempt.ended_ms > moment_ms:
                    return taken
                self._last_attempt = number
                taken.append(attempt)
            if len(found) < _TAKEN_AT_ONCE or moment_ms == sys.maxsize:
                return taken


class UnsavedDeliveries:
    """Deliveries that are nowhere on disk, as many as there is memory for."""

    def __init__(self, most_bytes: int = _MOST_UNSAVED_BYTES) -> None:
        self._room = most_bytes
        self._waiting: deque[ReceivedDelivery] = deque()
        self._left_out = 0
        self._lock = threading.Lock()

    def add(self, received: ReceivedDelivery) -> None:
        with self._lock:
            size = _memory_of(received)
            if size > self._room:
                self._left_out += 1
                return
            self._room -= size
            self._waiting.append(received)

    def take(self) -> list[Item | Skipped]:
        """Return all of them, and after them how many found no room."""
        with self._lock:
            taken: list[Item | Skipped] = [Item(one) for one in self._waiting]
            self._room += sum(map(_memory_of, self._waiting))
            self._waiting.clear()
            if self._left_out:
                taken.append(Skipped(self._left_out, was_stored=False))
                self._left_out = 0
        return taken


def _memory_of(received: ReceivedDelivery) -> int:
    return len(received.delivery.body) * _MEMORY_PER_BYTE + _BYTES_BESIDE_BODY


def _moment(one: Item | Attempt) -> int:
    if isinstance(one, Attempt):
        return one.ended_ms
    return one.received.delivery.received_at_ms or 0
