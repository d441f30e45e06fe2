"""What the browser of a listener reads from the store."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twenty_hooks.browser.browse_list import BrowseList
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.store import AttemptLog, GroupCommit, Selection, Span, Store


def received(
    name: str, event: str = "person.created", **record: Any
) -> ReceivedDelivery:
    shape = {"eventName": event, "record": {"name": name, **record}}
    delivery = Delivery((), json.dumps(shape).encode(), received_at_ms=1_000)
    return ReceivedDelivery(Secrets().verify(delivery), 200)


@contextlib.contextmanager
def listed(
    path: Path, received_deliveries: list[ReceivedDelivery]
) -> Iterator[BrowseList]:
    asyncio.run(stored(path, [received("of another session")]))
    session = asyncio.run(stored(path, received_deliveries))
    asyncio.run(stored(path, [received("of a later session")]))
    with Store(path) as store:
        yield BrowseList(store, Span(session, 1), Selection())


async def stored(path: Path, received_deliveries: list[ReceivedDelivery]) -> int:
    with GroupCommit(path, limit=10**9, notice=lambda _: None) as writer:
        for one in received_deliveries:
            await writer.append(one)
        return writer.session


def labels(deliveries: BrowseList, typed: str) -> list[str]:
    return [row.entry.label for row in deliveries.rows(typed, 0, 100)]


def test_rows_around_a_place(tmp_path: Path) -> None:
    received_deliveries = [received(f"N{number}") for number in range(10)]
    with listed(tmp_path / "x.db", received_deliveries) as deliveries:
        places = [row.sequence for row in deliveries.rows("", 0, 100)]
        assert labels(deliveries, "") == [f"N{number}" for number in range(10)]
        newest = deliveries.rows("", sys.maxsize, 3, backwards=True)
        assert [row.entry.label for row in newest] == ["N9", "N8", "N7"]
        some = deliveries.rows("", places[4], 2)
        assert [row.entry.label for row in some] == ["N4", "N5"]
        before = deliveries.rows("", places[0] - 1, 5, backwards=True)
        assert not before
        found = deliveries.load(places[3])
        assert found is not None
        assert found.received.verified == received_deliveries[3].verified
        assert deliveries.load(10_000) is None


def test_what_a_filter_means(tmp_path: Path) -> None:
    received_deliveries = [
        received("Ada Lovelace"),
        received("Quill", "company.created"),
        received("Zoë", "person.updated"),
        received("100%", "company.deleted"),
    ]
    with listed(tmp_path / "x.db", received_deliveries) as deliveries:
        assert labels(deliveries, "person.*") == ["Ada Lovelace", "Zoë"]
        assert labels(deliveries, "*.created") == ["Ada Lovelace", "Quill"]
        assert labels(deliveries, "ada") == ["Ada Lovelace"]
        assert labels(deliveries, "ZOË") == ["Zoë"]
        assert labels(deliveries, "%") == ["100%"]
        assert labels(deliveries, "love person.*") == ["Ada Lovelace"]
        assert (
            labels(deliveries, "unsigned")
            == labels(deliveries, "")
            == labels(deliveries, "  ")
        )
        assert labels(deliveries, "mismatch") == []
        assert labels(deliveries, "person.c*") == []
        first = deliveries.rows("", 0, 1)[0].entry.id
        assert "Ada Lovelace" in labels(deliveries, first)


def test_what_changed_since_the_state_before(tmp_path: Path) -> None:
    received_deliveries = [
        received("Ada", id="1", jobTitle="Countess"),
        received("Other", id="2"),
        received("Ada", "person.updated", id="1", jobTitle="CTO"),
    ]
    with listed(tmp_path / "x.db", received_deliveries) as deliveries:
        rows = deliveries.rows("", 0, 10)
        updated = deliveries.load(rows[2].sequence)
        assert updated is not None
        record_history = deliveries.record_history(updated)
        assert record_history.previous is not None
        assert record_history.previous.id == rows[0].entry.id
        (change,) = record_history.differences
        assert (change.path, change.before, change.after) == (
            *("jobTitle", "Countess"),
            "CTO",
        )
        other = deliveries.load(rows[1].sequence)
        assert other is not None
        assert deliveries.record_history(other).previous is None


def test_the_last_attempt_stands_in_the_row(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with listed(path, [received("Ada"), received("Grace")]) as deliveries:
        first, second = deliveries.rows("", 0, 10)
        assert first.attempt is None
        with AttemptLog(path) as log:
            for status in (500, 204):
                reply = ReceiverResponse("http://x", 3, status=status)
                log.add(
                    [Attempt("forward", first.entry.id, None, "http://x", 1, reply)]
                )
        first, second = deliveries.rows("", 0, 10)
        assert first.attempt is not None
        assert first.attempt.reply.status == 204
        assert second.attempt is None
        loaded = deliveries.load(first.sequence)
        assert loaded is not None
        assert [one.reply.status for one in deliveries.attempts(loaded)] == [500, 204]
