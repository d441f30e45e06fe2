"""`hooks list` and `hooks show`, with a fake Twenty of every era."""

from __future__ import annotations

import stat

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty
from tests.fake_twenty.fixtures import MakeTwenty
from twenty_hooks.completions import webhook_cache
from twenty_hooks.config import secrets_file

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"


def test_list_prints_every_webhook_and_no_secret(
    any_twenty: FakeTwenty, run: Run
) -> None:
    one = any_twenty.add(secret="very-hidden")
    two = any_twenty.add(targetUrl="https://other.example/", secret="")
    ran = run("list", "--json")
    assert ran.code == 0
    assert {each["id"] for each in ran.json} == {one["id"], two["id"]}
    assert {each["id"]: each["signed"] for each in ran.json} == {
        one["id"]: True,
        two["id"]: False,
    }
    assert all(each["secret"] is None for each in ran.json)
    people = run("list")
    for text in (str(one["id"]), URL, "person.created", "https://other.example/"):
        assert text in people.text
    assert "very-hidden" not in ran.text + people.text + people.stderr


def test_list_follows_pages_to_the_end(fake_twenty: MakeTwenty, run: Run) -> None:
    fake = fake_twenty("0.55")
    for number in range(150):
        fake.add(targetUrl=f"https://example.com/{number}")
    assert {each["id"] for each in run("list", "--json").json} == set(fake.rows)
    assert len(fake.seen("GET")) == 4  # three pages, and the version


def test_list_prints_warnings(twenty: FakeTwenty, run: Run) -> None:
    twenty.add(targetUrl="http://127.0.0.1:8020/", operations=["people.created"])
    twenty.add(operations=[])
    ran = run("list", "--json")
    first, second = ran.json
    assert [each["code"] for each in first["warnings"]] == [
        "private-target",
        "plural-object",
    ]
    assert [each["code"] for each in second["warnings"]] == ["no-operations"]


def test_list_writes_only_the_completion_cache(twenty: FakeTwenty, run: Run) -> None:
    row = twenty.add(targetUrl="https://u:p@example.com/hooks?token=hush")
    run("list")
    text = webhook_cache.path().read_text()
    assert text == f"{row['id']}\texample.com/hooks\n"
    assert stat.S_IMODE(webhook_cache.path().stat().st_mode) == 0o600
    assert not secrets_file.path().exists()


def test_an_empty_workspace(any_twenty: FakeTwenty, run: Run) -> None:
    assert run("list", "--json").json == []
    ran = run("list")
    assert (ran.code, ran.text) == (0, "")
    assert "hooks create URL" in ran.stderr


def test_show_hides_the_secret_and_stores_nothing(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(secret="very-hidden")
    ran = run("show", str(row["id"]), "--json")
    assert ran.code == 0
    assert ran.json == row | {"secret": None, "signed": True, "warnings": []}
    assert "very-hidden" not in run("show", str(row["id"])).text
    assert secrets_file.load().webhooks == {}


def test_show_secrets_prints_and_stores_the_secret(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(secret="very-hidden")
    ran = run("show", str(row["id"]), "--show-secrets", "--json")
    assert ran.json["secret"] == "very-hidden"
    known = secrets_file.load().webhooks[str(row["id"])]
    assert (known.secret, known.target_url) == ("very-hidden", URL)
    assert "very-hidden" in run("show", str(row["id"]), "--show-secrets").text


def test_a_webhook_is_found_by_id_prefix_or_target_url(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(targetUrl="https://example.com/")
    any_twenty.add(targetUrl="https://other.example/")
    for text in (str(row["id"])[:8], str(row["id"]).upper(), "HTTPS://EXAMPLE.COM:443"):
        assert run("show", text, "--json").json["id"] == row["id"]


def test_an_ambiguous_name_lists_all_matches(any_twenty: FakeTwenty, run: Run) -> None:
    ids = [f"abcd0000-0000-4000-8000-00000000000{number}" for number in range(3)]
    for webhook_id in ids:
        any_twenty.add(id=webhook_id)
    for text in ("abcd", URL):
        ran = run("show", text)
        assert ran.code == 2
        assert all(webhook_id in ran.stderr for webhook_id in ids)


@pytest.mark.parametrize("command", ["show", "update", "delete"])
@pytest.mark.parametrize(
    "text",
    ["00000000-0000-4000-8000-000000000000", "dead", "https://nowhere.example/"],
)
def test_an_unknown_webhook_is_the_same_error_in_every_era(
    any_twenty: FakeTwenty, run: Run, command: str, text: str
) -> None:
    any_twenty.add()
    more = {"update": ["--description", "x"], "delete": ["--yes"]}.get(command, [])
    ran = run(command, text, *more, "--json")
    assert ran.code == 4
    assert '"code":"webhook-not-found"' in ran.stderr
    assert "hooks list" in ran.stderr
    assert len(any_twenty.rows) == 1


def test_a_prefix_that_is_too_short_is_a_usage_error(
    twenty: FakeTwenty, run: Run
) -> None:
    twenty.add(id="abcd0000-0000-4000-8000-000000000001")
    ran = run("delete", "abc", "--yes")
    assert ran.code == 2
    assert "at least 4" in ran.stderr
    assert len(twenty.rows) == 1
