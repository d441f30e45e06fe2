"""What a paused listener looks through: from the store, and from memory."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.browser.keymap import Motion
from twenty_hooks.browser.list_view import Window
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.listen.browse_list import LAST, MemoryShelf, Shelf, StoreShelf
from twenty_hooks.store import AttemptLog, Selection, Span, Store, Writer

Make = Callable[..., contextlib.AbstractContextManager[Shelf]]


def received(
    name: str, event: str = "person.created", **record: Any
) -> ReceivedDelivery:
    shape = {"eventName": event, "record": {"name": name, **record}}
    delivery = Delivery((), json.dumps(shape).encode(), received_at_ms=1_000)
    return ReceivedDelivery(Secrets().verify(delivery), 200)


@contextlib.contextmanager
def from_store(
    path: Path, received_deliveries: list[ReceivedDelivery]
) -> Iterator[Shelf]:
    asyncio.run(stored(path, [received("of another session")]))
    session = asyncio.run(stored(path, received_deliveries))
    asyncio.run(stored(path, [received("of a later session")]))
    with Store(path) as store:
        yield StoreShelf(store, Span(session, 1), Selection())


async def stored(path: Path, received_deliveries: list[ReceivedDelivery]) -> int:
    with Writer(path, limit=10**9, notice=lambda _: None) as writer:
        for one in received_deliveries:
            await writer.keep([one])
        return writer.session


@contextlib.contextmanager
def from_memory(
    _: Path, received_deliveries: list[ReceivedDelivery]
) -> Iterator[Shelf]:
    shelf = MemoryShelf(lambda _: True)
    for one in received_deliveries:
        shelf.arrive(one)
    yield shelf


both = pytest.mark.parametrize("shelf_of", [from_store, from_memory])


def labels(shelf: Shelf, typed: str) -> list[str]:
    return [row.entry.label for row in shelf.rows(typed, 0, 100)]


@both
def test_rows_around_a_place(shelf_of: Make, tmp_path: Path) -> None:
    received_deliveries = [received(f"N{number}") for number in range(10)]
    with shelf_of(tmp_path / "x.db", received_deliveries) as shelf:
        places = [row.sequence for row in shelf.rows("", 0, 100)]
        assert labels(shelf, "") == [f"N{number}" for number in range(10)]
        newest = shelf.rows("", LAST, 3, backwards=True)
        assert [row.entry.label for row in newest] == ["N9", "N8", "N7"]
        some = shelf.rows("", places[4], 2)
        assert [row.entry.label for row in some] == ["N4", "N5"]
        before = shelf.rows("", places[0] - 1, 5, backwards=True)
        assert not before
        found = shelf.load(places[3])
        assert found is not None
        assert found.received.verified == received_deliveries[3].verified
        assert shelf.load(10_000) is None


@both
def test_what_a_filter_means(shelf_of: Make, tmp_path: Path) -> None:
    received_deliveries = [
        received("Ada Lovelace"),
        received("Quill", "company.created"),
        received("Zoë", "person.updated"),
        received("100%", "company.deleted"),
    ]
    with shelf_of(tmp_path / "x.db", received_deliveries) as shelf:
        assert labels(shelf, "person.*") == ["Ada Lovelace", "Zoë"]
        assert labels(shelf, "*.created") == ["Ada Lovelace", "Quill"]
        assert labels(shelf, "ada") == ["Ada Lovelace"]
        assert labels(shelf, "ZOË") == ["Zoë"]
        assert labels(shelf, "%") == ["100%"]
        assert labels(shelf, "love person.*") == ["Ada Lovelace"]
        assert labels(shelf, "unsigned") == labels(shelf, "") == labels(shelf, "  ")
        assert labels(shelf, "mismatch") == []
        assert labels(shelf, "person.c*") == []
        first = shelf.rows("", 0, 1)[0].entry.id
        assert "Ada Lovelace" in labels(shelf, first)


@both
def test_what_changed_since_the_state_before(shelf_of: Make, tmp_path: Path) -> None:
    received_deliveries = [
        received("Ada", id="1", jobTitle="Countess"),
        received("Other", id="2"),
        received("Ada", "person.updated", id="1", jobTitle="CTO"),
    ]
    with shelf_of(tmp_path / "x.db", received_deliveries) as shelf:
        rows = shelf.rows("", 0, 10)
        updated = shelf.load(rows[2].sequence)
        assert updated is not None
        record_history = shelf.record_history(updated)
        assert record_history.previous is not None
        assert record_history.previous.id == rows[0].entry.id
        (change,) = record_history.differences
        assert (change.path, change.before, change.after) == (
            *("jobTitle", "Countess"),
            "CTO",
        )
        other = shelf.load(rows[1].sequence)
        assert other is not None
        assert shelf.record_history(other).previous is None


def test_the_last_attempt_stands_in_the_row(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with from_store(path, [received("Ada"), received("Grace")]) as shelf:
        first, second = shelf.rows("", 0, 10)
        assert first.attempt is None
        with AttemptLog(path) as log:
            for status in (500, 204):
                reply = ReceiverResponse("http://x", 3, status=status)
                log.add(
                    [Attempt("forward", first.entry.id, None, "http://x", 1, reply)]
                )
        first, second = shelf.rows("", 0, 10)
        assert first.attempt is not None
        assert first.attempt.reply.status == 204
        assert second.attempt is None
        loaded = shelf.load(first.sequence)
        assert loaded is not None
        assert [one.reply.status for one in shelf.attempts(loaded)] == [500, 204]


def test_memory_keeps_the_last_and_no_more_than_it_may() -> None:
    shelf = MemoryShelf(lambda event: event != "x.y", most_bytes=50_000)
    for number in range(100):
        shelf.arrive(received(f"N{number}"))
        shelf.arrive(received("not shown", "x.y"))
    kept = labels(shelf, "")
    assert kept == [f"N{number}" for number in range(100 - len(kept), 100)]
    assert 5 < len(kept) < 15
    shelf.arrive(received("x" * 60_000))
    assert labels(shelf, "") == []
    shelf.arrive(received("Ada"))
    assert labels(shelf, "") == ["Ada"]
    assert [row.entry.id for row in shelf.rows("", 0, 9)] == ["#102"]


MOTIONS: list[Motion] = ["up", "down", "page-up", "page-down", "home", "end"]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(MOTIONS), st.just("come"), st.sampled_from(["", "n1"])
        ),
        max_size=40,
    ),
    st.integers(1, 8),
)
def test_a_window_is_a_part_of_the_list_with_the_selected_in_it(
    steps: list[str], room: int
) -> None:
    shelf = MemoryShelf(lambda _: True)
    window = Window(shelf)
    typed = ""
    count = 0
    for step in ["come", *steps]:
        selected = window.selected
        seen = [row.sequence for row in window.rows(typed, room)]
        if step == "come":
            shelf.arrive(received(f"N{count}"))
            count += 1
        elif step in MOTIONS:
            window.move(step, typed)
        else:
            typed = step
        every = [row.sequence for row in shelf.rows(typed, 0, 1_000)]
        rows = [row.sequence for row in window.rows(typed, room)]
        assert len(rows) == min(room, len(every))
        start = every.index(rows[0]) if rows else 0
        assert rows == every[start : start + room]
        assert window.selected in rows if rows else window.selected is None
        if step == "come" and selected is not None and seen:
            assert window.selected == selected  # nothing moves for what comes
            assert rows[: len(seen)] == seen
        if step == "end" and every:
            assert window.selected == every[-1]
        if step == "home" and every:
            assert window.selected == every[0]
