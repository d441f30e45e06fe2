"""What waits to be shown, how fast, and what is said when it is too much."""

from __future__ import annotations

import pytest

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.listen import pace, print_queue
from twenty_hooks.listen.pace import Backoff, NoticeQueue, Pace
from twenty_hooks.listen.print_queue import Item, QueueFeed, Skipped


def received(number: int, size: int = 10) -> ReceivedDelivery:
    body = b'{"eventName":"n.created","n":%d,"p":"%s"}' % (number, b"x" * size)
    return ReceivedDelivery(Secrets().verify(Delivery((), body)), 200)


def test_a_queue_gives_all_in_order_while_there_is_room() -> None:
    feed = QueueFeed()
    received_deliveries = [received(number) for number in range(500)]
    for one in received_deliveries:
        feed.arrive(one)
    taken: list[ReceivedDelivery] = []
    while items := feed.take():
        taken += [item.received for item in items if isinstance(item, Item)]
    assert taken == received_deliveries


def test_a_full_queue_tells_in_its_place_how_many_it_left_out() -> None:
    feed = QueueFeed(most_bytes=21_000)
    for number in range(12):
        feed.arrive(received(number))
    first = feed.take()
    assert [type(item) for item in first] == [Item] * 5 + [Skipped]
    assert first[-1] == Skipped(7)
    feed.arrive(received(12))
    assert [type(item) for item in feed.take()] == [Item]
    assert feed.take() == []


def test_a_queue_counts_what_it_passes_over() -> None:
    feed = QueueFeed(most_bytes=21_000)
    for number in range(12):
        feed.arrive(received(number))
    assert feed.skip(()) == 12
    assert feed.skip(()) == 0
    feed.arrive(received(12))
    assert feed.skip(("other.*",)) == 0


def test_the_same_notice_again_is_counted_and_too_many_are_not_kept() -> None:
    notices = NoticeQueue()
    for _ in range(3):
        notices.add("disk full")
    notices.add("another")
    assert notices.take() == ["disk full (3 times)", "another"]
    assert notices.take() == []
    for number in range(10_000):
        notices.add(str(number))
    taken = notices.take()
    assert taken[-1] == f"and {10_000 - len(taken) + 1} more such notices"


def test_a_batch_of_twenty_is_read_and_a_flood_is_not() -> None:
    reading = Pace()
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
    monkeypatch.setattr(pace, "time", clock)
    courtesy = Backoff(10)
    clock.now += 0.001
    assert courtesy.pause(11) == 0
    clock.now += 0.001
    pause = courtesy.pause(60)
    assert pause == pace._SHORTEST_PAUSE
    clock.now += pause + 0.001
    assert courtesy.pause(62) == 0, "little came while it stepped aside"
    clock.now += 0.02
    assert courtesy.pause(100) == pytest.approx(0.02 * pace._PAUSE_SHARE)


def test_what_came_between_two_looks_is_a_burst_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(pace, "time", clock)
    courtesy = Backoff(0)
    clock.now += 0.002
    assert courtesy.pause(0) == 0, "nobody else had a turn meanwhile"
    clock.now += 0.01
    assert courtesy.pause(100) > 0


def test_the_queue_is_free_while_what_was_taken_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed = QueueFeed()
    feed.arrive(received(1))
    read = print_queue.unpacked

    def unpacked_while_more_comes(one: ReceivedDelivery) -> ReceivedDelivery:
        assert feed._lock.acquire(blocking=False), "the server would wait"
        feed._lock.release()
        return read(one)

    monkeypatch.setattr(print_queue, "unpacked", unpacked_while_more_comes)
    assert len(feed.take()) == 1
