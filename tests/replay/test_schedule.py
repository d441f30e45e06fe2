"""When each of many requests is due."""

from __future__ import annotations

from twenty_hooks.replay.schedule import Due, as_received, evenly


def all_of(due: Due) -> list[float]:
    found: list[float] = []
    while (moment := due(len(found))) is not None:
        found.append(moment)
    return found


def test_a_rate_spreads_requests_evenly() -> None:
    assert all_of(evenly(4, 5)) == [0, 250, 500, 750, 1_000]


def test_original_timing_keeps_the_pauses() -> None:
    assert all_of(as_received([70, 100, 100, 370])) == [0, 30, 30, 300]


def test_a_second_round_begins_with_the_end_of_the_first() -> None:
    assert all_of(as_received([70, 100, 370], count=2)) == [0, 30, 300, 300, 330, 600]


def test_a_single_request_is_due_at_once() -> None:
    assert all_of(as_received([5], count=3)) == [0, 0, 0]
