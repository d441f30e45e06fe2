"""What has to be sent to receivers, against the plainest way to tell."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twenty_hooks.deliveries import routing
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.deliveries.stored import Forward, new_id
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.protocol import events
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.store import (
    AttemptLog,
    Selection,
    Store,
    Undelivered,
    attempt_log,
    outbox,
    schema,
)
from twenty_hooks.store.listeners import RunningListener
from twenty_hooks.store.rows import insert, to_row

URLS = ("http://a/", "http://b/", "http://c/")
NAMES = ("person.created", "person.updated", "company.created", "odd")
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    Store(path, writable=True).__exit__()
    return path


def record(
    store: Path,
    session: int | None,
    name: str = NAMES[0],
    *,
    targets: Sequence[str] = (),
    forged: bool = False,
) -> str:
    """Store a delivery of a session; return its id."""
    identity = new_id()
    body = json.dumps({"eventName": name, "n": identity}).encode()
    headers = signed_headers(body, "theirs" if forged else "s", "1", "00" * 16)
    verified = Secrets(given=("s",)).verify(Delivery(headers, body, received_at_ms=1))
    with contextlib.closing(schema.open_for_writing(store)) as connection:
        row = to_row(identity, session, ReceivedDelivery(verified, 200))
        first = insert(connection, [row])
        if session is not None and targets:
            outbox.add(connection, session, first, [targets])
    return identity


def attempt(identity: str, url: str, *, well: bool) -> Attempt:
    response = ReceiverResponse(url, 1.0, 200 if well else 500, was_answered=True)
    return Attempt("forward", identity, "x", url, 1, response)


def send(store: Path, identity: str, url: str, *, well: bool) -> None:
    with AttemptLog(store) as log:
        log.add([attempt(identity, url, well=well)])


def undelivered(
    store: Path, target: str | None = None
) -> dict[str, tuple[Undelivered, ...]]:
    with Store(store) as database:
        found = database.failed(target)
        by_place = {one.sequence: one.id for one in database.select(Selection())}
    return {by_place[place]: those for place, those in found.items()}


def states(store: Path) -> dict[str, Forward | None]:
    with Store(store) as database:
        found = list(database.entries_and_forwards(Selection()))
    return {entry.id: state for entry, state in found}


def listed_as_failed(store: Path) -> set[str]:
    with Store(store) as database:
        return {entry.id for entry in database.entries(Selection(failed=True))}


def files_of_listeners(store: Path) -> list[str]:
    return [one.name for one in store.parent.glob("*-listener-*")]


class Case(NamedTuple):
    """A delivery, and its attempts: at which URL, and whether it was accepted."""

    session: int | None
    name: str
    is_forged: bool
    attempts: Sequence[tuple[str, bool]]


ROUTES = st.lists(
    st.builds(
        EventRule,
        st.none() | st.sampled_from(["person.*", "*.created", "company.created"]),
        st.sampled_from(URLS),
    ),
    min_size=1,
    max_size=4,
)
CASES = st.lists(
    st.builds(
        Case,
        st.none() | st.integers(1, 3),
        st.sampled_from(NAMES),
        st.booleans(),
        st.lists(st.tuples(st.sampled_from(URLS), st.booleans()), max_size=4),
    ),
    max_size=8,
)
SESSIONS = st.tuples(ROUTES, ROUTES, ROUTES)
TAKE_INVALID = st.tuples(st.booleans(), st.booleans(), st.booleans())


class Expected(NamedTuple):
    """What the store has to tell of its deliveries, by id."""

    undelivered: dict[str, tuple[Undelivered, ...]]
    at_another: dict[str, tuple[Undelivered, ...]]
    states: dict[str, Forward | None]


def expected_of(
    cases: Mapping[str, Case],
    routes: Sequence[Sequence[EventRule]],
    take_invalid: Sequence[bool],
    *,
    is_second_running: bool,
) -> Expected:
    """Tell it from the cases alone. Session 1 has ended, session 2 may be running,
    session 3 never forwarded."""
    expected = Expected({}, {}, {})
    for identity, case in cases.items():
        last: dict[str, bool] = {}
        for url, well in case.attempts:
            last.pop(url, None)
            last[url] = well
        missing = []
        if case.session in (1, 2) and (
            not case.is_forged or take_invalid[case.session - 1]
        ):
            wanted = dict.fromkeys(urls(routes[case.session - 1], case.name))
            missing = [url for url in wanted if url not in last]
        is_waiting = is_second_running and case.session == 2
        failures = [url for url, well in last.items() if not well]
        left = [] if is_waiting else missing
        both = [Undelivered(url, True) for url in failures] + [
            Undelivered(url, False) for url in left
        ]
        if both:
            expected.undelivered[identity] = tuple(both)
        # At another place: everything, unless it was accepted there since.
        order = list(last)
        good = order.index(URLS[0]) if last.get(URLS[0]) else -1
        since = [url for url in failures if order.index(url) > good]
        if since or (left and (good < 0 or since)):
            expected.at_another[identity] = (Undelivered(URLS[0], bool(since)),)
        expected.states[identity] = (
            "failed"
            if failures
            else "unsent"
            if left
            else "waiting"
            if missing
            else "ok"
            if last
            else None
        )
    return expected


def urls(routes: Sequence[EventRule], name: str) -> list[str]:
    own = [
        one.value for one in routes if one.pattern and events.matches(one.pattern, name)
    ]
    return own or [one.value for one in routes if one.pattern is None]


def assert_tells(store: Path, expected: Expected) -> None:
    assert undelivered(store) == expected.undelivered
    assert undelivered(store, URLS[0]) == expected.at_another
    assert states(store) == expected.states
    assert listed_as_failed(store) == expected.undelivered.keys()


@settings(max_examples=60)
@given(routes=SESSIONS, take_invalid=TAKE_INVALID, runs=st.booleans(), cases=CASES)
def test_it_agrees_with_the_plainest_way_to_tell(
    tmp_path_factory: pytest.TempPathFactory,
    routes: tuple[list[EventRule], ...],
    take_invalid: tuple[bool, ...],
    runs: bool,
    cases: list[Case],
) -> None:
    store = tmp_path_factory.mktemp("outbox") / "store.db"
    Store(store, writable=True).__exit__()
    by_id = {}
    with contextlib.ExitStack() as stack:
        if runs:
            stack.enter_context(RunningListener(store, 2))
        for case in cases:
            targets: Sequence[str] = ()
            if case.session in (1, 2) and (
                not case.is_forged or take_invalid[case.session - 1]
            ):
                targets = routing.urls(routes[case.session - 1], case.name)
            identity = record(
                store, case.session, case.name, targets=targets, forged=case.is_forged
            )
            for url, well in case.attempts:
                send(store, identity, url, well=well)
            by_id[identity] = case
        assert_tells(
            store,
            expected_of(by_id, routes, take_invalid, is_second_running=runs),
        )


@contextlib.contextmanager
def version_4(path: Path) -> Iterator[sqlite3.Connection]:
    """A store as version 4 made it."""
    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:4])
        before.setattr(schema, "VERSION", 4)
        schema._expected_tables.cache_clear()
        with contextlib.closing(schema.open_for_writing(path)) as connection:
            yield connection
    schema._expected_tables.cache_clear()


@settings(max_examples=60)
@given(
    routes=SESSIONS,
    take_invalid=TAKE_INVALID,
    runs=st.booleans(),
    is_read_only=st.booleans(),
    cases=CASES,
)
def test_a_migrated_store_agrees_with_it_too(
    tmp_path_factory: pytest.TempPathFactory,
    routes: tuple[list[EventRule], ...],
    take_invalid: tuple[bool, ...],
    runs: bool,
    is_read_only: bool,
    cases: list[Case],
) -> None:
    """Version 4 derived the same from attempts and from what each session forwarded."""
    store = tmp_path_factory.mktemp("outbox") / "store.db"
    by_id = {}
    with version_4(store) as connection:
        for session in (1, 2):
            rules = [[one.pattern, one.value] for one in routes[session - 1]]
            connection.execute(
                "INSERT INTO forwardings VALUES (?, 0, ?, ?)",
                (session, take_invalid[session - 1], json.dumps(rules)),
            )
        for case in cases:
            identity = record(store, case.session, case.name, forged=case.is_forged)
            for url, well in case.attempts:
                send(store, identity, url, well=well)
            by_id[identity] = case
    expected = expected_of(by_id, routes, take_invalid, is_second_running=runs)
    with contextlib.ExitStack() as stack:
        if runs:
            stack.enter_context(RunningListener(store, 2))
        if is_read_only:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setattr(os, "access", lambda _, mode: mode == os.R_OK)
        assert_tells(store, expected)


def test_a_store_that_version_4_made_keeps_its_meaning(tmp_path: Path) -> None:
    """A listener of that version forwarded to a receiver that accepted one, answered
    500 to the next and then hung, and was killed; the failed one was replayed to
    another place. Another listener did not forward."""
    store = tmp_path / "store.db"
    shutil.copy(FIXTURES / "version_4.db", store)
    hook = "http://127.0.0.1:3901/hook"
    expected = {
        "hy26w3p5": None,
        "8s94q467": None,
        "5b9003wf": "ok",
        "d8r029c3": "unsent",
        "28ez0xaz": "unsent",
        "vw9fy2b1": "failed",
        "5nrycw9f": "ok",
    }
    assert states(store) == expected
    left = (Undelivered(hook, was_tried=False),)
    assert undelivered(store) == {
        "vw9fy2b1": (Undelivered(hook, was_tried=True),),
        "28ez0xaz": left,
        "d8r029c3": left,
    }
    other = "http://127.0.0.1:3902/other"
    left_there = (Undelivered(other, was_tried=False),)
    assert undelivered(store, other) == {"28ez0xaz": left_there, "d8r029c3": left_there}
    with Store(store) as database:
        failed = database.find("vw9fy2b1")
        assert [
            (one.kind, one.target, one.reply.is_ok) for one in database.attempts(failed)
        ] == [("forward", hook, False), ("replay", other, True)]
        unsent = database.find("d8r029c3").sequence
        assert database.targets(unsent) == (hook,)
    send(store, "d8r029c3", hook, well=True)
    assert states(store) == expected | {"d8r029c3": "ok"}


def test_what_waits_for_a_running_listener_is_not_left_until_it_ends(
    store: Path,
) -> None:
    with RunningListener(store, 1):
        identity = record(store, 1, targets=URLS[:1])
        assert undelivered(store) == {}
        assert states(store) == {identity: "waiting"}
        with Store(store) as database:
            assert database.count_waiting() == 1
            assert database.targets(1) == (URLS[0],)
            assert [one.is_waiting for one in database.unforwarded(1)] == [True]
    assert undelivered(store) == {identity: (Undelivered(URLS[0], False),)}
    assert files_of_listeners(store) == []
    with Store(store) as database:
        assert database.count_queued(1) == 1
        assert [one.is_waiting for one in database.unforwarded(1)] == [False]
    send(store, identity, URLS[0], well=True)
    assert undelivered(store) == {}
    with Store(store) as database:
        assert database.count_queued(1) == 0


def test_a_failure_is_found_while_its_listener_runs(store: Path) -> None:
    with RunningListener(store, 1):
        identity = record(store, 1, targets=URLS[:2])
        send(store, identity, URLS[0], well=False)
        assert undelivered(store) == {identity: (Undelivered(URLS[0], True),)}
        assert states(store) == {identity: "failed"}


def test_an_attempt_and_its_row_of_the_outbox_are_written_together(store: Path) -> None:
    identity = record(store, 1, targets=URLS[:1])
    connection = schema.open_for_writing(store)
    with contextlib.closing(connection):
        connection.execute("BEGIN")
        attempt_log.insert(connection, 1, [attempt(identity, URLS[0], well=True)])
        connection.execute("ROLLBACK")
    with Store(store) as database:
        assert database.attempts(database.find(identity)) == []
    assert states(store) == {identity: "unsent"}


def test_what_was_pruned_has_not_to_be_sent_any_more(store: Path) -> None:
    identity = record(store, 1, targets=URLS)
    send(store, identity, URLS[0], well=False)
    with Store(store, writable=True) as database:
        assert database.has_forwards()
        database.prune(10**15)
        assert not database.has_forwards()
    assert undelivered(store) == {}


def test_files_of_killed_listeners_are_removed(store: Path) -> None:
    killed = store.with_name("store.db-listener-00000000000a")
    killed.touch()
    other = store.with_name("else.db-listener-00000000000a")
    other.touch()
    with RunningListener(store, 2), RunningListener(store, 3):
        assert undelivered(store) == {}
        assert not killed.exists()
        assert other.exists()
        assert len(files_of_listeners(store)) == 3


def test_a_store_by_another_name_is_the_same(store: Path) -> None:
    link = store.with_name("link.db")
    link.symlink_to(store)
    with RunningListener(link, 1):
        identity = record(store, 1, targets=URLS[:1])
        assert undelivered(store) == undelivered(link) == {}
    assert list(undelivered(link)) == [identity]


def test_imported_deliveries_have_not_to_be_sent(store: Path) -> None:
    verified = Secrets().verify(Delivery((), b"{}", received_at_ms=1))
    with RunningListener(store, 1), Store(store, writable=True) as database:
        database.add([(None, ReceivedDelivery(verified, 200))])
    assert undelivered(store) == {}


def test_more_attempts_than_a_statement_takes(store: Path) -> None:
    ids = [record(store, 1, targets=URLS[:1]) for _ in range(3)]
    with AttemptLog(store) as log:
        log.add([attempt(ids[n % 3], f"http://x/{n}", well=True) for n in range(1_000)])
    with Store(store) as database:
        counts = [len(database.attempts(database.find(identity))) for identity in ids]
    assert counts == [334, 333, 333]


def test_version_3_is_read_where_it_can_not_be_written_and_else_migrated(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:3])
        before.setattr(schema, "VERSION", 3)
        schema._expected_tables.cache_clear()
        old = record(path, 5)
        send(path, old, URLS[0], well=False)
    schema._expected_tables.cache_clear()
    expected = {old: (Undelivered(URLS[0], True),)}
    with pytest.MonkeyPatch.context() as locked:
        locked.setattr(os, "access", lambda _, mode: mode == os.R_OK)
        assert undelivered(path) == expected
        assert states(path) == {old: "failed"}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    assert undelivered(path) == expected
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
