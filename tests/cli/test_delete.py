"""`hooks delete`, with a fake Twenty of every era."""

from __future__ import annotations

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty
from twenty_hooks.config import secrets_file

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"


def test_delete_deletes_the_webhook_and_its_stored_secret(
    any_twenty: FakeTwenty, run: Run
) -> None:
    kept = any_twenty.add(targetUrl="https://kept.example/")
    ids = [run("create", f"{URL}/{number}", "--json").json["id"] for number in (1, 2)]
    ran = run("delete", ids[0], f"{URL}/2", "--yes", "--json")
    assert ran.code == 0
    assert [each["id"] for each in ran.json] == ids
    assert all(each["deleted"] for each in ran.json)
    assert list(any_twenty.rows) == [kept["id"]]
    assert secrets_file.load().webhooks == {}


def test_delete_needs_yes_without_a_terminal(twenty: FakeTwenty, run: Run) -> None:
    row = twenty.add()
    ran = run("delete", str(row["id"]))
    assert ran.code == 2
    assert "--yes" in ran.stderr
    assert twenty.requests == []


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, 0), ("n", 1, 1)])
def test_delete_shows_the_webhook_and_asks(
    twenty: FakeTwenty,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    left: int,
) -> None:
    monkeypatch.setattr("twenty_hooks.console.output.is_terminal", lambda: True)
    row = twenty.add()
    ran = run("delete", str(row["id"]), stdin=f"{answer}\n")
    assert ran.code == code
    assert len(twenty.rows) == left
    assert f"to delete: {row['id']}  {URL}  (person.created)" in ran.stderr


def test_if_one_is_unknown_none_is_deleted(twenty: FakeTwenty, run: Run) -> None:
    row = twenty.add()
    assert run("delete", str(row["id"]), "dead", "--yes").code == 4
    assert len(twenty.rows) == 1
    assert twenty.seen("DELETE") == []


def test_the_failure_of_one_deletion_is_reported_with_the_others(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = twenty.add(), twenty.add(targetUrl="https://second.example/")
    delete = twenty.dialect.delete

    def vanishing(webhook_id: str) -> object:
        if webhook_id == first["id"]:
            twenty.rows.pop(webhook_id)  # deleted by someone else in the meantime
        return delete(webhook_id)

    monkeypatch.setattr(twenty.dialect, "delete", vanishing)
    ran = run("delete", str(first["id"]), str(second["id"]), "--yes", "--json")
    assert ran.code == 4
    assert [each["deleted"] for each in ran.json] == [False, True]
    assert ran.json[0]["error"]["code"] == "webhook-not-found"
