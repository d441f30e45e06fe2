"""What waits to be forwarded: deliveries of this listener, out of the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.listen.forwarding import Pending

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Store


class ForwardQueue:
    """Rows of the outbox; each delivery is read when its turn comes.

    is_lasting: what waits in it can be found again after the end.
    """

    def __init__(self, store: Store, session: int, *, is_lasting: bool) -> None:
        self.is_lasting = is_lasting
        self._store = store
        self._session = session
        self._last = 0

    def take(self, limit: int) -> Sequence[Pending]:
        """Return the next that wait, at most so many; none if there are none yet."""
        rows = self._store.queued(self._session, self._last, limit)
        if rows:
            self._last = rows[-1].number
        return [Pending(row.sequence, row.target, row.record_id) for row in rows]

    def load(self, place: int) -> tuple[str, ReceivedDelivery] | None:
        """Return a delivery with its id; None if it was removed."""
        stored = self._store.at(place)
        return None if stored is None else (stored.id, stored.received)
