"""When each of many deliveries is due: how long after the beginning, in ms.

What these functions return takes the place of a delivery, from 0, never falls, and is
None after the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from twenty_hooks.text.units import show_duration

Due = Callable[[int], float | None]
_TWENTYS_CONCURRENCY = 20
_NEARLY = 0.9
_LONG_MS = 60_000


def evenly(per_second: float, count: int) -> Due:
    """`count` of them, so many a second."""
    return lambda place: place * 1_000 / per_second if place < count else None


def as_they_came(moments_ms: Sequence[int], times: int = 1) -> Due:
    """With the pauses between these moments (Unix ms, rising), so many times over; the
    next time begins with the last one of the time before."""
    start = moments_ms[0]
    span = moments_ms[-1] - start

    def due(place: int) -> float | None:
        round_, number = divmod(place, len(moments_ms))
        return round_ * span + moments_ms[number] - start if round_ < times else None

    return due


class Timing(NamedTuple):
    """The pace that was asked for: so many a second, as they came, or neither."""

    per_second: float | None
    is_original: bool

    @property
    def concurrency(self) -> int:
        """How many at once: a late answer must not hold up what is due; without a pace
        one after the other keeps their order."""
        has_pace = self.per_second is not None or self.is_original
        return _TWENTYS_CONCURRENCY if has_pace else 1

    def due(self, moments_ms: Sequence[int], times: int) -> Due | None:
        """When each is due; None where each goes as soon as it can."""
        if self.per_second is not None:
            return evenly(self.per_second, len(moments_ms) * times)
        return as_they_came(moments_ms, times) if self.is_original else None

    def missed(self, count: int, seconds: float) -> str:
        """What to say where the rate was not kept; empty otherwise. seconds: from the
        beginning of the first of `count` to that of the last."""
        if self.per_second is None or count == 1:
            return ""
        reached = (count - 1) / max(seconds, 1e-9)
        if reached > _NEARLY * self.per_second:
            return ""
        return (
            f"{reached:,.1f} a second went out, not the {self.per_second:,.1f} asked "
            "for: a higher --concurrency lets more wait for their answer at once"
        )

    def announced(self, moments_ms: Sequence[int], times: int) -> str:
        """How long it will take, where that is long; empty otherwise."""
        due = self.due(moments_ms, times)
        last_ms = (due(len(moments_ms) * times - 1) if due else 0) or 0
        return f"this takes {show_duration(last_ms)}" if last_ms >= _LONG_MS else ""
