"""How much a person at a terminal can read, and the notices that wait to be said."""

from __future__ import annotations

import threading
import time
from collections import Counter

from twenty_hooks.deliveries.attempt import AttemptResult

# Twenty sends 20 at a time: three of those in a second are still shown one by one.
_MOST_IN_A_SECOND = 60
# From here on showing takes a tenth of the time.
_BURST_PER_SECOND = 300
_PAUSE_SHARE = 9
_SHORTEST_PAUSE = 0.05
_LONGEST_PAUSE = 0.5
_NOTICES_WAITING = 200
_FATES: tuple[AttemptResult, ...] = ("ok", "failed", "not answered", "not sent")


class Pace:
    """Counts what is shown, second by second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._count = 0

    def is_exceeded_by(self, more: int) -> bool:
        """Whether these are more than can be read in this second."""
        now = time.monotonic()
        if now - self._began > 1:
            self._began, self._count = now, 0
        self._count += more
        return self._count > _MOST_IN_A_SECOND


class Backoff:
    """How long who shows steps aside, so that who receives is not held up.

    The two share one processor, and taking turns often costs more than the work itself.
    What waits to be shown can wait; Twenty gives up after 5 s.
    """

    def __init__(self, arrived: int) -> None:
        """arrived: how many had come until now."""
        self._asked = time.monotonic()
        self._arrived = arrived
        self._paused = 0.0

    def pause(self, arrived: int) -> float:
        """Seconds to wait, if many came since it was asked the last time; else 0.
        So many have come until now."""
        now = time.monotonic()
        passed, self._asked = now - self._asked, now
        came, self._arrived = arrived - self._arrived, arrived
        worked = passed - self._paused
        is_burst = came > max(1, passed * _BURST_PER_SECOND)
        pause = min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, _PAUSE_SHARE * worked))
        self._paused = pause if is_burst else 0.0
        return self._paused


class NoticeQueue:
    """Sentences that wait to be said; the same again is counted, too many are not
    kept."""

    def __init__(self) -> None:
        self._waiting: dict[str, int] = {}
        self._others = 0
        self._lock = threading.Lock()

    def add(self, text: str) -> None:
        with self._lock:
            if text in self._waiting or len(self._waiting) < _NOTICES_WAITING:
                self._waiting[text] = self._waiting.get(text, 0) + 1
            else:
                self._others += 1

    def take(self) -> list[str]:
        """All that wait, in the order in which each came first."""
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


def forwarded_words(attempts: Counter[AttemptResult]) -> str:
    """`; forwarded: 9 ok, 3 failed`; nothing where there were none."""
    counts = [f"{attempts[result]} {result}" for result in _FATES if attempts[result]]
    return f"; forwarded: {', '.join(counts)}" if counts else ""
