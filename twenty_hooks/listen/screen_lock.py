"""Whose turn it is to write on the terminal: who prints lines, or who shows screens."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class ScreenLock:
    """Lines are printed one after another, until a screen takes the terminal; then
    they wait until it is given back."""

    def __init__(self) -> None:
        self._writing = threading.Lock()
        self._is_free = threading.Event()
        self._is_free.set()

    @contextlib.contextmanager
    def line(self) -> Iterator[None]:
        """Print something that belongs together."""
        self._is_free.wait()  # a lock alone might be taken again and again
        with self._writing:
            yield

    @property
    def are_taken(self) -> bool:
        """Whether lines wait for a screen."""
        return not self._is_free.is_set()

    def take(self) -> None:
        """Have the terminal for a while; what is being printed is finished first."""
        self._is_free.clear()
        self._writing.acquire()

    def give_back(self) -> None:
        self._writing.release()
        self._is_free.set()
