"""What waits to be forwarded: deliveries of this listener, out of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.listen.forwarding import Pending

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Forwarding, Store, Writer

# The URLs that an event goes to.
Targets = Callable[[str | None], Sequence[str]]


class ForwardQueue:
    """Deliveries of a session, read from the store one by one as their turn comes.

    is_lasting: what waits in it can be found again after the end.
    """

    def __init__(
        self,
        store: Store,
        writer: Writer,
        forwarding: Forwarding,
        targets: Targets,
        *,
        takes_invalid: bool,
        is_lasting: bool,
    ) -> None:
        """takes_invalid: what was refused is forwarded too."""
        self.is_lasting = is_lasting
        self._store = store
        self._writer = writer
        self._forwarding = forwarding
        self._is_certain = True
        self._targets = targets
        self._takes_invalid = takes_invalid
        self._last = store.newest()
        writer.forwarded = 0

    def take(self, limit: int) -> Sequence[Pending]:
        """The next places, at most about so many; none if there are none yet."""
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
        """A delivery and its id; None if it is gone."""
        stored = self._store.at(place)
        return None if stored is None else (stored.id, stored.received)

    def settled(self, first: int | None) -> None:
        """All before this place is dealt with; None: all that was taken."""
        place = self._last if first is None else first - 1
        self._writer.forwarded = place
        if self._is_certain:
            self._forwarding.settled = place

    def doubt(self) -> None:
        """What became of some is not written down: from here on nothing is certain."""
        self._is_certain = False
