"""`hooks update`, with a fake Twenty of every era."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty, only
from twenty_hooks.config import secrets_file

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"


def test_update_changes_the_given_fields_and_shows_old_and_new_values(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(description="old")
    words = ("--url", "https://new.example/", "-o", "note.*", "--description", "new")
    ran = run("update", str(row["id"]), *words)
    after = only(any_twenty)
    assert ran.code == 0
    assert after["targetUrl"] == "https://new.example/"
    assert after["operations"] == ["note.*"]
    assert after["description"] == "new"
    assert after["secret"] == "s3cret"
    for shown in (f"{URL} → https://new.example/", "person.created → note.*"):
        assert shown in ran.text
    assert "s3cret" not in ran.text


def test_update_as_json(any_twenty: FakeTwenty, run: Run) -> None:
    row = any_twenty.add()
    ran = run("update", str(row["id"])[:8], "-o", "note.created", "--json")
    expected = only(any_twenty) | {"secret": None, "signed": True, "warnings": []}
    assert ran.json == expected


def test_rotating_the_secret_prints_and_stores_the_new_one(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(secret="old-secret")
    webhook_id = str(row["id"])
    ran = run("update", webhook_id, "--rotate-secret")
    secret = str(only(any_twenty)["secret"])
    assert re.fullmatch("[0-9a-f]{64}", secret)
    assert ran.text.count(secret) == 1
    assert "old-secret" not in ran.text
    assert secrets_file.load().webhooks[webhook_id].secret == secret


def test_removing_the_secret_removes_the_stored_one(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add()
    run("show", str(row["id"]), "--show-secrets")
    ran = run("update", str(row["id"]), "--unsigned")
    assert ran.code == 0
    assert only(any_twenty)["secret"] == ""
    assert secrets_file.load().webhooks == {}


def test_a_new_url_is_stored_with_the_secret(twenty: FakeTwenty, run: Run) -> None:
    webhook_id = run("create", URL, "--json").json["id"]
    run("update", webhook_id, "--url", "https://new.example")
    known = secrets_file.load().webhooks[webhook_id]
    assert known.target_url == "https://new.example/"


@pytest.mark.parametrize(
    "words", [(), ("--rotate-secret", "--unsigned"), ("-o", "people.created")]
)
def test_an_update_without_a_valid_change_is_a_usage_error(
    twenty: FakeTwenty, run: Run, words: tuple[str, ...]
) -> None:
    row = twenty.add()
    before = dict(row)
    assert run("update", str(row["id"]), *words).code == 2
    assert only(twenty) == before
    assert twenty.requests == []
