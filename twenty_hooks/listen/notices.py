"""Sentences about anything that is not a delivery, until they are printed."""

from __future__ import annotations

import threading
from collections.abc import Callable

_MOST_WAITING = 200


class NoticeQueue:
    """Counts a sentence that waits already; beyond a number it only counts."""

    def __init__(self, on_add: Callable[[], None] = lambda: None) -> None:
        """on_add: called after each, by the thread that added it."""
        self._on_add = on_add
        self._waiting: dict[str, int] = {}
        self._others = 0
        self._lock = threading.Lock()

    def add(self, text: str) -> None:
        """Add a sentence. From any thread; does not block."""
        with self._lock:
            if text in self._waiting or len(self._waiting) < _MOST_WAITING:
                self._waiting[text] = self._waiting.get(text, 0) + 1
            else:
                self._others += 1
        self._on_add()

    def take(self) -> list[str]:
        """Return all that wait, in the order in which each was added first."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            others, self._others = self._others, 0
        texts = [
            text if count == 1 else f"{text} ({count} times)"
            for text, count in waiting.items()
        ]
        if others:
            noun = "notice" if others == 1 else "notices"
            texts.append(f"and {others} more such {noun}")
        return texts
