"""A list of deliveries for the browser of `hooks listen`, in memory."""

from __future__ import annotations

from pathlib import Path

from twenty_hooks.browser.browse_list import BrowseList
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.store import Selection, Span, Store
from twenty_hooks.store.rows import insert, to_row

_SESSION = 1


class ListedDeliveries(BrowseList):
    """Deliveries of one session, with the ids `d1`, `d2` and so on."""

    def __init__(self) -> None:
        # A store that does not exist is read as an empty one in memory.
        self._memory = Store(Path("no such directory") / "store.db")
        self._count = 0
        super().__init__(self._memory, Span(_SESSION, 0), Selection())

    def add(self, received: ReceivedDelivery) -> None:
        self._count += 1
        row = to_row(f"d{self._count}", _SESSION, received)
        insert(self._memory._connection, [row])

    def __del__(self) -> None:
        self._memory.__exit__()
