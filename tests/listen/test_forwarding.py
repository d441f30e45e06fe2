"""The forwarder: at most so many at a time, in order per record, nothing forgotten."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Sequence
from random import Random

import pytest

from twenty_hooks.listen.forwarding import Batches, Forwarder, Pending


class World:
    """What a forwarder is given: what waits, and receivers that take their time."""

    def __init__(self, waiting: Sequence[Pending], at_once: int = 20) -> None:
        self.waiting = deque(waiting)
        self.begun: list[Pending] = []
        self.over: list[Pending] = []
        self.left: list[Pending] = []
        self.left_begun: list[Pending] = []
        self.problems: list[Exception] = []
        self.most = 0
        self.busy: set[tuple[str | None, str]] = set()
        self.hold = False
        self.has_begun = threading.Event()
        self.random = Random(1)
        self.forwarder = Forwarder(
            take=self.take,
            deliver=self.deliver,
            leave=self.leave,
            failed=self.problems.append,
            connections=contextlib.nullcontext(),
            at_once=at_once,
        )

    def take(self, limit: int) -> Sequence[Pending]:
        count = min(limit, len(self.waiting))
        return [self.waiting.popleft() for _ in range(count)]

    async def deliver(self, one: Pending) -> None:
        lane = (one.record, one.url)
        if one.record is not None:
            assert lane not in self.busy
            self.busy.add(lane)
        self.begun.append(one)
        self.most = max(self.most, len(self.begun) - len(self.over))
        self.has_begun.set()
        if self.hold:
            await asyncio.Event().wait()
        for _ in range(self.random.randrange(4)):
            await asyncio.sleep(0)
        self.busy.discard(lane)
        self.over.append(one)
        if one.url == "bad":
            raise ValueError("as it happens")

    def leave(self, waiting: Sequence[Pending], begun: Sequence[Pending]) -> None:
        self.left += waiting
        self.left_begun += begun


def line(count: int, records: int) -> list[Pending]:
    return [
        Pending(place, f"u{place % 2}", f"r{place % records}" if place % 5 else None)
        for place in range(1, count + 1)
    ]


@pytest.mark.parametrize(("count", "records"), [(1, 1), (300, 1), (3_000, 7)])
def test_all_are_forwarded_in_order_per_record(count: int, records: int) -> None:
    world = World(line(count, records))
    world.forwarder.start()
    assert world.forwarder.finish(30)
    assert sorted(world.over) == line(count, records)
    assert world.problems == []
    assert world.most <= 20
    by_lane: dict[tuple[str | None, str], list[int]] = {}
    for one in world.begun:
        by_lane.setdefault((one.record, one.url), []).append(one.place)
    for (record, _), places in by_lane.items():
        assert record is None or places == sorted(places)


def test_twenty_at_a_time_and_others_overtake_a_slow_record() -> None:
    world = World(line(500, 1_000))
    world.forwarder.start()
    world.forwarder.finish(30)
    assert 1 < world.most <= 20


def test_what_comes_later_is_forwarded_when_it_is_woken() -> None:
    world = World([])
    world.forwarder.start()
    world.waiting += line(50, 3)
    world.forwarder.wake()
    assert world.has_begun.wait(30)
    assert world.forwarder.finish(30)
    assert len(world.over) == 50


def test_one_that_fails_does_not_end_the_others() -> None:
    world = World(
        [Pending(1, "bad", "r"), Pending(2, "bad", "r"), Pending(3, "u", "r")]
    )
    world.forwarder.start()
    world.forwarder.finish(30)
    assert len(world.over) == 3
    assert len(world.problems) == 2


def test_ended_early_everything_is_accounted_for() -> None:
    world = World(line(5_000, 3))
    world.hold = True
    world.forwarder.start()
    assert world.has_begun.wait(30)
    assert not world.forwarder.finish(0.01)
    world.forwarder.stop(0)
    assert sorted(world.left + world.left_begun) == line(5_000, 3)
    assert sorted(world.left_begun) == sorted(world.begun)
    assert world.over == []


def test_no_more_than_some_is_looked_at_ahead() -> None:
    world = World(line(5_000, 1))
    world.hold = True
    world.forwarder.start()
    assert world.has_begun.wait(30)
    assert len(world.waiting) >= 4_000
    world.forwarder.stop(0)


def test_batches_gather_while_one_is_written() -> None:
    batches: list[list[int]] = []

    async def put_many() -> None:
        def write(things: list[int]) -> None:
            batches.append(things)

        writer = Batches(write)
        await asyncio.gather(*(writer.put(number) for number in range(10)))
        await writer.put(10)

    asyncio.run(put_many())
    assert [number for batch in batches for number in batch] == list(range(11))
    assert len(batches) <= 3
