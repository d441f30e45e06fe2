"""What waits to be printed, and in which order it comes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from twenty_hooks.deliveries.attempt import Attempt, Kind
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.listen.print_queue import Item, PrintQueue, Skipped, UnsavedDeliveries
from twenty_hooks.listen.recorder import Recorder
from twenty_hooks.store import Selection, Store


def received(number: int, event: str = "n.created") -> ReceivedDelivery:
    body = b'{"eventName":"%s","n":%d}' % (event.encode(), number)
    return ReceivedDelivery(
        Secrets().verify(Delivery((), body, received_at_ms=number)), 200
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def recording(path: Path) -> Recorder:
    return Recorder(path, None, limit=10**9, targets_of=lambda _: (), notice=print)


def append(recorder: Recorder, *deliveries: ReceivedDelivery) -> list[str]:
    async def append_each() -> list[str]:
        return [await recorder.append(one) for one in deliveries]

    return asyncio.run(append_each())


def taken(queue: PrintQueue) -> list[Item | Attempt | Skipped]:
    found: list[Item | Attempt | Skipped] = []
    while some := queue.take():
        found += some
    return found


def test_it_has_what_this_listener_stored_and_nothing_else(path: Path) -> None:
    with recording(path) as other:
        append(other, received(1))
    with recording(path) as ours:
        queue = PrintQueue(ours.reader(), ours)
        ids = append(ours, *(received(number) for number in range(120)))
        with recording(path) as other:
            append(other, received(2))
        found = taken(queue)
        assert [one.stored.id for one in found if isinstance(one, Item) and one.stored]
        assert len(found) == len(ids) == 120
        assert taken(queue) == []


def test_it_all_comes_in_the_order_it_happened(path: Path) -> None:
    """Deliveries arrived at 1, 2, 3, ... ms; each was forwarded 10 ms later, and the
    first resent much later."""
    with recording(path) as recorder:
        queue = PrintQueue(recorder.reader(), recorder)
        ids = append(recorder, *(received(number) for number in range(1, 121)))

        async def add(kind: Kind, number: int, at_ms: int) -> None:
            reply = ReceiverResponse("u", 5.0, 200)
            await recorder.append_attempt(
                Attempt(kind, ids[number - 1], "n.created", "u", at_ms, reply)
            )

        async def add_all() -> None:
            for number in range(1, 61):
                await add("forward", number, number + 5)
            await add("replay", 1, 79)
            for number in range(61, 121):
                await add("forward", number, 200)

        asyncio.run(add_all())
        moments = [
            item.ended_ms
            if isinstance(item, Attempt)
            else item.received.delivery.received_at_ms or 0
            for item in taken(queue)
            if not isinstance(item, Skipped)
        ]
    assert len(moments) == 241
    assert moments == sorted(moments)


def test_what_was_removed_before_its_turn_is_counted(path: Path) -> None:
    with recording(path) as recorder:
        queue = PrintQueue(recorder.reader(), recorder)
        append(recorder, *(received(number) for number in range(100)))
        assert len(queue.take()) == 50
        append(recorder, *(received(number) for number in range(100, 300)))
        with Store(path, writable=True) as other:
            assert other.prune(10**9) == 0, "it waits to be shown"
            queue.let_go()
            assert other.prune(250) == 250
        found = taken(queue)
    assert len([one for one in found if isinstance(one, Item)]) == 50
    assert found[-1] == Skipped(200, was_stored=True)


def test_what_was_taken_before_may_be_pruned(path: Path) -> None:
    with recording(path) as recorder:
        queue = PrintQueue(recorder.reader(), recorder)
        append(recorder, *(received(number) for number in range(60)))
        with Store(path, writable=True) as other:
            for before, after in ((60, 60), (60, 10), (10, 0)):
                assert other.count(Selection()) == before
                queue.take()
                other.prune(10**9)
                assert other.count(Selection()) == after


def test_what_is_passed_over_is_counted_by_event(path: Path) -> None:
    with recording(path) as recorder:
        queue = PrintQueue(recorder.reader(), recorder)
        append(recorder, *(received(number) for number in range(60)))
        assert len(queue.take()) == 50
        append(recorder, received(60, "m.created"))
        assert queue.skip(("m.*",)) == 1
        append(recorder, *(received(number) for number in range(5)))
        assert queue.skip(()) == 5
        assert queue.skip(()) == 0
        assert taken(queue) == []


def test_what_could_not_be_stored_waits_as_long_as_there_is_room() -> None:
    unsaved = UnsavedDeliveries(most_bytes=25_000)
    deliveries = [received(number) for number in range(12)]
    for one in deliveries:
        unsaved.add(one)
    *items, skipped = unsaved.take()
    assert items == [Item(one) for one in deliveries[: len(items)]]
    assert skipped == Skipped(12 - len(items), was_stored=False)
    unsaved.add(received(12))
    assert unsaved.take() == [Item(received(12))]
    assert unsaved.take() == []
