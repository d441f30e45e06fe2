"""`hooks create`, with a fake Twenty of every era."""

from __future__ import annotations

import re
import stat

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty, only
from tests.fake_twenty.fixtures import MakeTwenty
from twenty_hooks.config import secrets_file

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"


def test_create_stores_the_webhook_of_the_options(
    any_twenty: FakeTwenty, run: Run
) -> None:
    words = ("-o", "person.created", "-o", "company.*", "--description", "CRM")
    ran = run("create", URL, *words)
    row = only(any_twenty)
    assert ran.code == 0
    assert row["targetUrl"] == URL
    assert row["operations"] == ["person.created", "company.*"]
    assert row["description"] == "CRM"
    assert re.fullmatch("[0-9a-f]{64}", str(row["secret"]))
    for shown in (row["id"], URL, "person.created, company.*", "CRM", row["secret"]):
        assert str(shown) in ran.text
    assert ran.text.count(str(row["secret"])) == 1
    assert "warning" not in ran.stderr


def test_create_sends_one_post_with_the_secret_in_every_era(
    any_twenty: FakeTwenty, run: Run
) -> None:
    run("create", URL)
    (post,) = any_twenty.seen("POST")
    assert post.path == "/rest/webhooks"
    assert set(post.json) == {"targetUrl", "operations", "secret"}
    assert post.json["operations"] == ["*.*"]


def test_create_as_json_prints_twentys_own_keys(
    any_twenty: FakeTwenty, run: Run
) -> None:
    ran = run("create", URL, "-o", "person.created", "--json")
    row = only(any_twenty)
    assert ran.code == 0
    assert {key: ran.json[key] for key in row} == row
    assert list(ran.json)[: len(row)] == list(row)
    assert ran.json["warnings"] == []
    assert ran.json["signed"] is True


def test_create_stores_the_secret_for_this_user_alone(
    any_twenty: FakeTwenty, run: Run
) -> None:
    ran = run("create", URL, "--json")
    known = secrets_file.load().webhooks[ran.json["id"]]
    assert (known.secret, known.target_url) == (ran.json["secret"], URL)
    assert stat.S_IMODE(secrets_file.path().stat().st_mode) == 0o600


def test_create_unsigned(any_twenty: FakeTwenty, run: Run) -> None:
    ran = run("create", URL, "--unsigned", "--json")
    assert only(any_twenty)["secret"] == ""
    assert (ran.json["secret"], ran.json["signed"]) == ("", False)
    assert secrets_file.load().webhooks == {}


def test_create_with_a_given_secret(
    any_twenty: FakeTwenty, run: Run, tmp_path: object
) -> None:
    path = secrets_file.path().parent / "given.txt"
    path.parent.mkdir(parents=True)
    path.write_text("from-a-file\n")
    assert run("create", URL, "--secret", "typed").code == 0
    assert run("create", f"{URL}/2", "--secret-file", str(path)).code == 0
    secrets = [row["secret"] for row in any_twenty.rows.values()]
    assert sorted(map(str, secrets)) == ["from-a-file", "typed"]


def test_create_does_not_use_the_secret_of_the_environment(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", "for-verifying")
    run("create", URL)
    assert only(twenty)["secret"] != "for-verifying"


def test_create_shows_the_normalised_url(twenty: FakeTwenty, run: Run) -> None:
    ran = run("create", "https://Example.COM", "--json")
    assert ran.json["targetUrl"] == "https://example.com/"
    codes = [each["code"] for each in ran.json["warnings"]]
    assert "stored-differently" not in codes


def test_a_dry_run_sends_nothing_and_needs_no_key(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TWENTY_API_KEY")
    ran = run("create", URL, "--secret", "hush", "--dry-run", "--json")
    assert ran.code == 0
    assert ran.json["method"] == "POST"
    assert ran.json["url"] == f"{twenty.origin}/rest/webhooks"
    assert ran.json["body"]["operations"] == ["*.*"]
    assert "hush" not in ran.text
    assert twenty.requests == []


@pytest.mark.parametrize(
    ("operation", "code", "nearest"),
    [
        ("person", "wrong-grammar", "person.*"),
        ("person.create", "unknown-action", "person.created"),
        ("person.upserted", "unknown-action", "person.created"),
        ("person.c*", "partial-wildcard", "person.created"),
        ("Person.created", "capitalised-object", "person.created"),
        ("people.created", "plural-object", "person.created"),
        ("metadata.webhook.*", "never-emitted", "metadata.*.*"),
    ],
)
def test_an_operation_that_can_never_match_is_rejected_unless_forced(
    twenty: FakeTwenty, run: Run, operation: str, code: str, nearest: str
) -> None:
    ran = run("create", URL, "-o", operation, "--json")
    assert ran.code == 2
    assert f'"code":"{code}"' in ran.stderr
    assert nearest in ran.stderr
    assert twenty.requests == []
    forced = run("create", URL, "-o", operation, "--force", "--json")
    assert forced.code == 0
    assert only(twenty)["operations"] == [operation]
    assert code in [each["code"] for each in forced.json["warnings"]]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/x",
        "javascript:alert(1)",
        "",
        "http://exa mple.com/",
        "http://",
    ],
)
def test_an_invalid_target_is_an_error_before_anything_is_sent(
    twenty: FakeTwenty, run: Run, url: str
) -> None:
    ran = run("create", url)
    assert ran.code == 2
    assert "the target URL is not valid" in ran.stderr
    assert twenty.requests == []


def test_twentys_error_without_a_reason_gets_one(twenty: FakeTwenty, run: Run) -> None:
    ran = run("create", "example.com/hook")
    assert ran.code == 4
    assert "'example.com/hook' has no scheme" in ran.stderr
    assert "write https://example.com/hook" in ran.stderr
    assert twenty.rows == {}


def warnings(run: Run, *words: str) -> list[str]:
    ran = run("create", *words, "--json")
    assert ran.code == 0, ran.stderr
    return [each["code"] for each in ran.json["warnings"]]


def test_a_url_without_a_scheme_gets_a_warning_on_old_releases(
    fake_twenty: MakeTwenty, run: Run
) -> None:
    fake = fake_twenty("0.55")
    assert warnings(run, "example.com/hook", "-o", "a.created") == [
        "url-without-scheme",
        "unknown-object",
    ]
    assert only(fake)["targetUrl"] == "example.com/hook"


@pytest.mark.parametrize(
    ("era", "version", "warned"),
    [
        ("0.55", None, False),
        ("1.8", None, False),
        ("1.8", "1.8.4", False),
        ("2.21", "2.21.0", True),
        ("2.21", None, True),
        ("2.47", "2.47.1", True),
    ],
)
def test_a_private_target_gets_a_warning_on_releases_that_never_call_it(
    fake_twenty: MakeTwenty, run: Run, era: str, version: str | None, warned: bool
) -> None:
    fake = fake_twenty(era)
    fake.version = version
    ran = run("create", "http://host.docker.internal:8020", "-o", "person.created")
    assert ran.code == 0
    assert ("OUTBOUND_HTTP_SAFE_MODE_ENABLED" in ran.stderr) is warned
    assert ("worker" in ran.stderr) is warned


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ((URL, "-o", "pet.created"), ["unknown-object"]),
        (("http://example.com/x", "-o", "person.*"), ["plain-http-target"]),
        (("http://10.0.0.1/x", "-o", "person.*"), ["private-target"]),
        (("http://100.64.0.1/x", "-o", "person.*"), ["private-target"]),
        (("http://169.254.169.254/", "-o", "person.*"), ["private-target"]),
        ((URL,), ["metadata-events"]),
        ((URL, "-o", "person.created"), []),
    ],
)
def test_warnings(
    twenty: FakeTwenty, run: Run, words: tuple[str, ...], codes: list[str]
) -> None:
    assert warnings(run, *words) == codes


def test_metadata_events_get_a_note_on_2x_only(
    fake_twenty: MakeTwenty, run: Run
) -> None:
    for era in ("0.55", "1.8"):
        fake_twenty(era)
        assert warnings(run, URL) == []


def test_a_second_webhook_with_the_same_url_gets_a_warning(
    any_twenty: FakeTwenty, run: Run
) -> None:
    first = any_twenty.add(targetUrl="https://example.com/")
    ran = run("create", "https://EXAMPLE.com:443", "-o", "note.created", "--json")
    (warning,) = ran.json["warnings"]
    assert warning["code"] == "duplicate-target"
    assert str(first["id"]) in warning["message"]


def test_a_field_that_is_stored_differently_gets_a_warning(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twenty.dialect, "operations", lambda value: ["*.*"])
    ran = run("create", URL, "-o", "person.created", "--json")
    (different, _) = ran.json["warnings"]
    assert different["code"] == "stored-differently"
    assert "the operations are *.*" in different["message"]
