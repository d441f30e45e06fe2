"""`hooks show` of a delivery: the command that is meant is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.store import Store
from twenty_hooks.system import paths

MEANT = "hooks deliveries show"


@pytest.fixture
def kept() -> None:
    delivery = Delivery((), b"{}", received_at_ms=1)
    with Store(paths.store_file(), writable=True) as store:
        store.add([("k3f9a2xq", ReceivedDelivery(Secrets().verify(delivery), 200))])


def hint(run: Run, word: str) -> tuple[int, str, str]:
    ran = run("show", word, "--json")
    assert ran.stdout == b""
    error = json.loads(ran.stderr)["error"]
    return ran.code, error["code"], error["hint"]


@pytest.mark.parametrize("word", ["@1", "@27"])
def test_a_place_is_never_a_webhook(run: Run, word: str) -> None:
    """Also without a key: nothing has to be asked."""
    assert hint(run, word) == (2, "usage", f"{MEANT} {word}")


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("word", ["k3f9a2xq", "k3f9", "K3F9A2XQ"])
def test_an_id_of_a_delivery_that_no_webhook_has(
    twenty: FakeTwenty, run: Run, kept: None, word: str
) -> None:
    expected = f"it names a delivery: {MEANT} {word}"
    assert hint(run, word) == (4, "webhook-not-found", expected)


def test_without_a_key_a_delivery_is_known_too(run: Run, kept: None) -> None:
    code, slug, told = hint(run, "k3f9a2xq")
    assert (code, slug) == (3, "no-key")
    assert told.endswith(f"{MEANT} k3f9a2xq")


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("word", ["zzzz", "k3f9a2xqq", "k3", "https://k3f9a2xq", "@x"])
def test_what_is_no_delivery_either_is_an_unknown_webhook(
    twenty: FakeTwenty, run: Run, kept: None, word: str
) -> None:
    code, slug, told = hint(run, word)
    assert (code, slug) == (4, "webhook-not-found")
    assert told == "see which there are: hooks list"


@pytest.mark.usefixtures("workspace")
def test_a_webhook_that_is_there_is_shown(
    twenty: FakeTwenty, run: Run, kept: None
) -> None:
    row = twenty.add(id="abcd0000-0000-4000-8000-000000000001")
    assert run("show", "abcd", "--json").json["id"] == row["id"]


@pytest.mark.usefixtures("workspace")
def test_a_store_that_fails_changes_nothing(twenty: FakeTwenty, run: Run) -> None:
    paths.store_file().parent.mkdir(parents=True)
    paths.store_file().write_bytes(b"no SQLite file at all" * 100)
    assert hint(run, "k3f9a2xq")[:2] == (4, "webhook-not-found")


@pytest.mark.usefixtures("workspace")
def test_no_store_is_made_by_looking(twenty: FakeTwenty, run: Run) -> None:
    hint(run, "k3f9a2xq")
    assert not Path(paths.store_file()).exists()
