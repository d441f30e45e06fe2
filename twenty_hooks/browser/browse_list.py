"""The deliveries of a running listener, as its browser goes through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import ListRow, StoredDelivery

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Selection, Span, Store


class BrowseList:
    """Reads rows from the store as they are looked at. Reading raises SetupError."""

    def __init__(self, store: Store, within: Span, chosen: Selection) -> None:
        """chosen: the deliveries that are listed at all."""
        self._store = store
        self._within = within
        self._chosen = chosen

    def rows(
        self, typed: str, place: int, limit: int, *, backwards: bool = False
    ) -> Sequence[ListRow]:
        """Return rows that match the typed filter, from a place on in the order they
        arrived, or backwards."""
        chosen = replace(self._chosen, typed=typed)
        return self._store.around(
            self._within, chosen, place, limit, backwards=backwards
        )

    def load(self, place: int) -> StoredDelivery | None:
        """Return the delivery at a place; None if it was removed."""
        return self._store.at(place)

    def record_history(self, stored: StoredDelivery) -> RecordHistory:
        """Return what earlier deliveries tell about this one."""
        return self._store.record_history(stored)

    def attempts(self, stored: StoredDelivery) -> Sequence[Attempt]:
        """Return the results of sending it."""
        return self._store.attempts(stored)
