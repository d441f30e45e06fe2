"""Where a paused listener looks through what came: the store, or a part of memory."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from twenty_hooks.deliveries import history
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory, State
from twenty_hooks.deliveries.stored import (
    DeliverySummary,
    ListRow,
    StoredDelivery,
    matches_filter,
)
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.listen.print_queue import Item, packed, size_of, unpacked

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Selection, Span, Store

# Without a store, this much of what came last can still be looked at.
_MOST_BYTES = 32_000_000
LAST = sys.maxsize  # the place after all others


class Shelf(Protocol):
    """What came in this session. `arrive` is called by the server and may not block;
    all else by who browses. What reads may raise SetupError."""

    def arrive(self, received: ReceivedDelivery) -> None:
        """Take in what came."""

    def rows(
        self, typed: str, place: int, limit: int, *, backwards: bool = False
    ) -> Sequence[ListRow]:
        """What a filter means, from a place on, in the order it came; or backwards."""

    def load(self, place: int) -> StoredDelivery | None:
        """One of them; None if it is gone."""

    def record_history(self, stored: StoredDelivery) -> RecordHistory:
        """What earlier deliveries tell about it."""

    def attempts(self, stored: StoredDelivery) -> Sequence[Attempt]:
        """What became of it when it was sent on."""


class StoreShelf:
    """Rows are read from the store as they are looked at."""

    def __init__(self, store: Store, within: Span, chosen: Selection) -> None:
        """chosen: what is shown at all."""
        self._store = store
        self._within = within
        self._chosen = chosen

    def arrive(self, received: ReceivedDelivery) -> None:
        """It is in the store."""

    def rows(
        self, typed: str, place: int, limit: int, *, backwards: bool = False
    ) -> Sequence[ListRow]:
        chosen = replace(self._chosen, typed=typed)
        return self._store.around(
            self._within, chosen, place, limit, backwards=backwards
        )

    def load(self, place: int) -> StoredDelivery | None:
        return self._store.at(place)

    def record_history(self, stored: StoredDelivery) -> RecordHistory:
        return self._store.record_history(stored)

    def attempts(self, stored: StoredDelivery) -> Sequence[Attempt]:
        return self._store.attempts(stored)


class MemoryShelf:
    """What came last, as much of it as there is room for."""

    def __init__(
        self,
        wants: Callable[[str | None], bool],
        most_bytes: int = _MOST_BYTES,
    ) -> None:
        """wants: whether an event is shown at all."""
        self._wants = wants
        self._room = most_bytes
        self._count = 0
        self._kept: dict[
            int, tuple[DeliverySummary, ReceivedDelivery]
        ] = {}  # by place, rising
        self._lock = threading.Lock()

    def arrive(self, received: ReceivedDelivery) -> None:
        if not self._wants(received.event.name):
            return
        with self._lock:
            self._count += 1
            self._kept[self._count] = _entry(self._count, received), packed(received)
            self._room -= size_of(Item(received))
            while self._room < 0:
                _, oldest = self._kept.pop(next(iter(self._kept)))
                self._room += size_of(Item(oldest))

    def rows(
        self, typed: str, place: int, limit: int, *, backwards: bool = False
    ) -> Sequence[ListRow]:
        with self._lock:
            kept = list(self._kept.items())
        found: list[ListRow] = []
        for number, (entry, _) in reversed(kept) if backwards else kept:
            if len(found) == limit:
                break
            is_there = number <= place if backwards else number >= place
            if is_there and _means(typed, entry):
                found.append(ListRow(number, entry))
        return found

    def load(self, place: int) -> StoredDelivery | None:
        with self._lock:
            found = self._kept.get(place)
        if found is None:
            return None
        entry, received = found
        return StoredDelivery(entry.id, place, unpacked(received))

    def record_history(self, stored: StoredDelivery) -> RecordHistory:
        event = stored.event
        record = history.record_id(event)
        if record is None or event.kind != "record":
            return RecordHistory()
        with self._lock:
            before = [
                one
                for place, one in self._kept.items()
                if place < stored.sequence and one[0].record_id == record
            ]
        states = (
            State(entry.id, entry.moment_ms, unpacked(received).event)
            for entry, received in reversed(before)
            if received.accepted
        )
        return history.compare(event, history.previous_state(event, states))

    def attempts(self, stored: StoredDelivery) -> Sequence[Attempt]:  # noqa: ARG002 - unknown
        return ()


def _means(typed: str, entry: DeliverySummary) -> bool:
    return matches_filter(
        typed,
        id_=entry.id,
        event=entry.event,
        label=entry.label,
        verdict=entry.verdict,
    )


def _entry(number: int, received: ReceivedDelivery) -> DeliverySummary:
    verified = received.verified
    event, delivery = verified.event, verified.delivery
    return DeliverySummary(
        f"#{number}",
        delivery.received_at_ms or 0,
        event.name,
        event.label,
        event.webhook_id,
        history.record_id(event),
        verified.verdict.name,
        received.status,
        len(delivery.body),
        received.fault,
    )
