"""Who may write on the terminal: the lines that are printed, or the browser."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator


class ScreenLock:
    """Lines are printed one after another until the browser takes the terminal; then
    they wait until it gives it back."""

    def __init__(self, on_take: Callable[[], None] = lambda: None) -> None:
        """on_take: called when the browser has taken the terminal."""
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
        """Take the terminal; what is being printed is finished first."""
        self._is_free.clear()
        self._writing.acquire()
        self._on_take()

    def give_back(self) -> None:
        """Let the lines go on."""
        self._writing.release()
        self._is_free.set()
