"""What waits to be forwarded: in the store, or else in a bounded part of memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from twenty_hooks.deliveries import history
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.listen.forwarding import Pending

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Forwarding, Store, Writer

# Without a store, at most this much waits to be forwarded.
_MOST_BYTES = 64_000_000
_LEAST_BYTES_OF_ONE = 4_000

# The URLs that an event goes to.
Targets = Callable[[str | None], Sequence[str]]


class Backlog(Protocol):
    """All but `arrive` are called by who forwards, in a thread of its own.

    is_lasting: what waits in it can be found again after the end.
    """

    is_lasting: bool

    def arrive(self, received: ReceivedDelivery) -> bool:
        """Something came; whether it can be forwarded."""

    def take(self, limit: int) -> Sequence[Pending]:
        """The next places, at most about so many; none if there are none yet."""

    def load(self, place: int) -> tuple[str, ReceivedDelivery] | None:
        """A delivery and its id; None if it is gone."""

    def settled(self, first: int | None) -> None:
        """All before this place is dealt with; None: all that was taken."""

    def doubt(self) -> None:
        """What became of some is not written down: from here on nothing is certain."""


class StoreBacklog:
    """Deliveries of a session, read from the store one by one as their turn comes."""

    is_lasting = True

    def __init__(
        self,
        store: Store,
        writer: Writer,
        forwarding: Forwarding,
        targets: Targets,
        *,
        takes_invalid: bool,
    ) -> None:
        """takes_invalid: what was refused is forwarded too."""
        self._store = store
        self._writer = writer
        self._forwarding = forwarding
        self._is_certain = True
        self._targets = targets
        self._takes_invalid = takes_invalid
        self._last = 0
        writer.forwarded = 0

    def arrive(self, received: ReceivedDelivery) -> bool:
        return received.is_stored

    def take(self, limit: int) -> Sequence[Pending]:
        while rows := self._store.waiting(self._writer.session, self._last, limit):
            self._last = rows[-1].sequence
            found = [
                Pending(row.sequence, url, row.record_id)
                for row in rows
                if row.is_accepted or self._takes_invalid
                for url in self._targets(row.event)
            ]
            if found:
                return found
        return ()

    def load(self, place: int) -> tuple[str, ReceivedDelivery] | None:
        stored = self._store.at(place)
        return None if stored is None else (stored.id, stored.received)

    def settled(self, first: int | None) -> None:
        place = self._last if first is None else first - 1
        self._writer.forwarded = place
        if self._is_certain:
            self._forwarding.settled = place

    def doubt(self) -> None:
        self._is_certain = False


class MemoryBacklog:
    """Deliveries in memory, no more than there is room for."""

    is_lasting = False

    def __init__(
        self, targets: Targets, *, takes_invalid: bool, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._targets = targets
        self._takes_invalid = takes_invalid
        self._room = most_bytes
        self._next_place = 1
        self._waiting: deque[Pending] = deque()
        self._arrivals: dict[int, ReceivedDelivery] = {}  # by place, rising
        self._lock = threading.Lock()

    def arrive(self, received: ReceivedDelivery) -> bool:
        event = received.event
        is_taken = received.accepted or self._takes_invalid
        urls = self._targets(event.name) if is_taken and received.is_stored else ()
        if not urls:
            return True
        size = _size(received)
        with self._lock:
            if size > self._room:
                return False
            self._room -= size
            place, self._next_place = self._next_place, self._next_place + 1
            self._arrivals[place] = received
            record = history.record_id(event)
            self._waiting += (Pending(place, url, record) for url in urls)
        return True

    def take(self, limit: int) -> Sequence[Pending]:
        with self._lock:
            count = min(limit, len(self._waiting))
            return [self._waiting.popleft() for _ in range(count)]

    def load(self, place: int) -> tuple[str, ReceivedDelivery] | None:
        received = self._arrivals.get(place)
        return None if received is None else ("", received)

    def settled(self, first: int | None) -> None:
        with self._lock:
            if first is None:
                first = self._waiting[0].place if self._waiting else self._next_place
            while self._arrivals and (place := next(iter(self._arrivals))) < first:
                self._room += _size(self._arrivals.pop(place))

    def doubt(self) -> None:
        """Nothing of it outlasts the process anyway."""


def _size(received: ReceivedDelivery) -> int:
    return max(_LEAST_BYTES_OF_ONE, 2 * len(received.delivery.body))
