"""How fast deliveries are printed: no faster than they are read or received."""

from __future__ import annotations

import time

# Twenty sends 20 at a time: three of those in a second are still printed one by one.
_MOST_IN_A_SECOND = 60
# From here on printing takes a tenth of the time.
_BURST_PER_SECOND = 300
_PAUSE_SHARE = 9
_SHORTEST_PAUSE = 0.05
_LONGEST_PAUSE = 0.5


class RateLimit:
    """Counts what a person has to read, second by second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._count = 0

    def is_exceeded_by(self, more: int) -> bool:
        """Return whether these are more than can be read in this second."""
        now = time.monotonic()
        if now - self._began > 1:
            self._began, self._count = now, 0
        self._count += more
        return self._count > _MOST_IN_A_SECOND


class Backoff:
    """How long the printer pauses, so that the server is not held up in a burst.

    The two threads share one processor, and taking turns often costs more than the work
    itself. What waits to be printed can wait; Twenty gives up after 5 s.
    """

    def __init__(self, received: int) -> None:
        """received: how many deliveries were received until now."""
        self._asked = time.monotonic()
        self._received = received
        self._paused = 0.0

    def pause(self, received: int) -> float:
        """Return the seconds to pause: 0 unless many were received since the last call.

        received: how many were received until now.
        """
        now = time.monotonic()
        passed, self._asked = now - self._asked, now
        arrived, self._received = received - self._received, received
        worked = passed - self._paused
        is_burst = arrived > max(1, passed * _BURST_PER_SECOND)
        pause = min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, _PAUSE_SHARE * worked))
        self._paused = pause if is_burst else 0.0
        return self._paused
