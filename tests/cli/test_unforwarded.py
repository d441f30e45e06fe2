"""What a listener that ended had not forwarded yet: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import itertools
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.support.listen_process import Listen
from tests.support.loading import SECRET, body_of, headers_of, post_all
from tests.support.receiving import Receiver, answers, closed_port, receiver
from twenty_hooks.store import Selection, Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

# More by hand: HOOKS_KILLS=100 pytest tests/cli/test_unforwarded.py
KILLS = int(os.environ.get("HOOKS_KILLS", "3"))
AT_ONCE = 20  # so many are under way at most


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "store.db"
    monkeypatch.setenv("TWENTY_HOOKS_STORE", str(place))
    return place


@contextlib.contextmanager
def listening(*arguments: str) -> Iterator[Listen]:
    running = Listen("--secret", SECRET, *arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def post(to: Listen, *numbers: int) -> None:
    for number in numbers:
        body = body_of(number)
        assert to.post(body, headers_of(body)) == 200


def slow(connection: socket.socket) -> None:
    time.sleep(0.004)
    answers()(connection)


def hang(connection: socket.socket) -> None:
    connection.recv(1)


def bodies(there: Receiver) -> list[bytes]:
    return [request.partition(b"\r\n\r\n")[2] for request in there.requests]


def all_read(there: Receiver) -> list[bytes]:
    """What it has got, once all that was under way to it arrived, or broke."""
    mark = random.randbytes(8).hex()
    connection = http.client.HTTPConnection("127.0.0.1", there.port, timeout=20)
    connection.request("POST", "/", mark)
    connection.getresponse().read()
    connection.close()
    got = bodies(there)
    assert got[-1] == mark.encode()
    there.requests.pop()
    return got[:-1]


def went_well(store: Path) -> set[bytes]:
    with Store(store) as database:
        return {
            one.delivery.body
            for one in database.select(Selection())
            if any(attempt.reply.is_ok for attempt in database.attempts(one))
        }


def kept(store: Path) -> list[bytes]:
    with Store(store) as database:
        found = database.select(Selection())
        return [one.delivery.body for one in found]


def tries(store: Path) -> int:
    """How many forwards have their result."""
    with Store(store) as database:
        return sum(len(database.attempts(one)) for one in database.select(Selection()))


def until(store: Path, count: int) -> None:
    """At least so many have their result."""
    deadline = time.monotonic() + 20
    while tries(store) < count:
        assert time.monotonic() < deadline


def burst(to: Listen, store: Path, numbers: Iterator[int]) -> dict[bytes, int]:
    """Post as fast as it takes them, until it is killed at some moment after the first
    was forwarded."""
    answered: dict[bytes, int] = {}
    chance = random.Random(os.environ.get("HOOKS_SEED"))
    known = tries(store)

    def kill() -> None:
        until(store, known + 1)
        time.sleep(chance.random() / 2)  # any moment is as good
        to.process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    asyncio.run(post_all(to.port, map(body_of, numbers), 20, answered))
    killer.join()
    to.process.communicate()
    assert set(answered.values()) == {200}
    return answered


def test_killed_with_a_backlog_all_that_was_acknowledged_gets_there(
    run: Run, store: Path
) -> None:
    """Each exactly once, but for the few that were under way."""
    numbers = itertools.count()
    arrived: Counter[bytes] = Counter()
    with receiver(slow) as there:
        for _ in range(KILLS):
            with listening("--forward-to", there.url) as ours:
                answered = burst(ours, store, numbers)
            before = all_read(there)
            done = went_well(store)
            arrived.update(before)
            assert done <= arrived.keys()
            missing = [body for body in kept(store) if body not in done]
            assert len(missing) > AT_ONCE  # else nothing was shown by this
            there.requests.clear()
            ran = run("replay", "--failed", "--concurrency", "1")
            assert ran.code == 0, ran.stderr
            assert f"{len(missing)} never forwarded\n" in ran.stderr
            assert bodies(there) == missing
            arrived.update(missing)
            assert answered.keys() <= {*done, *missing}
            assert len(set(before) & set(missing)) <= AT_ONCE
            assert run("replay", "--failed").stderr == (
                "nothing failed: nothing to resend\n"
            )
            there.requests.clear()
    assert set(kept(store)) <= arrived.keys()


def test_killed_without_a_receiver_what_failed_and_what_never_went_are_both_found(
    run: Run, store: Path
) -> None:
    with listening("--forward-to", f"http://127.0.0.1:{closed_port()}/x") as ours:
        answered = burst(ours, store, itertools.count())
    everything = kept(store)
    with receiver() as there:
        ran = run("replay", "--failed", "--to", there.url)
        assert ran.code == 0, ran.stderr
        assert bodies(there) == everything
        assert answered.keys() <= set(everything)
        found = re.search(
            r"^selected: (\d+) failed, (\d+) never forwarded$", ran.stderr, re.M
        )
        assert found, ran.stderr
        assert int(found[1]) + int(found[2]) == len(everything)
        run("replay", "--failed", "--to", there.url)
        assert len(there.requests) == len(everything)


def test_what_waits_for_a_listener_that_runs_is_not_sent_by_another(
    run: Run, store: Path
) -> None:
    with receiver(hang) as there, listening("--forward-to", there.url) as ours:
        post(ours, *range(30))
        while not there.requests:
            pass
        for _ in range(3):
            ran = run("replay", "--failed")
            assert (ran.code, ran.text) == (0, "")
            assert ran.stderr == (
                "nothing failed; a running listener will forward 30 deliveries\n"
            )
        assert run("deliveries", "list", "--failed").text == ""
        rows = run("deliveries", "list", "--json", "--limit", "0").json_lines
        assert [row["forward"] for row in rows] == ["waiting"] * 30
        shown = run("deliveries", "show").lines[-1]
        assert shown == (
            f"· waiting to be forwarded to {there.url}/ by a running listener"
        )
        ours.process.kill()
        ours.process.wait()
        assert run("replay", "--failed", "--dry-run").code == 0
        rows = run("deliveries", "list", "--failed", "--limit", "0").lines
        assert len(rows) == 30
        assert all(row.endswith("  ! fwd unsent") for row in rows)
        there.over.set()


def test_others_that_look_all_the_time_find_nothing_of_one_that_runs(
    store: Path,
) -> None:
    """From its beginning to its end, also at the moments in between."""
    look = (
        "import sys; from pathlib import Path\n"
        "from twenty_hooks.store import Store\n"
        "looks = 0\n"
        "print('looks', flush=True)\n"
        "while True:\n"
        "    with Store(Path(sys.argv[1])) as store:\n"
        "        found = store.failed()\n"
        "    looks += 1\n"
        "    if found:\n"
        "        print('FOUND', found, flush=True)\n"
        "    if looks == 50:\n"
        "        print('enough', flush=True)\n"
    )
    Store(store, writable=True).__exit__()
    others = [
        subprocess.Popen(
            [sys.executable, "-c", look, str(store)], stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    with receiver() as there:
        for start in (0, 100, 200, 300):
            with listening("--forward-to", there.url, "--count", "100") as ours:
                post(ours, *range(start, start + 100))
                code, _, err = ours.end(None)
                assert code == 0, err
    said = []
    for one in others:
        assert one.stdout is not None
        lines = [one.stdout.readline(), one.stdout.readline()]
        one.kill()
        said += [*lines, *one.communicate()[0].splitlines(keepends=True)]
    assert sorted(said) == [b"enough\n"] * 2 + [b"looks\n"] * 2
    assert len(went_well(store)) == 400
    assert not list(store.parent.glob("*-forwarding-*"))


def test_a_relay_that_was_cut_short_is_found(run: Run, store: Path) -> None:
    with receiver(hang) as there:
        with listening("--relay", "--forward-to", there.url) as ours:
            body = body_of(1)

            def call() -> None:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    ours.post(body, headers_of(body))

            caller = threading.Thread(target=call)
            caller.start()
            while not there.requests:
                pass
            assert (
                "a running listener will forward 1 delivery"
                in run("replay", "--failed").stderr
            )
        caller.join()
        there.over.set()
    with receiver() as there:
        ran = run("replay", "--failed", "--to", there.url)
        assert bodies(there) == [body]
    assert "1 never forwarded" in ran.stderr


def test_relayed_and_all_went_well_nothing_is_left(run: Run, store: Path) -> None:
    with receiver() as there:
        with listening("--relay", "--forward-to", there.url) as ours:
            post(ours, 1, 2)
            code, _, err = ours.end()
        assert (code, len(there.requests)) == (0, 2)
        assert "still waiting" not in err
        run("replay", "--failed")
        assert len(there.requests) == 2


@pytest.mark.parametrize("interruptions", [1, 2], ids=["after-for", "at-once"])
def test_ended_by_a_person_what_waited_is_said_and_found(
    run: Run, store: Path, interruptions: int
) -> None:
    """`--for` is over and it still forwards: Ctrl-C; or Ctrl-C, and once more."""
    duration = ("--for", "1s") if interruptions == 1 else ()
    with receiver(hang) as there:
        with listening("--forward-to", there.url, *duration) as ours:
            post(ours, *range(50))
            while not there.requests:
                pass
            if duration:
                assert ours.process.stderr is not None
                while b"what still waits" not in ours.process.stderr.readline():
                    pass
            for _ in range(interruptions):
                ours.process.send_signal(signal.SIGINT)
            _, _, err = ours.end(None)
        there.over.set()
    with Store(store) as database:
        owed = [one for those in database.failed().values() for one in those]
    assert len(owed) == 50
    if interruptions == 1:
        left = sum(not one.was_tried for one in owed)
        assert left == 50 - AT_ONCE
        assert f"{left} still waiting to be forwarded\n" in err
        assert "deliveries are stored; resend them with: hooks replay --failed" in err


def test_what_became_of_one_that_could_not_be_written_down_is_not_taken_for_well(
    run: Run, store: Path
) -> None:
    """Another program holds the store while the receiver answers, and for longer than
    anybody waits for it."""
    with contextlib.closing(sqlite3.connect(store, check_same_thread=False)) as other:

        def hold(connection: socket.socket) -> None:
            other.execute("BEGIN IMMEDIATE")
            answers()(connection)

        with receiver(answers(), hold) as there:
            with listening("--forward-to", there.url, "--count", "2") as ours:
                post(ours, 1)
                until(store, 1)
                post(ours, 2)
                assert ours.process.stderr is not None
                while (
                    b"the result of a delivery could not be stored"
                    not in ours.process.stderr.readline()
                ):
                    pass
                other.rollback()
                assert ours.process.wait(30) == 0
            assert "1 never forwarded" in run("replay", "--failed").stderr
            assert bodies(there) == [body_of(1), body_of(2), body_of(2)]


def test_pruning_beside_a_listener_removes_nothing_that_it_has_to_forward(
    run: Run, store: Path
) -> None:
    prune = ("deliveries", "prune", "--older-than", "0ms", "--yes")
    with receiver(answers(), hang) as there:
        with listening("--forward-to", there.url) as ours:
            post(ours, 1)
            until(store, 1)
            post(ours, *range(2, 30))
            while len(there.requests) < 2:
                pass
            deadline = time.monotonic() + 20
            while (ran := run(*prune, "--json")).json["removed"] == 0:
                assert time.monotonic() < deadline, "the first was shown by now"
            assert ran.json == {"removed": 1, "left": 28, "spared": 28}
            text = run(*prune).text
            assert "28 of these were old enough, but a running listener still" in text
            ours.process.kill()
            ours.process.wait()
        there.over.set()
    assert run(*prune, "--json").json == {"removed": 28, "left": 0, "spared": 0}


def test_only_where_the_routes_lead(run: Run, store: Path) -> None:
    """What no route names, and what was refused, is not owed; two targets are."""
    port = closed_port()
    with receiver(hang) as there:
        routes = ("person.*", "*.created")
        arguments = [f"{one}={there.url}/{one[0]}" for one in routes]
        options = [word for one in arguments for word in ("--forward-to", one)]
        with listening(*options) as ours:
            post(ours, 1)
            elsewhere = json.dumps({"eventName": "company.deleted"}).encode()
            assert ours.post(elsewhere, headers_of(elsewhere)) == 200
            assert ours.post(body_of(2)) == 401
        there.over.set()
    ran = run("replay", "--failed", "--dry-run")
    assert "2 never forwarded" in ran.stderr
    shown = run("deliveries", "show", "@3").lines
    assert [line for line in shown if "not forwarded" in line] == [
        f"! not forwarded to {there.url}/p: the listener ended before",
        f"! not forwarded to {there.url}/*: the listener ended before",
    ]
    run("replay", "@3", "--to", f"http://127.0.0.1:{port}/")
    shape = run("deliveries", "show", "@3", "--json").json
    assert shape["unforwarded"] == [
        {"target": f"{there.url}/p", "waiting": False},
        {"target": f"{there.url}/*", "waiting": False},
    ]
    assert len(shape["attempts"]) == 1
    assert run("deliveries", "show", "@1", "--json").json["unforwarded"] == []
    rows = run("deliveries", "list", "--json").json_lines
    assert [row["forward"] for row in rows] == [None, None, "failed"]


def test_by_its_name_it_goes_to_where_it_was_to_be_forwarded(
    run: Run, store: Path
) -> None:
    with receiver(hang) as there, listening("--forward-to", there.url) as ours:
        post(ours, 1)
        while not there.requests:
            pass
        ours.process.kill()
        ours.process.wait()
        there.over.set()
    ran = run("replay", "@1", "--dry-run")
    assert ran.code == 0
    assert f"Host: 127.0.0.1:{there.port}" in ran.text


def test_the_list_is_straight_whatever_became_of_each(run: Run, store: Path) -> None:
    """One failed, one went well, one never went, one was not to be sent on."""
    with receiver(answers("500 No"), answers(), hang) as there:
        with listening("--forward-to", f"person.*={there.url}") as ours:
            post(ours, 1)
            until(store, 1)
            post(ours, 2)
            until(store, 2)
            post(ours, 3)
            while len(there.requests) < 3:
                pass
            body = json.dumps({"eventName": "회사.created"}).encode()
            assert ours.post(body, headers_of(body)) == 200
        there.over.set()
    lines = run("deliveries", "list").lines
    assert [line.partition(" B")[2].strip() for line in lines] == [
        "",
        "! fwd unsent",
        "✓ fwd ok",
        "✗ fwd failed",
    ]
    assert [line.split()[5] for line in lines] == [
        *("회사.created", "person.created", "person.created", "person.created")
    ]
    narrowed = run("deliveries", "list", "--failed").lines
    assert narrowed == [lines[1], lines[3]]
    assert run("deliveries", "list", "--failed", "--limit", "1").stderr == (
        "1 of 2; --limit 0 shows all\n"
    )
