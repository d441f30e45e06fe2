"""How fast deliveries are printed."""

from __future__ import annotations

import pytest

from twenty_hooks.listen import rate_limit
from twenty_hooks.listen.rate_limit import Backoff, RateLimit


def test_a_batch_of_twenty_is_read_and_a_flood_is_not() -> None:
    reading = RateLimit()
    assert not reading.is_exceeded_by(20)
    assert not reading.is_exceeded_by(40)
    assert reading.is_exceeded_by(1)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


def test_who_shows_steps_aside_only_in_a_burst(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    courtesy = Backoff(10)
    clock.now += 0.001
    assert courtesy.pause(11) == 0
    clock.now += 0.001
    pause = courtesy.pause(60)
    assert pause == rate_limit._SHORTEST_PAUSE
    clock.now += pause + 0.001
    assert courtesy.pause(62) == 0, "little came while it stepped aside"
    clock.now += 0.02
    assert courtesy.pause(100) == pytest.approx(0.02 * rate_limit._PAUSE_SHARE)


def test_what_came_between_two_looks_is_a_burst_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    courtesy = Backoff(0)
    clock.now += 0.002
    assert courtesy.pause(0) == 0, "nobody else had a turn meanwhile"
    clock.now += 0.01
    assert courtesy.pause(100) > 0
