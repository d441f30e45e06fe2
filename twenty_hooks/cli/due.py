"""When each of many deliveries is due: how long after the beginning, in ms.

What these functions return takes the place of a delivery, from 0, never falls, and is
None after the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Due = Callable[[int], float | None]


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
