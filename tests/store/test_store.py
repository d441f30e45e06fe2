"""The store: the same comes out that went in, whoever opens it, however it is named."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import recordings
from tests.support.deliveries import received as arrive
from tests.support.deliveries import unsigned as plain
from tests.support.disks import small_disk, unwritable
from twenty_hooks.deliveries.delivery import Delivery, from_json
from twenty_hooks.deliveries.stored import ID_LENGTH, new_id
from twenty_hooks.deliveries.verification import (
    ReceivedDelivery,
    Secrets,
    VerifiedDelivery,
)
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.store import AttemptLog, Selection, Store, schema

TEXT = st.text(st.characters(), max_size=30)  # half characters and NULs included
DELIVERIES = st.builds(
    Delivery,
    headers=st.lists(st.tuples(TEXT, TEXT), max_size=5).map(tuple),
    body=st.binary(max_size=200)
    | st.sampled_from([one.delivery.body for one in recordings.ALL])
    | st.builds(
        lambda name: json.dumps({"eventName": name, "record": {"id": name}}).encode(),
        TEXT,
    ),
    method=TEXT,
    path=TEXT,
    received_at_ms=st.none() | st.integers(0, 10**13),
    is_redacted=st.booleans(),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db", writable=True) as opened:
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DELIVERIES, st.none() | st.integers(100, 599))
def test_any_bytes_and_headers_come_out_again(
    store: Store, delivery: Delivery, status: int | None
) -> None:
    store.prune(10**15)
    store.add([("abcdefgh", arrive(delivery, status))])
    found = store.find("abcdefgh")
    assert found.received == arrive(delivery, status)
    (entry,) = store.entries(Selection())
    assert entry.size == len(delivery.body)
    assert json.loads(json.dumps(entry.to_json()))["id"] == "abcdefgh"


@given(DELIVERIES)
def test_json_lines_round_trip(delivery: Delivery) -> None:
    line = json.dumps(delivery.to_json())
    assert "\n" not in line
    assert from_json(json.loads(line)) == delivery


def test_a_verdict_keeps_its_reason_and_what_became_of_it(store: Store) -> None:
    for recorded in recordings.ALL:
        secrets = Secrets(given=(recorded.secret or "x",))
        store.add([(None, ReceivedDelivery(secrets.verify(recorded.delivery), 401))])
    found = list(store.select(Selection()))
    assert len(found) == len(recordings.ALL)
    by_body = {one.delivery.body: one for one in found}
    for recorded in recordings.ALL:
        judged = Secrets(given=(recorded.secret or "x",)).verify(recorded.delivery)
        came: VerifiedDelivery = by_body[recorded.delivery.body].received.verified
        assert came.delivery.headers == recorded.delivery.headers
        assert came.verdict.name == judged.verdict.name
        assert came.accepted is judged.accepted
        assert came.verdict.reason == ("" if judged.verdict else judged.verdict.reason)


def test_names_of_deliveries(store: Store) -> None:
    for number, identity in enumerate(["aaaa1111", "aaaa2222", "bbbb3333"]):
        store.add([(identity, plain(f'{{"n":{number}}}'.encode(), at=number + 1))])
    assert store.find("@1").id == "bbbb3333"
    assert store.find("@3").id == "aaaa1111"
    assert store.find("B").id == "bbbb3333"
    assert store.find("aaaa2222").id == "aaaa2222"
    with pytest.raises(UsageError, match=r"several.*aaaa1111.*aaaa2222") as caught:
        store.find("aaaa")
    assert caught.value.code == "ambiguous-delivery"
    for unknown in ("c", "", "aaaa11111", "@4", "%", "_"):
        with pytest.raises(SetupError) as problem:
            store.find(unknown)
        assert problem.value.code == "unknown-delivery"
    for wrong in ("@", "@0", "@x", "@-1", "@1.5", "@²"):
        with pytest.raises(UsageError, match="names no delivery"):
            store.find(wrong)


def test_the_latest_is_what_came_last_not_what_was_stored_last(store: Store) -> None:
    store.add([("new", plain(b"1", at=2_000)), ("old", plain(b"2", at=1_000))])
    assert [entry.id for entry in store.entries(Selection())] == ["new", "old"]
    assert store.find("@1").id == "new"
    assert [one.id for one in store.select(Selection())] == ["old", "new"]
    assert [one.id for one in store.select(Selection(), 1)] == ["new"]


def test_ids_are_short_and_each_another() -> None:
    ids = {new_id() for _ in range(5_000)}
    assert len(ids) == 5_000
    assert all(len(one) == ID_LENGTH and one.isalnum() for one in ids)
    assert not set("".join(ids)) & set("ilou")


SELECTIONS = [
    (Selection(), 4),
    (Selection(patterns=("person.*",)), 2),
    (Selection(patterns=("person.created", "*.deleted")), 2),
    (Selection(patterns=("*.*",)), 3),
    (Selection(webhook="w1"), 2),
    (Selection(webhook="w"), 3),
    (Selection(record="r2"), 1),
    (Selection(verdicts=("mismatch",)), 0),
    (Selection(verdicts=("unsigned", "valid")), 4),
    (Selection(since_ms=3), 2),
    (Selection(before_ms=3), 2),
    (Selection(text="JOSÉ"), 1),
    (Selection(text="100%"), 1),
    (Selection(text="x-mark"), 1),
    (Selection(text="/the-path"), 1),
    (Selection(patterns=("person.*",), webhook="w2"), 1),
]


@pytest.mark.parametrize(("selection", "count"), SELECTIONS)
def test_selections(store: Store, selection: Selection, count: int) -> None:
    def body(event: str, webhook: str, record: str, name: str = "") -> bytes:
        shape = {
            "eventName": event,
            "webhookId": webhook,
            "record": {"id": record, "name": name},
        }
        return json.dumps(shape, ensure_ascii=False).encode()

    deliveries = [
        Delivery((), body("person.created", "w1", "r1", "José"), received_at_ms=1),
        Delivery((), body("person.updated", "w2", "r1", "100% x"), received_at_ms=2),
        Delivery((), body("company.deleted", "w1", "r2"), "POST", "/the-path", 3),
        Delivery((("X-Mark", "1"),), b"\xff", received_at_ms=4),
    ]
    store.add((None, arrive(one)) for one in deliveries)
    assert store.count(selection) == count
    assert len(list(store.entries(selection))) == count
    assert len(list(store.select(selection))) == count


def test_the_same_once_more_is_left_alone(store: Store) -> None:
    received_deliveries = [(None, plain(b"1")), (None, plain(b"2"))]
    assert store.add(received_deliveries) == 2
    assert store.add(received_deliveries) == 0
    assert store.add([(None, plain(b"1", at=2))]) == 1
    assert store.add([(None, arrive(Delivery((), b"1")))]) == 1
    assert store.add([(None, arrive(Delivery((), b"1")))]) == 0
    assert store.add([("same", plain(b"3"))]) == 1
    assert store.add([("same", plain(b"4"))]) == 1  # and gets another id
    assert store.find("same").delivery.body == b"3"


def test_a_failed_import_leaves_nothing(store: Store) -> None:
    def received_deliveries() -> Iterator[tuple[str | None, ReceivedDelivery]]:
        yield None, plain()
        raise ValueError("cut off")

    with pytest.raises(ValueError, match="cut off"):
        store.add(received_deliveries())
    assert store.is_empty()


def test_pruning_gives_the_space_back(store: Store) -> None:
    store.add((None, plain(os.urandom(5_000), at=number)) for number in range(200))
    full = store.size()
    assert full > 1_000_000
    assert store.moment_over_size(10**9) is None
    moment = store.moment_over_size(500_000)
    assert moment is not None
    assert store.prune(moment) == moment
    assert store.count(Selection()) == 200 - moment
    assert store.size() < 700_000
    assert store.path.stat().st_size < 800_000
    assert store.prune(moment) == 0


def test_where_there_is_none_it_is_empty_and_not_made(tmp_path: Path) -> None:
    place = tmp_path / "nowhere"
    with Store(place / "none.db") as store:
        assert store.is_empty()
        with pytest.raises(SetupError, match="there is no store"):
            store.find("@1")
    assert not place.exists()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A directory that can be made unwritable, for root too."""
    if sys.platform == "win32":
        pytest.skip("needs a directory that can't be written")
    place = tmp_path / "disk"
    if os.geteuid():
        place.mkdir()
        yield place
    else:
        with small_disk(place, "4m") as mounted:
            yield mounted


def test_one_is_read_where_nothing_can_be_written(disk: Path) -> None:
    path = disk / "store.db"
    with Store(path, writable=True) as store:
        store.add([("aaaa1111", plain())])
    assert not list(disk.glob("store.db-*"))
    with unwritable(disk), Store(path) as store:
        assert store.find("@1").id == "aaaa1111"
    with unwritable(disk), pytest.raises(SetupError, match=r"[Rr]ead-only|denied"):
        Store(disk / "new.db", writable=True)


def test_what_a_killed_listener_wrote_last_is_read_too_or_missed(disk: Path) -> None:
    """It leaves a -wal and a -shm; a copy may have lost the -shm."""
    whole, partly = disk / "whole.db", disk / "partly.db"
    with Store(disk / "store.db", writable=True) as store:
        store.add([("aaaa1111", plain())])
        assert (disk / "store.db-wal").stat().st_size
        for end in ("", "-wal", "-shm"):
            shutil.copy(f"{store.path}{end}", f"{whole}{end}")
        for end in ("", "-wal"):
            shutil.copy(f"{store.path}{end}", f"{partly}{end}")
    with unwritable(disk):
        with Store(whole) as reading:
            assert reading.find("@1").id == "aaaa1111"
        with pytest.raises(SetupError, match=r"in partly\.db-wal, and") as caught:
            Store(partly)
    assert caught.value.hint.endswith(f"cp {partly} {partly}-wal DIRECTORY")
    with Store(partly) as reading:
        assert reading.find("@1").id == "aaaa1111"


def test_one_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "open.db"
    Store(path, writable=True).__exit__()
    path.chmod(0o644)
    Store(path, writable=True).__exit__()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = tmp_path / "new" / "place" / "x.db"
    Store(made, writable=True).__exit__()
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Store(path, writable=True).__exit__()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    for writable in (True, False):
        with pytest.raises(SetupError, match="a newer hooks made it") as caught:
            Store(path, writable=writable)
        assert caught.value.code == "store-too-new"


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    for writable in (True, False):
        with pytest.raises(SetupError, match="not a store of deliveries"):
            Store(path, writable=writable)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE outbox", "ALTER TABLE deliveries RENAME COLUMN head TO top"],
)
def test_a_store_with_other_tables_is_refused(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "odd.db"
    Store(path, writable=True).__exit__()
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    for writable in (True, False):
        with pytest.raises(SetupError, match="but other tables"):
            Store(path, writable=writable)


def test_migrations_build_on_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with Store(path, writable=True) as store:
        store.add([("kept", plain())])
    more = (*schema._MIGRATIONS, "ALTER TABLE deliveries ADD COLUMN extra TEXT")
    monkeypatch.setattr(schema, "_MIGRATIONS", more)
    monkeypatch.setattr(schema, "VERSION", len(more))
    with Store(path) as store:
        assert store.find("kept").received == plain()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(more),)
    connection.close()


def counted_elsewhere(path: Path) -> int:
    """By another program, which opens the store and closes it again."""
    code = (
        "import sys; from pathlib import Path\n"
        "from twenty_hooks.store import Selection, Store\n"
        "with Store(Path(sys.argv[1]), writable=True) as store:\n"
        "    print(store.count(Selection()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return int(done.stdout)


def test_a_second_connection_here_keeps_the_locks_of_the_first(store: Store) -> None:
    """Without them another program that closes the store takes itself for the last
    one, and removes what was not yet moved from the -wal: acknowledged, and gone."""
    store.add([(None, plain(b"1", at=1))])
    with AttemptLog(store.path):
        assert counted_elsewhere(store.path) == 1
        store.add([(None, plain(b"2", at=2))])
        assert counted_elsewhere(store.path) == 2
    store.add([(None, plain(b"3", at=3))])
    assert counted_elsewhere(store.path) == 3
