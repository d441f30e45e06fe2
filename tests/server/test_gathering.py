"""What gathers, and for how long."""

from __future__ import annotations

import asyncio

from twenty_hooks.server.gathering import Gathering


def gathered(*turns: int, most: int = 10) -> list[list[int]]:
    """What is dealt with when so many come in each turn of a loop."""
    dealt: list[list[int]] = []
    numbers = iter(range(sum(turns)))

    async def come() -> None:
        gathering = Gathering(dealt.append, most=most)
        for count in turns:
            for _ in range(count):
                gathering.add(next(numbers))
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(come())
    return dealt


def test_a_lone_one_waits_for_nobody() -> None:
    assert gathered(1, 0, 0, 1) == [[0], [1]]


def test_they_gather_while_each_turn_brings_more() -> None:
    assert gathered(2, 1, 3, 0, 0, 2) == [[0, 1, 2, 3, 4, 5], [6, 7]]


def test_they_do_not_gather_for_ever() -> None:
    dealt = gathered(*[1] * 40, most=10)
    assert [one for some in dealt for one in some] == list(range(40))
    assert max(map(len, dealt)) == 10


def test_more_at_once_than_may_are_dealt_with_in_parts() -> None:
    assert list(map(len, gathered(25, most=10))) == [10, 10, 5]
