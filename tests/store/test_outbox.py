"""What the store still owes to receivers, against the plainest way to tell."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Forwarding,
    Selection,
    Store,
    Undelivered,
    schema,
)
from twenty_hooks.store.rows import insert, to_row

URLS = ("http://a/", "http://b/", "http://c/")
NAMES = ("person.created", "person.updated", "company.created", "odd")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    Store(path, writable=True).__exit__()
    return path


def came(
    store: Path, session: int | None, name: str = NAMES[0], *, forged: bool = False
) -> str:
    """A delivery of a session; its id."""
    identity = new_id()
    body = json.dumps({"eventName": name, "n": identity}).encode()
    headers = signed_headers(body, "theirs" if forged else "s", "1", "00" * 16)
    verified = Secrets(given=("s",)).verify(Delivery(headers, body, received_at_ms=1))
    with contextlib.closing(schema.open_for_writing(store)) as connection:
        insert(connection, [to_row(identity, session, ReceivedDelivery(verified, 200))])
    return identity


def tried(store: Path, identity: str, url: str, *, well: bool) -> None:
    reply = ReceiverResponse(url, 1.0, 200 if well else 500, was_answered=True)
    with AttemptLog(store) as log:
        log.add([Attempt("forward", identity, "x", url, 1, reply)])


def forwarding(
    store: Path, session: int = 1, *routes: EventRule, invalid: bool = False
) -> Forwarding:
    return Forwarding(
        store, session, routes or (EventRule(None, URLS[0]),), takes_invalid=invalid
    )


def owed(store: Path, target: str | None = None) -> dict[str, tuple[Undelivered, ...]]:
    with Store(store) as database:
        found = database.failed(target)
        by_place = {one.sequence: one.id for one in database.select(Selection())}
    return {by_place[place]: those for place, those in found.items()}


def states(store: Path) -> dict[str, Forward | None]:
    with Store(store) as database:
        found = list(database.entries_and_forwards(Selection()))
    return {entry.id: state for entry, state in found}


def rows(store: Path) -> int:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        found = connection.execute("SELECT count(*) FROM forwardings").fetchone()
        return int(found[0])


def signs(store: Path) -> list[str]:
    return [one.name for one in store.parent.glob("*-forwarding-*")]


class Case(NamedTuple):
    """A delivery, and what became of it: at which URL, and whether it went well."""

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


def urls(routes: Sequence[EventRule], name: str) -> list[str]:
    own = [
        one.value for one in routes if one.pattern and events.matches(one.pattern, name)
    ]
    return own or [one.value for one in routes if one.pattern is None]


@settings(max_examples=60)
@given(
    routes=st.tuples(ROUTES, ROUTES, ROUTES),
    takes=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    lives=st.booleans(),
    cases=CASES,
)
def test_what_is_owed_agrees_with_the_plainest_way_to_tell(
    tmp_path_factory: pytest.TempPathFactory,
    routes: tuple[list[EventRule], ...],
    takes: tuple[bool, ...],
    lives: bool,
    cases: list[Case],
) -> None:
    """Session 1 ended, session 2 may live, session 3 never forwarded."""
    store = tmp_path_factory.mktemp("owed") / "store.db"
    Store(store, writable=True).__exit__()
    sessions = [
        forwarding(store, number, *routes[number - 1], invalid=takes[number - 1])
        for number in (1, 2)
    ]
    for one in sessions:
        one.__enter__()
    expected: dict[str, tuple[Undelivered, ...]] = {}
    elsewhere: dict[str, tuple[Undelivered, ...]] = {}
    shown: dict[str, Forward | None] = {}
    for case in cases:
        identity = came(store, case.session, case.name, forged=case.is_forged)
        last: dict[str, bool] = {}
        for url, well in case.attempts:
            tried(store, identity, url, well=well)
            last.pop(url, None)
            last[url] = well
        missing = []
        if case.session in (1, 2) and (not case.is_forged or takes[case.session - 1]):
            wanted = dict.fromkeys(urls(routes[case.session - 1], case.name))
            missing = [url for url in wanted if url not in last]
        is_waiting = lives and case.session == 2
        failures = [url for url, well in last.items() if not well]
        left = [] if is_waiting else missing
        both = [Undelivered(url, True) for url in failures] + [
            Undelivered(url, False) for url in left
        ]
        if both:
            expected[identity] = tuple(both)
        # At another place: all that is owed, unless it went well there since.
        order = list(last)
        good = order.index("http://a/") if last.get("http://a/") else -1
        since = [url for url in failures if order.index(url) > good]
        if since or (left and (good < 0 or since)):
            elsewhere[identity] = (Undelivered("http://a/", bool(since)),)
        shown[identity] = (
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
    for one in sessions[: 1 if lives else 2]:
        one.__exit__()
    try:
        assert owed(store) == expected
        assert owed(store, "http://a/") == elsewhere
        assert states(store) == shown
    finally:
        sessions[1].__exit__()


def test_what_waits_is_not_owed_until_the_session_ends(store: Path) -> None:
    with forwarding(store) as session:
        identity = came(store, 1)
        assert owed(store) == {}
        assert states(store) == {identity: "waiting"}
        with Store(store) as database:
            assert database.count_waiting() == 1
            assert database.targets(1) == (URLS[0],)
    assert session.left == 1
    assert owed(store) == {identity: (Undelivered(URLS[0], False),)}
    assert signs(store) == []
    tried(store, identity, URLS[0], well=True)
    assert owed(store) == {}


def test_where_all_went_out_nothing_is_left_of_the_session(store: Path) -> None:
    with forwarding(store) as session:
        tried(store, came(store, 1), URLS[0], well=True)
        tried(store, came(store, 1), URLS[0], well=False)
        came(store, None)
    assert session.left == rows(store) == 0
    assert signs(store) == []


def test_only_what_came_after_it_began_is_looked_at(store: Path) -> None:
    came(store, 1)  # another one, that had the same number by chance
    with forwarding(store) as session:
        came(store, 2)
    assert (session.left, owed(store)) == (0, {})


def test_what_is_settled_is_not_looked_at_again(store: Path) -> None:
    """As its attempts are certain to be there, their number makes no difference."""
    with forwarding(store) as session:
        came(store, 1)
        session.settled = 1
        identity = came(store, 1)
    assert session.left == 1
    assert list(owed(store)) == [identity]


def test_what_was_pruned_is_owed_no_more_and_its_session_forgotten(
    store: Path,
) -> None:
    with forwarding(store):
        came(store, 1)
    assert rows(store) == 1
    with Store(store, writable=True) as database:
        database.prune(10**15)
    assert owed(store) == {}
    with forwarding(store, 2):
        assert rows(store) == 1
    assert rows(store) == 0


def test_sessions_begin_without_what_killed_ones_left_lying(store: Path) -> None:
    left = store.with_name("store.db-forwarding-00000000000a")
    left.touch()
    other = store.with_name("else.db-forwarding-00000000000a")
    other.touch()
    with forwarding(store, 2), forwarding(store, 3):
        assert not left.exists()
        assert other.exists()
        assert len(signs(store)) == 3


def test_a_store_by_another_name_is_the_same(store: Path) -> None:
    link = store.with_name("link.db")
    link.symlink_to(store)
    with forwarding(link):
        identity = came(store, 1)
        assert owed(store) == owed(link) == {}
    assert list(owed(link)) == [identity]


def test_imports_owe_nothing(store: Path) -> None:
    judged = Secrets().verify(Delivery((), b"{}", received_at_ms=1))
    with forwarding(store), Store(store, writable=True) as database:
        database.add([(None, ReceivedDelivery(judged, 200))])
    assert owed(store) == {}


def test_a_store_of_the_version_before_is_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as before:
        before.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:3])
        before.setattr(schema, "VERSION", 3)
        Store(path, writable=True).__exit__()
        old = came(path, 5)
        tried(path, old, URLS[0], well=False)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    with monkeypatch.context() as locked:
        locked.setattr("os.access", lambda _, mode: mode == os.R_OK)
        assert owed(path) == {old: (Undelivered(URLS[0], True),)}
        assert states(path) == {old: "failed"}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    assert owed(path) == {old: (Undelivered(URLS[0], True),)}
    with forwarding(path):
        new = came(path, 1)
    assert set(owed(path)) == {old, new}
