"""When each of many deliveries is due."""

from __future__ import annotations

from twenty_hooks.replay.schedule import Due, as_they_came, evenly


def all_of(due: Due) -> list[float]:
    found: list[float] = []
    while (moment := due(len(found))) is not None:
        found.append(moment)
    return found


def test_so_many_a_second() -> None:
    assert all_of(evenly(4, 5)) == [0, 250, 500, 750, 1_000]


def test_with_the_pauses_between_them() -> None:
    assert all_of(as_they_came([70, 100, 100, 370])) == [0, 30, 30, 300]


def test_a_second_time_begins_with_the_last_of_the_first() -> None:
    assert all_of(as_they_came([70, 100, 370], times=2)) == [0, 30, 300, 300, 330, 600]


def test_one_alone_is_due_at_once() -> None:
    assert all_of(as_they_came([5], times=3)) == [0, 0, 0]
