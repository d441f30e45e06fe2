"""Which deliveries are recorded together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.server.batching import BatchRecorder


def numbered(number: int) -> ReceivedDelivery:
    verified = Secrets().verify(Delivery((), b"%d" % number))
    return ReceivedDelivery(verified, 200)


def number_of(received: ReceivedDelivery) -> int:
    return int(received.delivery.body)


def batches(*turns: int) -> list[list[int]]:
    """Return what is recorded together when so many are received in each turn of the
    event loop."""
    recorded: list[list[int]] = []

    async def record_all(some: Sequence[ReceivedDelivery]) -> Sequence[str]:
        recorded.append([number_of(one) for one in some])
        return [f"id {number_of(one)}" for one in some]

    async def receive() -> None:
        recorder = BatchRecorder(record_all)
        ids: list[asyncio.Future[str]] = []
        for count in turns:
            ids += [recorder.record(numbered(len(ids) + n)) for n in range(count)]
            await asyncio.sleep(0)
        assert await asyncio.gather(*ids) == [f"id {n}" for n in range(len(ids))]

    asyncio.run(receive())
    return recorded


def test_a_lone_delivery_waits_for_no_other() -> None:
    assert batches(1, 0, 0, 1) == [[0], [1]]


def test_they_gather_while_each_turn_brings_more() -> None:
    assert batches(2, 1, 3, 0, 0, 2) == [[0, 1, 2, 3, 4, 5], [6, 7]]


def test_they_do_not_gather_for_ever() -> None:
    recorded = batches(*[1] * 400)
    assert [number for some in recorded for number in some] == list(range(400))
    assert max(map(len, recorded)) <= 101


def test_too_many_at_once_are_recorded_in_parts() -> None:
    assert list(map(len, batches(250))) == [100, 100, 50]


def test_a_full_disk_fails_all_of_a_batch_and_a_bug_only_its_own_delivery() -> None:
    calls: list[int] = []

    async def record_all(some: Sequence[ReceivedDelivery]) -> Sequence[str]:
        calls.append(len(some))
        if number_of(some[0]) >= 10:
            raise OSError(28, "No space left on device")
        if any(number_of(one) == 1 for one in some):
            raise LookupError("a bug")
        return ["an id"] * len(some)

    async def record(*numbers: int) -> list[type]:
        recorder = BatchRecorder(record_all)
        results = await asyncio.gather(
            *(recorder.record(numbered(number)) for number in numbers),
            return_exceptions=True,
        )
        return [type(result) for result in results]

    assert asyncio.run(record(10, 11)) == [OSError, OSError]
    assert calls == [2]
    assert asyncio.run(record(0, 1, 2)) == [str, LookupError, str]
    assert calls == [2, 3, 1, 1, 1]
