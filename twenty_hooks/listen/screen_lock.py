"""Whose turn it is to write on the terminal: who prints lines, or who shows screens."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator


class ScreenLock:
    """Lines are printed one after another, until a screen takes the terminal; then
    they wait until it is given back."""

    def __init__(self, on_take: Callable[[], None] = lambda: None) -> None:
        """on_take: called when a screen has taken the terminal."""
        self._on_take = on_take
        self._writing = threading.Lock()
        self._is_free = threading.Event()
        self._is_free.set()

    @contextlib.contextmanager
    def line(self) -> Iterator[None]:
        """Print something that belongs together."""
        self._is_free.wait()  # a lock alone might be taken again and again
        with self._writing:
            yield

    def take(self) -> None:
        """Have the terminal for a while; what is being printed is finished first."""
        self._is_free.clear()
        self._writing.acquire()
        self._on_take()

    def give_back(self) -> None:
        self._writing.release()
        self._is_free.set()
