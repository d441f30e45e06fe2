"""What a store leaves beside it for shells to complete: fresh, private, harmless."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.support.listen_process import Listen
from tests.support.loading import SECRET, body_of, headers_of
from twenty_hooks.completions import delivery_cache
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.store import Store

PATIENCE_S = 30


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def known(store: Path) -> list[list[str]]:
    text = delivery_cache.path(store).read_text("ascii")
    return [line.split("\t") for line in text.splitlines()]


def keep(store: Path, *deliveries: tuple[str, str]) -> None:
    """Put events of these names there, each with its id."""
    secrets = Secrets(given=("s",))
    with Store(store, writable=True) as database:
        for place, (identity, event) in enumerate(deliveries):
            body = b'{"eventName": "%s", "record": {}}' % event.encode()
            delivery = Delivery((), body, received_at_ms=place + 1)
            database.add([(identity, ReceivedDelivery(secrets.verify(delivery), 200))])


def test_list_writes_down_the_latest_whatever_it_shows(store: Path, run: Run) -> None:
    keep(store, *((f"aaaa{number:04}", "a.created") for number in range(25)))
    assert run("deliveries", "list", "--store", str(store), "--event", "b.*").code == 0
    latest = [[f"aaaa{number:04}", "a.created"] for number in range(24, 4, -1)]
    assert known(store) == latest
    assert stat.S_IMODE(delivery_cache.path(store).stat().st_mode) == 0o600


def test_what_has_not_changed_is_not_written_again(store: Path, run: Run) -> None:
    keep(store, ("aaaa1111", "a.created"))
    run("deliveries", "list", "--store", str(store))
    before = delivery_cache.path(store).stat().st_ino
    run("deliveries", "list", "--store", str(store))
    assert delivery_cache.path(store).stat().st_ino == before


@pytest.mark.parametrize(
    "event",
    [
        "$(touch x)",
        "a.b\\u001b[2J",
        "a.b\\nid",
        "a.b\\tc",
        "`a`.b",
        "á.b",
        "a",
        "a:b.c",
    ],
)
def test_an_odd_event_name_is_left_out(store: Path, run: Run, event: str) -> None:
    keep(store, ("aaaa1111", event), ("bbbb2222", "metadata.view.updated"))
    run("deliveries", "list", "--store", str(store))
    assert known(store) == [["bbbb2222", "metadata.view.updated"], ["aaaa1111", ""]]


def test_import_and_prune_keep_it_up_to_date(
    store: Path, run: Run, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    keep(store, ("aaaa1111", "a.created"), ("bbbb2222", "b.created"))
    saved = tmp_path / "saved.jsonl"
    run("deliveries", "export", "--store", str(store), "--output", str(saved))
    run("deliveries", "import", str(saved), "--store", str(other))
    assert known(other) == [["bbbb2222", "b.created"], ["aaaa1111", "a.created"]]
    run("deliveries", "prune", "--older-than", "1d", "--yes", "--store", str(other))
    assert known(other) == []


def test_each_store_has_its_own(store: Path, run: Run, tmp_path: Path) -> None:
    keep(store, ("aaaa1111", "a.created"))
    keep(tmp_path / "other.db", ("bbbb2222", "b.created"))
    run("deliveries", "list", "--store", str(store))
    run("deliveries", "list", "--store", str(tmp_path / "other.db"))
    assert known(store) == [["aaaa1111", "a.created"]]


def test_a_store_that_is_not_there_leaves_nothing(store: Path, run: Run) -> None:
    assert run("deliveries", "list", "--store", str(store)).code == 0
    assert list(store.parent.glob("store*")) == []


def test_where_it_cannot_be_written_nothing_is_said(store: Path, run: Run) -> None:
    keep(store, ("aaaa1111", "a.created"))
    delivery_cache.path(store).mkdir()
    ran = run("deliveries", "list", "--store", str(store))
    assert (ran.code, ran.stderr) == (0, "")


def test_a_listener_writes_it_while_it_runs_and_at_its_end(store: Path) -> None:
    listening = Listen("--store", str(store), "--secret", SECRET)
    try:
        assert listening.post(body_of(1), headers_of(body_of(1))) == 200
        wait_for(store, 1)
        for number in (2, 3):  # within the second in which it writes no more
            assert listening.post(body_of(number), headers_of(body_of(number))) == 200
        wait_for(store, 3)
        assert listening.post(body_of(4), headers_of(body_of(4))) == 200
        listening.end()
    finally:
        listening.process.kill()
        listening.process.communicate()
    assert len(known(store)) == 4
    with Store(store) as database:
        assert known(store)[0] == [database.find("@1").id, "person.created"]


def wait_for(store: Path, count: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while not delivery_cache.path(store).exists() or len(known(store)) < count:
        assert time.monotonic() < until
        time.sleep(0.02)
