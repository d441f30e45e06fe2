"""`hooks listen` as a flight recorder: whatever was answered 2xx is on disk."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import json
import os
import random
import re
import resource
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from tests.support.disks import small_disk
from tests.support.listen_process import Listen
from tests.support.loading import SECRET, body_of, headers_of, post_all
from tests.support.receiving import receiver
from tests.support.screens import TerminalOutput
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.store import Selection, Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

# More by hand: HOOKS_KILLS=200 HOOKS_LOAD=100000 pytest tests/cli/test_recorder.py
KILLS = int(os.environ.get("HOOKS_KILLS", "6"))
LOAD = int(os.environ.get("HOOKS_LOAD", "10000"))

CREATED = (
    b'{"eventName": "person.created", "webhookId": "w", "record": '
    b'{"id": "p", "accessToken": "T0P"}}'
)
UPDATED = (
    b'{"eventName": "person.updated", "webhookId": "w", "updatedFields": [], '
    b'"record": {"id": "p", "accessToken": "new"}}'
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def listening(store: Path) -> Iterator[Listen]:
    with listener_with(store) as running:
        yield running


@contextlib.contextmanager
def listener_with(store: Path, *arguments: str) -> Iterator[Listen]:
    running = Listen("--store", str(store), "--secret", SECRET, *arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def stored(path: Path) -> list[Delivery]:
    with Store(path) as store:
        found = store.select(Selection())
        return [one.delivery for one in found]


def post(listening: Listen, *numbers: int) -> None:
    for number in numbers:
        body = body_of(number)
        assert listening.post(body, headers_of(body)) == 200


def test_a_2xx_means_that_it_is_on_disk(listening: Listen, store: Path) -> None:
    post(listening, 1)
    assert listening.post(b"\xff") == 401
    listening.process.kill()
    listening.process.wait()
    with Store(store) as database:
        first, second = database.select(Selection())
    assert first.received.status == 200
    assert first.verdict.name == "valid"
    assert first.delivery.body == body_of(1)
    assert second.received.status == 401
    assert second.verdict.name == "unsigned"
    assert second.delivery.body == b"\xff"


@contextlib.contextmanager
def neighbours(store: Path) -> Iterator[None]:
    """Other programs that open the same store, and close it, again and again."""
    is_over = threading.Event()

    def look() -> None:
        command = hooks_command("deliveries", "list", "--store", str(store))
        while not is_over.is_set():
            subprocess.run(command, capture_output=True, check=False, timeout=60)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@pytest.mark.parametrize("is_shared", [False, True], ids=["alone", "shared"])
def test_killed_at_any_moment_nothing_that_was_answered_is_lost(
    store: Path, is_shared: bool
) -> None:
    """Also while it forwards, and so has several connections, and others look."""
    with contextlib.ExitStack() as stack:
        options: tuple[str, ...] = ()
        if is_shared:
            options = ("--forward-to", stack.enter_context(receiver()).url)
            stack.enter_context(neighbours(store))
        kill_often(store, *options)


def kill_often(store: Path, *options: str) -> None:
    """Every other time somebody else holds the store just then: whatever is answered
    before it is on disk is sure to be lost."""
    chance = random.Random(os.environ.get("HOOKS_SEED", "kill"))
    answered: dict[bytes, int] = {}
    numbers = itertools.count()
    for kill in range(KILLS):
        running = Listen(
            *("--store", str(store), "--secret", SECRET, "--json", *options)
        )
        bodies = (body_of(number, size=number % 3_000) for number in numbers)
        end = running.process.kill
        if kill % 2:
            end = functools.partial(kill_while_held, running.process, store)
        killer = threading.Timer(0.05 + chance.random() / 2, end)
        killer.start()
        asyncio.run(post_all(running.port, bodies, 50, answered))
        killer.join()
        running.process.communicate()
        with contextlib.closing(sqlite3.connect(store)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert set(answered.values()) == {200}
    kept = {delivery.body: delivery for delivery in stored(store)}
    assert answered.keys() <= kept.keys()
    for body in answered:
        names = [name for name, _ in kept[body].headers]
        assert kept[body].headers[2:] == headers_of(body), names
        assert kept[body].path == "/load?x=1"


def kill_while_held(process: subprocess.Popen[bytes], store: Path) -> None:
    """As another listener holds it that removes old deliveries."""
    holding = sqlite3.connect(store, isolation_level=None, timeout=20)
    with contextlib.closing(holding):
        holding.execute("BEGIN IMMEDIATE")
        time.sleep(0.3)  # time to answer too early
        process.kill()
        process.wait()


def test_others_that_close_the_store_take_nothing_of_a_forwarding_one(
    run: Run, store: Path
) -> None:
    with receiver() as there, listener_with(store, "--forward-to", there.url) as ours:
        for start in (0, 20, 40):
            post(ours, *range(start, start + 20))
            shown = run("deliveries", "list", "--limit", "0", "--store", str(store))
            assert len(shown.lines) == start + 20
        ours.process.kill()
        ours.process.wait()
    assert {delivery.body for delivery in stored(store)} == set(map(body_of, range(60)))


def test_many_over_many_connections_are_all_kept_and_answered(
    listening: Listen, store: Path
) -> None:
    answered: dict[bytes, int] = {}
    bodies = iter([body_of(number) for number in range(LOAD)])
    asyncio.run(post_all(listening.port, bodies, 200, answered))
    assert len(answered) == LOAD
    assert set(answered.values()) == {200}
    assert {delivery.body for delivery in stored(store)} == answered.keys()


def test_a_burst_is_answered_while_300_connections_hang(
    listening: Listen, store: Path
) -> None:
    pieces = [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"]
    with contextlib.ExitStack() as stack:
        for index in range(300):
            hanging = socket.create_connection(("127.0.0.1", listening.port))
            stack.enter_context(hanging).sendall(pieces[index % 3])
        answered: dict[bytes, int] = {}
        bodies = iter([body_of(number) for number in range(200)])
        asyncio.run(post_all(listening.port, bodies, 20, answered))
    assert list(answered.values()) == [200] * 200
    assert len(stored(store)) == 200


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux' prlimit")
def test_a_full_disk_is_503_and_said_and_recovered_from(
    listening: Listen, store: Path
) -> None:
    """A limit on the size of files fails writing as a full disk does."""
    post(listening, 1)
    full = (store.stat().st_size + 20_000, resource.RLIM_INFINITY)
    resource.prlimit(listening.process.pid, resource.RLIMIT_FSIZE, full)
    statuses = []
    for number in range(100, 140):
        body = body_of(number, size=4_000)
        statuses.append(listening.post(body, headers_of(body)))
    assert statuses[-1] == 503
    free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(listening.process.pid, resource.RLIMIT_FSIZE, free)
    post(listening, 2)
    good = sum(status == 200 for status in statuses)
    assert statuses == [200] * good + [503] * (40 - good)
    code, out, err = listening.end()
    assert code == 0
    assert "NOT SAVED, answered 503: the store" in err
    assert out.count("→ 503") == 40 - good
    bodies = {delivery.body for delivery in stored(store)}
    assert bodies == {body_of(1), body_of(2)} | {
        body_of(number, size=4_000) for number in range(100, 100 + good)
    }


def test_a_disk_that_is_really_full_is_said_and_recovered_from(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        store, ballast = disk / "store.db", disk / "ballast"
        with listener_with(store) as listening:
            post(listening, 1)
            ballast.write_bytes(b"x" * 1_500_000)
            statuses: list[int] = []
            while len(statuses) < 1_000 and statuses[-3:] != [503] * 3:
                body = body_of(100 + len(statuses), size=4_000)
                statuses.append(listening.post(body, headers_of(body)))
            assert statuses[-3:] == [503] * 3
            assert set(statuses) == {200, 503}
            ballast.unlink()
            post(listening, 2)
            code, out, err = listening.end()
        assert code == 0
        assert f"NOT SAVED, answered 503: the store {store}: the disk is full" in err
        assert out.count("→ 503") == statuses.count(503)
        kept = {delivery.body for delivery in stored(store)}
        good = [number for number, status in enumerate(statuses) if status == 200]
        assert kept == {body_of(1), body_of(2)} | {
            body_of(100 + number, size=4_000) for number in good
        }


def test_a_store_that_is_removed_is_not_written_on_in_secret(
    listening: Listen, store: Path
) -> None:
    post(listening, 1)
    store.unlink()
    body = body_of(2)
    assert listening.post(body, headers_of(body)) == 503
    assert "was moved or replaced; start again" in listening.end()[2]


def test_a_wal_that_is_removed_is_not_written_on_in_secret(
    listening: Listen, store: Path
) -> None:
    """What was answered 200 after that would be gone with a kill."""
    post(listening, 1)
    Path(f"{store}-wal").unlink()
    body = body_of(2)
    assert listening.post(body, headers_of(body)) == 503
    assert "was moved or replaced; start again" in listening.end()[2]


def test_a_store_with_other_tables_is_set_up(run: Run, store: Path) -> None:
    Store(store, writable=True).__exit__()
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.execute("ALTER TABLE deliveries RENAME TO others")
    ran = run("listen", "--port", "0", "--store", str(store), "--for", "1ms")
    assert ran.code == 3
    assert "but other tables" in ran.stderr


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"directory"])
def test_a_store_that_can_not_be_used_is_set_up(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad"
    if content == b"directory":
        path.mkdir()
    else:
        path.write_bytes(content)
    ran = run("listen", "--port", "0", "--store", str(path), "--for", "1ms")
    assert ran.code == 3
    assert f"can't use the store {path}" in ran.stderr
    assert "hint: choose another with --store" in ran.stderr


def test_nobody_else_can_read_it(listening: Listen, store: Path) -> None:
    post(listening, 1)
    files = sorted(store.parent.glob("store.db*"))
    names = [re.sub("[0-9a-f]{12}", "ID", file.name) for file in files]
    assert names == [
        "store.db",
        *(f"store.db-{end}" for end in ("listener-ID", "shm", "wal")),
    ]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 4


def test_where_it_is(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("listen", "--port", "0", "--for", "1ms").code == 0
    assert len(list(home.rglob("deliveries.db"))) == 1
    monkeypatch.setenv("TWENTY_HOOKS_STORE", str(home / "mine.db"))
    assert run("listen", "--port", "0", "--for", "1ms").code == 0
    assert (home / "mine.db").exists()
    monkeypatch.setenv("TWENTY_HOOKS_STORE", str(home / "none.db"))
    assert run("listen", "--port", "0", "--for", "1ms", "--no-store").code == 0
    assert not (home / "none.db").exists()
    ran = run("listen", "--store", "x", "--no-store")
    assert (ran.code, "exclude each other" in ran.stderr) == (2, True)


def test_two_listeners_share_a_store_and_show_their_own(store: Path) -> None:
    with listener_with(store, "--json") as one, listener_with(store, "--json") as two:
        answered: dict[bytes, int] = {}

        async def both() -> None:
            first = iter([body_of(number) for number in range(200)])
            second = iter([body_of(number) for number in range(200, 400)])
            await asyncio.gather(
                post_all(one.port, first, 10, answered),
                post_all(two.port, second, 10, answered),
            )

        asyncio.run(both())
        assert list(answered.values()) == [200] * 400
        shown = []
        for listening in (one, two):
            lines = listening.end()[1].splitlines()[1:]
            shown.append({json.loads(line)["body"].encode() for line in lines})
    assert shown[0] == {body_of(number) for number in range(200)}
    assert shown[1] == {body_of(number) for number in range(200, 400)}
    assert len(stored(store)) == 400


def test_lines_of_json_tell_what_changed_as_show_does(store: Path, run: Run) -> None:
    with listener_with(store, "--json") as listening:
        for body in (CREATED, UPDATED, UPDATED):
            assert listening.post(body, headers_of(body)) == 200
        lines = [json.loads(line) for line in listening.end()[1].splitlines()[1:]]
    created, updated, build_resend = (line["history"] for line in lines)
    assert (created["earlier"], created["changes"]) == (None, [])
    assert updated["earlier"] == lines[0]["id"]
    change = {"path": "accessToken", "kind": "changed", "before": "T0P", "after": "new"}
    assert updated["changes"] == [change]
    assert updated["unnamed"] == ["accessToken"]
    assert build_resend["duplicateOf"] == lines[1]["id"]
    for line in lines:  # as of the bodies, nothing of it is masked
        shown = run(
            *("deliveries", "show", line["id"], "--json", "--no-redact"),
            *("--store", str(store)),
        )
        assert shown.json["history"] == line["history"]


def test_without_a_store_no_line_of_json_has_a_history() -> None:
    listening = Listen("--json", "--secret", SECRET, "--no-store")
    try:
        assert listening.post(UPDATED, headers_of(UPDATED)) == 200
        _, line = listening.end()[1].splitlines()
    finally:
        listening.process.kill()
        listening.process.communicate()
    assert not {"id", "history"} & json.loads(line).keys()


def test_save_and_store_both_get_everything(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "saved.jsonl"
    with listener_with(store, "--save", str(file)) as listening:
        post(listening, *range(10))
        listening.end()
    saved = file.read_bytes().splitlines()
    lines = [json.loads(line)["body"].encode() for line in saved]
    assert lines == [body_of(number) for number in range(10)]
    assert [one.body for one in stored(store)] == lines


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_reader_that_stops_costs_no_memory_and_misses_nothing(store: Path) -> None:
    """50 MB wait while nobody reads; the listener grows by a small part of that."""
    with listener_with(store, "--json") as listening:
        post(listening, *range(20))
        before = memory(listening.process.pid)
        answered: dict[bytes, int] = {}
        bodies = iter([body_of(number, size=50_000) for number in range(100, 1_100)])
        asyncio.run(post_all(listening.port, bodies, 10, answered))
        assert list(answered.values()) == [200] * 1_000
        grown = memory(listening.process.pid) - before
        assert grown < 20_000_000
        listening.process.send_signal(signal.SIGTERM)
        assert listening.process.stdout is not None
        lines = listening.process.stdout.read().splitlines()[1:]
        assert listening.process.wait(30) == 0
    shown = [json.loads(line)["body"].encode() for line in lines]
    assert len(shown) == 1_020
    assert set(shown[20:]) == answered.keys()


def memory(process: int) -> int:
    text = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", text)
    assert found
    return int(found[1]) * 1_000


def test_without_a_store_too_much_is_not_shown_and_that_is_said() -> None:
    listening = Listen("--json", "--secret", SECRET, "--no-store")
    try:
        body = body_of(1, size=3_000_000)
        for _ in range(30):
            assert listening.post(body, headers_of(body)) == 200
        listening.process.send_signal(signal.SIGTERM)
        out, err = listening.process.communicate(timeout=60)
    finally:
        listening.process.kill()
    lines = [json.loads(line) for line in out.splitlines()][1:]
    shown = [line for line in lines if line["type"] == "delivery"]
    skipped = [line["count"] for line in lines if line["type"] == "skipped"]
    assert len(shown) + sum(skipped) == 30
    assert skipped
    assert b"were answered, but not shown" in err


def test_a_terminal_gets_about_what_can_be_read_and_the_number_of_the_rest(
    store: Path,
) -> None:
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        hooks_command(
            *("listen", "--port", "0", "--secret", SECRET, "--store", str(store))
        ),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        env={**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1"},
    )
    os.close(follower)
    screen = TerminalOutput(leader)
    found = screen.wait_for(r"http://127\.0\.0\.1:(\d+)[^\n]*\n")
    answered: dict[bytes, int] = {}
    bodies = iter([body_of(number) for number in range(1_000)])
    loading = threading.Thread(
        target=lambda: asyncio.run(post_all(int(found[1]), bodies, 20, answered))
    )
    loading.start()
    screen.wait_for(rf"! \d+ more, see\s+'hooks deliveries\s+--store\s+{store}'\r\n")
    loading.join()
    began = time.monotonic()
    os.write(leader, b"\x03")
    screen.wait_for(r"1000 deliveries: 1000 valid")
    screen.wait_for(r"1000\s+deliveries\s+are\s+stored")
    assert process.wait(30) == 0
    assert time.monotonic() - began < 20
    os.close(leader)
    assert list(answered.values()) == [200] * 1_000
    shown = len(re.findall(r"✓ valid +person\.created", screen.text))
    counted = sum(map(int, re.findall(r"! (\d+) more, see", screen.text)))
    assert shown + counted == 1_000
    assert counted


def test_a_store_over_its_limit_says_so_and_loses_the_oldest(store: Path) -> None:
    with listener_with(store) as listening:
        answered: dict[bytes, int] = {}
        old = [body_of(number, size=1_000) for number in range(400)]
        asyncio.run(post_all(listening.port, iter(old), 1, answered))
        listening.end()
    with listener_with(store, "--store-limit", "400kb") as listening:
        post(listening, 100)
        code, _, err = listening.end()
    assert code == 0
    text = "! the store is larger than 400.0 kB (--store-limit): its oldest deliveries"
    assert f"{text} are removed\n" in err
    bodies = [delivery.body for delivery in stored(store)]
    assert bodies[-1] == body_of(100)
    assert 100 < len(bodies) < 350
    assert bodies[:-1] == old[-len(bodies) + 1 :]
