"""Group commit: what counts as stored, what does not, and what makes room."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.store import GroupCommit, Selection, Store, pruning, schema
from twenty_hooks.store.listeners import RunningListener

URL = "http://a/"


def received(number: int, size: int = 0) -> ReceivedDelivery:
    body = b'{"eventName":"n.created","n":%d,"p":"%s"}' % (number, b"x" * size)
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
def commit(path: Path, notices: list[str]) -> Iterator[GroupCommit]:
    with GroupCommit(path, limit=10**9, notice=notices.append) as made:
        yield made


def bodies(path: Path) -> list[bytes]:
    with Store(path) as store:
        found = store.select(Selection())
        return [one.delivery.body for one in found]


def append(
    commit: GroupCommit,
    *deliveries: ReceivedDelivery,
    targets: Sequence[str] = (),
) -> list[str | BaseException]:
    """Hand all of them over at once; return their ids, or why they failed."""

    async def append_all() -> list[str | BaseException]:
        futures = [commit.append(one, targets) for one in deliveries]
        return await asyncio.gather(*futures, return_exceptions=True)

    return asyncio.run(append_all())


def append_one_by_one(
    commit: GroupCommit,
    numbers: Iterable[int],
    *,
    size: int = 0,
    targets: Sequence[str] = (),
) -> None:
    async def append_each() -> None:
        for number in numbers:
            await commit.append(received(number, size), targets)

    asyncio.run(append_each())


def append_attempts(commit: GroupCommit, *attempts: Attempt) -> list[Any]:
    async def append_all() -> list[Any]:
        futures = [commit.append_attempt(one) for one in attempts]
        return await asyncio.gather(*futures, return_exceptions=True)

    return asyncio.run(append_all())


def attempt(identity: str, *, status: int = 200, target: str = URL) -> Attempt:
    response = ReceiverResponse(target, 5.0, status)
    return Attempt("forward", identity, "n.created", target, 1, response)


def test_what_has_an_id_can_be_read_by_others(commit: GroupCommit, path: Path) -> None:
    for number in range(3):
        (identity,) = append(commit, received(number))
        with Store(path) as store:
            assert store.find("@1").id == identity
        assert len(bodies(path)) == commit.stored == number + 1


def test_a_burst_is_few_commits(
    commit: GroupCommit, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[int] = []
    write = commit._commit
    all_handed_over = threading.Event()

    def counted(batch: Any) -> OSError | None:
        assert all_handed_over.wait(20)
        commits.append(len(batch))
        return write(batch)

    async def burst() -> None:
        futures = [commit.append(received(number)) for number in range(700)]
        all_handed_over.set()
        await asyncio.gather(*futures)

    monkeypatch.setattr(commit, "_commit", counted)
    asyncio.run(burst())
    assert sum(commits) == len(bodies(path)) == commit.stored == 700
    assert len(commits) <= 5  # what came during the first one, 200 at a time
    append(commit, received(700))
    assert commits[-1] == 1  # a lone one waits for no other


def test_what_can_not_be_written_fails_for_all_who_wait_and_passes(
    commit: GroupCommit, path: Path
) -> None:
    assert commit._connection is not None
    commit._connection.execute("PRAGMA query_only = ON")
    (failure,) = append(commit, received(1))
    assert isinstance(failure, OSError)
    assert failure.strerror == f"the store {path}: it is read-only"
    append(commit, received(4))
    assert bodies(path) == [received(4).delivery.body]


def test_a_full_disk(commit: GroupCommit, path: Path) -> None:
    assert commit._connection is not None
    pages = commit._connection.execute("PRAGMA page_count").fetchone()[0]
    commit._connection.execute(f"PRAGMA max_page_count = {pages}")
    deliveries = [received(number, 1_000) for number in range(100)]
    results = append(commit, *deliveries)
    failures = [str(one) for one in results if isinstance(one, OSError)]
    assert failures
    assert all(one.endswith("the disk is full") for one in failures)
    stored = [
        delivery.delivery.body
        for delivery, result in zip(deliveries, results, strict=True)
        if isinstance(result, str)
    ]
    assert bodies(path) == stored


def test_another_program_that_holds_the_store_is_waited_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_BUSY_SECONDS", 0.2)
    with GroupCommit(path, limit=10**9, notice=print) as commit:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        (failure,) = append(commit, received(1))
        assert str(failure).endswith("another program holds it")
        other.execute("ROLLBACK")
        other.close()
        append(commit, received(2))
    assert bodies(path) == [received(2).delivery.body]


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_file_of_the_store_that_was_removed_is_noticed(
    commit: GroupCommit, path: Path, end: str
) -> None:
    """What is written to a removed -wal is gone when the process is killed."""
    append(commit, received(1))
    Path(f"{path}{end}").unlink()
    (failure,) = append(commit, received(2))
    assert str(failure).endswith("was moved or replaced; start again")


def test_closing_commits_what_waits(path: Path, notices: list[str]) -> None:
    with GroupCommit(path, limit=10**9, notice=notices.append) as commit:

        async def give_up() -> None:
            commit.append(received(1)).cancel()

        asyncio.run(give_up())
    assert bodies(path) == [received(1).delivery.body]
    assert notices == []


def test_a_delivery_and_its_forwards_are_stored_together(
    commit: GroupCommit, path: Path
) -> None:
    _, second = append(commit, received(1), received(2), targets=(URL, "http://b/"))
    assert isinstance(second, str)
    assert (commit.stored, commit.queued) == (2, 4)
    with Store(path) as store:
        queued = store.queued(commit.session, 0, 10)
        assert [(one.sequence, one.target) for one in queued] == [
            *((1, URL), (1, "http://b/")),
            *((2, URL), (2, "http://b/")),
        ]
        append_attempts(commit, attempt(second))
        rest = store.queued(commit.session, 0, 10)
        assert rest == [queued[0], queued[1], queued[3]]
        assert [one.reply.status for one in store.attempts(store.find(second))] == [200]


def test_without_a_target_nothing_is_added_to_the_outbox(
    commit: GroupCommit, path: Path
) -> None:
    append(commit, received(1))
    with Store(path) as store:
        assert not store.has_forwards()


def test_results_and_deliveries_share_commits_and_fail_together(
    commit: GroupCommit, path: Path
) -> None:
    (identity,) = append(commit, received(1), targets=(URL,))
    assert isinstance(identity, str)
    assert commit._connection is not None
    commit._connection.execute("PRAGMA query_only = ON")
    (failure,) = append_attempts(commit, attempt(identity))
    assert isinstance(failure, OSError)
    with Store(path) as store:
        assert store.count_queued(commit.session) == 1
    assert append_attempts(commit, attempt(identity), attempt("gone")) == [None, None]
    with Store(path) as store:
        assert store.count_queued(commit.session) == 0


def test_what_is_saved_elsewhere_is_saved_before_it_is_stored(
    path: Path, notices: list[str]
) -> None:
    saved: list[Delivery] = []
    is_full = False

    def save(deliveries: Sequence[Delivery]) -> None:
        if is_full:
            raise OSError(28, "No space left on device")
        assert len(saved) == len(bodies(path))
        saved.extend(deliveries)

    with GroupCommit(path, limit=10**9, notice=notices.append, save=save) as commit:
        append_one_by_one(commit, range(3))
        is_full = True
        (failure,) = append(commit, received(3))
    assert isinstance(failure, OSError)
    assert failure.strerror == "No space left on device"
    assert [one.body for one in saved] == bodies(path)


def test_what_was_not_shown_is_not_pruned(path: Path, notices: list[str]) -> None:
    with GroupCommit(path, limit=100_000, notice=notices.append) as commit:
        append_one_by_one(commit, range(1_000))
        append_one_by_one(commit, until_pruned(commit, 1_000))
        count = commit.stored
    assert len(bodies(path)) == count
    assert notices[0] == (
        "the store is larger than 100.0 kB (--store-limit): none can be removed before "
        "it is shown and forwarded"
    )
    notices.clear()
    with GroupCommit(path, limit=100_000, notice=notices.append) as commit:
        append_one_by_one(commit, until_pruned(commit, count))
        count += commit.stored
    kept = bodies(path)
    assert kept[-1] == received(count - 1).delivery.body
    assert len(kept) < 500
    (notice,) = notices
    assert notice.endswith("(--store-limit): its oldest deliveries are removed")


def test_what_another_listener_needs_stays_whatever_its_age(
    path: Path, notices: list[str]
) -> None:
    """All that it has shown and forwarded goes before, oldest first."""
    with GroupCommit(path, limit=10**9, notice=notices.append) as other:
        append_one_by_one(other, range(100), targets=(URL,))
        with Store(path) as store:
            forwarded = list(store.select(Selection()))[:40]
        append_attempts(other, *(attempt(one.id) for one in forwarded))
        other.set_shown(60)
        with GroupCommit(path, limit=100_000, notice=notices.append) as commit:
            commit.set_shown(10**9)
            append_one_by_one(commit, range(1_000, 2_000))
            append_one_by_one(commit, until_pruned(commit, 2_000))
        kept = bodies(path)
        assert kept[:60] == [
            received(number).delivery.body for number in range(40, 100)
        ]
        assert len(kept) < 500
        assert len(kept) > 60
    with Store(path, writable=True) as store:
        store.prune(100)
        assert store.count(Selection(before_ms=100)) == 0


def test_pruning_by_hand_spares_what_a_listener_needs(
    path: Path, commit: GroupCommit
) -> None:
    append_one_by_one(commit, range(10))
    append_one_by_one(commit, range(10, 20), targets=(URL,))
    commit.set_shown(5)
    with Store(path, writable=True) as store:
        assert store.prune(10**9) == 5
        commit.set_shown(20)
        assert store.prune(10**9) == 5
        assert store.count(Selection()) == 10
        append_attempts(
            commit, *(attempt(one.id, status=500) for one in store.select(Selection()))
        )
        assert store.prune(10**9) == 10


def test_what_no_listener_needs_any_more_may_go(path: Path) -> None:
    with RunningListener(path, 7):
        Store(path, writable=True).__exit__()
    with GroupCommit(path, limit=10**9, notice=print) as commit:
        append_one_by_one(commit, range(10), targets=(URL,))
    with Store(path, writable=True) as store:
        assert store.prune(10**9) == 10


def test_a_temporary_store_keeps_to_its_limit_whatever_waits(
    path: Path, notices: list[str]
) -> None:
    with GroupCommit(
        path, limit=100_000, notice=notices.append, is_temporary=True
    ) as commit:
        append_one_by_one(commit, range(1_000), targets=(URL,))
        append_one_by_one(commit, until_pruned(commit, 1_000))
        count = commit.stored
    kept = bodies(path)
    assert kept[-1] == received(count - 1).delivery.body
    assert len(kept) < 500
    assert notices[0] == (
        "more than 100.0 kB of deliveries (--no-store): its oldest deliveries are "
        "removed"
    )


def until_pruned(commit: GroupCommit, number: int) -> Iterator[int]:
    """Numbers of more deliveries, until the size of the store was looked at once more:
    the thread that commits does it after a commit and before the next."""
    deadline = time.monotonic() + 60
    commit._commits = 0
    yield from (number, number + 1)
    while commit._is_pruning:
        assert time.monotonic() < deadline
        number += 2
        yield from (number, number + 1)


def test_a_small_limit_is_kept_long_before_two_hundred_commits(
    path: Path, notices: list[str]
) -> None:
    limit = 200_000
    with GroupCommit(path, limit=limit, notice=notices.append) as commit:
        commit.set_shown(10**9)  # nothing waits to be shown
        append_one_by_one(commit, range(150), size=5_000)
    assert "the store is larger than 200.0 kB" in notices[0]
    with sqlite3.connect(path) as connection:
        assert pruning.used_bytes(connection) <= limit
        count, latest = connection.execute(
            "SELECT count(*), max(moment) FROM deliveries"
        ).fetchone()
    connection.close()
    assert latest == 149
    assert count > 15  # no more were removed than was needed
