"""When each of many requests is due.

A `Due` function takes the index of a request, from 0, and returns milliseconds since
the start. It never decreases, and returns None after the last request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from twenty_hooks.text.units import show_duration

Due = Callable[[int], float | None]
_TWENTYS_CONCURRENCY = 20
# A rate within this part of the requested one counts as reached.
_NEARLY = 0.9
_LONG_MS = 60_000


def evenly(per_second: float, total: int) -> Due:
    """Return when each of `total` requests is due at this rate."""
    return lambda index: index * 1_000 / per_second if index < total else None


def as_received(moments_ms: Sequence[int], count: int = 1) -> Due:
    """Return when each request is due, with the pauses between these moments.

    Args:
        moments_ms: Unix milliseconds, never decreasing.
        count: number of rounds; each begins with the end of the one before.
    """
    start = moments_ms[0]
    span = moments_ms[-1] - start

    def due(index: int) -> float | None:
        round_, number = divmod(index, len(moments_ms))
        return round_ * span + moments_ms[number] - start if round_ < count else None

    return due


class Timing(NamedTuple):
    """The requested timing: a rate, the original pauses, or neither."""

    per_second: float | None
    is_original: bool

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight.

        A late response must not delay a request that is due. Without a timing, one at
        a time keeps the order.
        """
        has_timing = self.per_second is not None or self.is_original
        return _TWENTYS_CONCURRENCY if has_timing else 1

    def due(self, moments_ms: Sequence[int], count: int) -> Due | None:
        """Return when each request is due; None to send as fast as possible."""
        if self.per_second is not None:
            return evenly(self.per_second, len(moments_ms) * count)
        return as_received(moments_ms, count) if self.is_original else None

    def missed(self, total: int, seconds: float) -> str:
        """Return a message if the rate was not reached, else an empty string.

        Args:
            seconds: from the start of the first of `total` requests to that of the
                last.
        """
        if self.per_second is None or total == 1:
            return ""
        reached = (total - 1) / max(seconds, 1e-9)
        if reached > _NEARLY * self.per_second:
            return ""
        return (
            f"sent {reached:,.1f} per second instead of {self.per_second:,.1f}: try a "
            "higher --concurrency"
        )

    def announcement(self, moments_ms: Sequence[int], count: int) -> str:
        """Return a message if sending takes long, else an empty string."""
        due = self.due(moments_ms, count)
        last_ms = (due(len(moments_ms) * count - 1) if due else 0) or 0
        if last_ms < _LONG_MS:
            return ""
        return f"this will take {show_duration(last_ms)}"
