"""`hooks show` with the id of a delivery: the hint is the command for deliveries."""

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

SHOW_DELIVERY = "hooks deliveries show"


@pytest.fixture
def stored_delivery() -> None:
    delivery = Delivery((), b"{}", received_at_ms=1)
    with Store(paths.store_file(), writable=True) as store:
        store.add([("k3f9a2xq", ReceivedDelivery(Secrets().verify(delivery), 200))])


def hint(run: Run, word: str) -> tuple[int, str, str]:
    ran = run("show", word, "--json")
    assert ran.stdout == b""
    error = json.loads(ran.stderr)["error"]
    return ran.code, error["code"], error["hint"]


@pytest.mark.parametrize("word", ["@1", "@27"])
def test_a_delivery_by_its_position_is_never_a_webhook(run: Run, word: str) -> None:
    """The error needs no API key, since nothing is sent."""
    assert hint(run, word) == (2, "usage", f"{SHOW_DELIVERY} {word}")


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("word", ["k3f9a2xq", "k3f9", "K3F9A2XQ"])
def test_the_hint_for_the_id_of_a_delivery(
    twenty: FakeTwenty, run: Run, stored_delivery: None, word: str
) -> None:
    expected = f"it is the id of a delivery: {SHOW_DELIVERY} {word}"
    assert hint(run, word) == (4, "webhook-not-found", expected)


def test_the_hint_needs_no_api_key(run: Run, stored_delivery: None) -> None:
    code, slug, text = hint(run, "k3f9a2xq")
    assert (code, slug) == (3, "no-key")
    assert text.endswith(f"{SHOW_DELIVERY} k3f9a2xq")


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("word", ["zzzz", "k3f9a2xqq", "k3", "https://k3f9a2xq", "@x"])
def test_any_other_word_is_an_unknown_webhook(
    twenty: FakeTwenty, run: Run, stored_delivery: None, word: str
) -> None:
    code, slug, text = hint(run, word)
    assert (code, slug) == (4, "webhook-not-found")
    assert text == "list the webhooks: hooks list"


@pytest.mark.usefixtures("workspace")
def test_a_webhook_is_shown_although_there_are_deliveries(
    twenty: FakeTwenty, run: Run, stored_delivery: None
) -> None:
    row = twenty.add(id="abcd0000-0000-4000-8000-000000000001")
    assert run("show", "abcd", "--json").json["id"] == row["id"]


@pytest.mark.usefixtures("workspace")
def test_a_damaged_store_changes_nothing(twenty: FakeTwenty, run: Run) -> None:
    paths.store_file().parent.mkdir(parents=True)
    paths.store_file().write_bytes(b"no SQLite file at all" * 100)
    assert hint(run, "k3f9a2xq")[:2] == (4, "webhook-not-found")


@pytest.mark.usefixtures("workspace")
def test_the_lookup_creates_no_store(twenty: FakeTwenty, run: Run) -> None:
    hint(run, "k3f9a2xq")
    assert not Path(paths.store_file()).exists()
