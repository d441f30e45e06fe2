"""Keeps what shells complete up to date with a store: see `known_deliveries`."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.completions import delivery_cache
from twenty_hooks.errors import SetupError

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Store

_PAUSE_S = 1.0


def refresh(store: Store) -> None:
    """Write down the latest deliveries of an open store."""
    from twenty_hooks.store import Selection

    if store.path.exists():  # one that is not there is read as an empty one
        latest = store.entries(Selection(), delivery_cache.MOST)
        delivery_cache.write(store.path, latest)


class Refreshing:
    """Refreshes in a thread of its own, at most once a second, while a store grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._has_grown = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Refreshing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Refresh for the last time."""
        self._is_over.set()
        self._has_grown.set()
        self._thread.join()

    def grown(self) -> None:
        """Something was stored."""
        if not self._has_grown.is_set():  # cheaper than setting it again
            self._has_grown.set()

    def _run(self) -> None:
        from twenty_hooks.store import Store

        is_last = False
        while not is_last:
            self._has_grown.wait()
            self._has_grown.clear()
            is_last = self._is_over.is_set()  # before the last look
            with contextlib.suppress(SetupError), Store(self._path) as store:
                refresh(store)
            self._is_over.wait(_PAUSE_S)
