"""Group commit: who is told that a delivery is kept, and who is not."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from twenty_hooks.deliveries.attempt import Attempt, Kind
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.listen.print_queue import Item, PrintQueue, Skipped
from twenty_hooks.store import AttemptLog, Selection, Store, Writer, pruning, schema
from twenty_hooks.store.rows import Row


def received(number: int) -> ReceivedDelivery:
    body = b'{"eventName":"n.created","n":%d}' % number
    return ReceivedDelivery(
        Secrets().verify(Delivery((), body, received_at_ms=number)), 200
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def writer(path: Path, notices: list[str]) -> Iterator[Writer]:
    with Writer(path, limit=10**9, notice=notices.append) as made:
        yield made


def bodies(path: Path) -> list[bytes]:
    with Store(path) as store:
        found = store.select(Selection())
        return [one.delivery.body for one in found]


def keep(
    writer: Writer, *numbers: int, together: bool = True
) -> list[BaseException | None]:
    """What keeping them raises, for each. together: they come at once."""
    groups = [numbers] if together else [(number,) for number in numbers]

    async def keep_all() -> list[BaseException | None]:
        found = await asyncio.gather(
            *(writer.keep([received(one) for one in group]) for group in groups),
            return_exceptions=True,
        )
        return [one if isinstance(one, BaseException) else None for one in found]

    return asyncio.run(keep_all())


def test_when_it_returns_others_can_read_it(writer: Writer, path: Path) -> None:
    for number in range(3):
        assert keep(writer, number) == [None]
        assert len(bodies(path)) == number + 1


def test_a_burst_is_few_commits(
    writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[int] = []
    commit = writer._commit
    all_came = threading.Event()

    def counted(rows: list[Row]) -> OSError | None:
        assert all_came.wait(20)
        commits.append(len(rows))
        return commit(rows)

    async def burst() -> None:
        kept = [writer.keep([received(number)]) for number in range(700)]
        all_came.set()
        await asyncio.gather(*kept)

    monkeypatch.setattr(writer, "_commit", counted)
    asyncio.run(burst())
    assert sum(commits) == len(bodies(path)) == 700
    assert len(commits) <= 5  # what came during the first one, 200 at a time
    assert keep(writer, 700) == [None]
    assert commits[-1] == 1  # a lone one waits for nobody


def test_what_can_not_be_written_is_told_to_all_who_wait_and_passes(
    writer: Writer, path: Path
) -> None:
    assert writer._connection is not None
    writer._connection.execute("PRAGMA query_only = ON")
    (failure,) = keep(writer, 1, 2, 3)
    assert isinstance(failure, OSError)
    assert failure.strerror == f"the store {path}: it is read-only"
    assert keep(writer, 4) == [None]
    assert bodies(path) == [received(4).delivery.body]


def test_full(writer: Writer, path: Path) -> None:
    assert writer._connection is not None
    pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
    writer._connection.execute(f"PRAGMA max_page_count = {pages}")
    (failure,) = map(str, keep(writer, *range(100)))
    assert failure.endswith("the disk is full")
    assert bodies(path) == []


def test_somebody_who_holds_the_store_is_waited_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_BUSY_SECONDS", 0.2)
    with Writer(path, limit=10**9, notice=print) as writer:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        (failure,) = keep(writer, 1)
        assert str(failure).endswith("another program holds it")
        other.execute("ROLLBACK")
        other.close()
        assert keep(writer, 2) == [None]
    assert bodies(path) == [received(2).delivery.body]


def test_closing_commits_what_waits(path: Path, notices: list[str]) -> None:
    with Writer(path, limit=10**9, notice=notices.append) as writer:

        async def give_up() -> None:
            task = writer.keep([received(1)])
            for _ in range(5):
                await asyncio.sleep(0)
            task.cancel()

        asyncio.run(give_up())
    assert bodies(path) == [received(1).delivery.body]
    assert notices == []


def test_what_was_not_shown_is_not_pruned(path: Path, notices: list[str]) -> None:
    with Writer(path, limit=50_000, notice=notices.append) as writer:
        writer._commits = 0
        assert keep(writer, *range(2_000), together=False) == [None] * 2_000
        writer._commits = 0  # the size is looked at once more
        assert keep(writer, 2_000) == [None]
    assert len(bodies(path)) == 2_001
    with Writer(path, limit=50_000, notice=notices.append) as writer:
        assert keep(writer, 2_001) == [None]
    kept = bodies(path)
    assert kept[-1] == received(2_001).delivery.body
    assert len(kept) < 2_000
    (notice,) = set(notices)
    assert notice.startswith("the store is larger than 50.0 kB: its oldest deliveries")


def test_what_nobody_is_going_to_read_may_go_and_is_counted(
    path: Path, notices: list[str]
) -> None:
    with (
        Writer(path, limit=60_000, notice=notices.append) as writer,
        Store(path) as store,
    ):
        queue = PrintQueue(store, writer)
        assert keep(writer, *range(100), together=False) == [None] * 100
        assert len(queue.take()) == 50
        queue.let_go()
        keep(writer, *range(100, 2_000), together=False)
        count = keep_until_it_is_pruned(writer, 2_000)
        kept = bodies(path)
        assert kept[-1] == received(count - 1).delivery.body
        assert len(kept) < 500
        seen: list[bytes] = []
        skipped: list[Skipped] = []
        while taken := queue.take():
            for item in taken:
                if isinstance(item, Item):
                    seen.append(item.received.delivery.body)
                elif isinstance(item, Skipped):
                    skipped.append(item)
        assert seen == kept
        assert skipped == [Skipped(count - 50 - len(kept), was_stored=True)]


def test_what_waits_to_be_forwarded_stays_though_nobody_reads(
    path: Path, notices: list[str]
) -> None:
    with Writer(path, limit=50_000, notice=notices.append) as writer:
        writer.shown = 10**9
        writer.forwarded = 0
        assert keep(writer, *range(2_000), together=False) == [None] * 2_000
        count = keep_until_it_is_pruned(writer, 2_000)
    assert len(bodies(path)) == count


def test_a_temporary_store_keeps_to_its_limit_whatever_waits(
    path: Path, notices: list[str]
) -> None:
    with Writer(path, limit=60_000, notice=notices.append, is_temporary=True) as writer:
        writer.forwarded = 0
        keep(writer, *range(1_000), together=False)
        count = keep_until_it_is_pruned(writer, 1_000)
    kept = bodies(path)
    assert kept[-1] == received(count - 1).delivery.body
    assert len(kept) < 500
    assert notices == [
        "more than 60.0 kB waits: the oldest deliveries are removed (--no-store)"
    ]


def keep_until_it_is_pruned(writer: Writer, number: int) -> int:
    """The next number after the last one that had to be kept: pruning is done by the
    thread that commits, after a commit and before the next."""
    deadline = time.monotonic() + 60
    writer._commits = 0  # the size is looked at once more
    while True:
        for _ in range(2):
            assert keep(writer, number) == [None]
            number += 1
        if not writer._is_pruning:
            return number
        assert time.monotonic() < deadline


def test_a_small_limit_is_kept_long_before_two_hundred_commits(
    path: Path, notices: list[str]
) -> None:
    limit = 200_000

    def large(number: int) -> ReceivedDelivery:
        body = b'{"eventName":"n.created","p":"%s"}' % (b"x" * 5_000)
        given = Delivery((), body, received_at_ms=number)
        return ReceivedDelivery(Secrets().verify(given), 200)

    async def keep_one_after_another(writer: Writer) -> None:
        for number in range(150):
            await writer.keep([large(number)])

    with Writer(path, limit=limit, notice=notices.append) as writer:
        writer.shown = 10**9  # nothing waits to be shown
        asyncio.run(keep_one_after_another(writer))
    (notice,) = notices
    assert "the store is larger than 200.0 kB" in notice
    with sqlite3.connect(path) as connection:
        assert pruning.used_bytes(connection) <= limit
        (latest,) = connection.execute("SELECT max(moment) FROM deliveries").fetchone()
    connection.close()
    assert latest == 149


def test_what_waited_to_be_shown_comes_in_the_order_it_happened(
    path: Path, notices: list[str]
) -> None:
    """Deliveries came at 1, 2, 3, ... ms; each was forwarded 10 ms later, and the first
    sent again much later."""
    with (
        Writer(path, limit=10**9, notice=notices.append) as writer,
        Store(path) as store,
    ):
        queue = PrintQueue(store, writer)
        assert keep(writer, *range(1, 121), together=False) == [None] * 120
        with AttemptLog(path, writer.session) as log:
            ids = [entry.id for entry in store.entries(Selection())][::-1]

            def attempt(kind: Kind, number: int, at_ms: int) -> Attempt:
                reply = ReceiverResponse("u", 5.0, 200)
                return Attempt(kind, ids[number - 1], "n.created", "u", at_ms, reply)

            log.add([attempt("forward", number, number + 5) for number in range(1, 61)])
            log.add([attempt("replay", 1, 79)])
            log.add([attempt("forward", number, 200) for number in range(61, 121)])
            moments: list[float] = []
            while taken := queue.take():
                moments += [
                    item.at_ms + item.reply.elapsed_ms
                    if isinstance(item, Attempt)
                    else item.received.delivery.received_at_ms or 0
                    for item in taken
                    if not isinstance(item, Skipped)
                ]
    assert len(moments) == 241
    assert moments == sorted(moments)
