"""create, list, show, update and delete, against a served Twenty of every era."""

from __future__ import annotations

import ast
import re
import stat
import subprocess
import sys

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty
from twenty_hooks import known_webhooks, remembered

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"
TWENTYS_KEYS = {
    "0.55": {"targetUrl", "operations", "description", "secret", "id"},
    "1.8": {"id", "targetUrl", "operations", "description", "secret", "workspaceId"},
}


def only(twenty: FakeTwenty) -> dict[str, object]:
    assert len(twenty.rows) == 1
    return next(iter(twenty.rows.values()))


def test_create_stores_what_was_asked_for(any_twenty: FakeTwenty, run: Run) -> None:
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


def test_create_as_json_has_twentys_own_keys(any_twenty: FakeTwenty, run: Run) -> None:
    ran = run("create", URL, "-o", "person.created", "--json")
    row = only(any_twenty)
    assert ran.code == 0
    assert {key: ran.json[key] for key in row} == row
    assert list(ran.json)[: len(row)] == list(row)
    assert ran.json["warnings"] == []
    assert ran.json["signed"] is True


def test_create_remembers_the_secret_privately(
    any_twenty: FakeTwenty, run: Run
) -> None:
    ran = run("create", URL, "--json")
    known = remembered.load().webhooks[ran.json["id"]]
    assert (known.secret, known.target_url) == (ran.json["secret"], URL)
    assert stat.S_IMODE(remembered.path().stat().st_mode) == 0o600


def test_create_unsigned(any_twenty: FakeTwenty, run: Run) -> None:
    ran = run("create", URL, "--unsigned", "--json")
    assert only(any_twenty)["secret"] == ""
    assert (ran.json["secret"], ran.json["signed"]) == ("", False)
    assert remembered.load().webhooks == {}


def test_create_with_a_given_secret(
    any_twenty: FakeTwenty, run: Run, tmp_path: object
) -> None:
    path = remembered.path().parent / "given.txt"
    path.parent.mkdir(parents=True)
    path.write_text("from-a-file\n")
    assert run("create", URL, "--secret", "typed").code == 0
    assert run("create", f"{URL}/2", "--secret-file", str(path)).code == 0
    secrets = [row["secret"] for row in any_twenty.rows.values()]
    assert sorted(map(str, secrets)) == ["from-a-file", "typed"]


def test_the_secret_of_the_environment_is_for_judging_not_for_create(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", "for-judging")
    run("create", URL)
    assert only(twenty)["secret"] != "for-judging"


def test_create_shows_the_url_as_twenty_normalised_it(
    twenty: FakeTwenty, run: Run
) -> None:
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
def test_what_can_never_match_is_refused_unless_forced(
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
def test_a_target_that_is_no_url_is_explained_before_anything_is_sent(
    twenty: FakeTwenty, run: Run, url: str
) -> None:
    ran = run("create", url)
    assert ran.code == 2
    assert "the target URL can't be one" in ran.stderr
    assert twenty.requests == []


def test_twentys_refusal_without_a_reason_is_given_one(
    twenty: FakeTwenty, run: Run
) -> None:
    ran = run("create", "example.com/hook")
    assert ran.code == 4
    assert "'example.com/hook' has no scheme" in ran.stderr
    assert "write https://example.com/hook" in ran.stderr
    assert twenty.rows == {}


def warnings(run: Run, *words: str) -> list[str]:
    ran = run("create", *words, "--json")
    assert ran.code == 0, ran.stderr
    return [each["code"] for each in ran.json["warnings"]]


def test_a_url_without_a_scheme_is_stored_by_old_releases_with_a_warning(
    fake_twenty: object, run: Run
) -> None:
    fake = fake_twenty("0.55")  # type: ignore[operator]
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
def test_a_private_target_is_warned_about_where_it_is_never_called(
    fake_twenty: object, run: Run, era: str, version: str | None, warned: bool
) -> None:
    fake = fake_twenty(era)  # type: ignore[operator]
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
def test_what_is_warned_about(
    twenty: FakeTwenty, run: Run, words: tuple[str, ...], codes: list[str]
) -> None:
    assert warnings(run, *words) == codes


def test_metadata_events_are_noted_on_2x_only(fake_twenty: object, run: Run) -> None:
    for era in ("0.55", "1.8"):
        fake_twenty(era)  # type: ignore[operator]
        assert warnings(run, URL) == []


def test_a_second_webhook_on_the_same_url_is_warned_about(
    any_twenty: FakeTwenty, run: Run
) -> None:
    first = any_twenty.add(targetUrl="https://example.com/")
    ran = run("create", "https://EXAMPLE.com:443", "-o", "note.created", "--json")
    (warning,) = ran.json["warnings"]
    assert warning["code"] == "duplicate-target"
    assert str(first["id"]) in warning["message"]


def test_what_came_back_different_is_warned_about(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twenty.dialect, "operations", lambda value: ["*.*"])
    ran = run("create", URL, "-o", "person.created", "--json")
    (different, _) = ran.json["warnings"]
    assert different["code"] == "stored-differently"
    assert "the operations are *.*" in different["message"]


def test_list_shows_every_webhook_and_masks_every_secret(
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


def test_list_follows_pages_to_the_end(fake_twenty: object, run: Run) -> None:
    fake = fake_twenty("0.55")  # type: ignore[operator]
    for number in range(150):
        fake.add(targetUrl=f"https://example.com/{number}")
    assert {each["id"] for each in run("list", "--json").json} == set(fake.rows)
    assert len(fake.seen("GET")) == 4  # three pages, and the version


def test_list_flags_what_looks_wrong(twenty: FakeTwenty, run: Run) -> None:
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
    text = known_webhooks.path().read_text()
    assert text == f"{row['id']}\texample.com/hooks\n"
    assert stat.S_IMODE(known_webhooks.path().stat().st_mode) == 0o600
    assert not remembered.path().exists()


def test_an_empty_workspace(any_twenty: FakeTwenty, run: Run) -> None:
    assert run("list", "--json").json == []
    ran = run("list")
    assert (ran.code, ran.text) == (0, "")
    assert "hooks create URL" in ran.stderr


def test_show_masks_the_secret_and_remembers_nothing(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(secret="very-hidden")
    ran = run("show", str(row["id"]), "--json")
    assert ran.code == 0
    assert ran.json == row | {"secret": None, "signed": True, "warnings": []}
    assert "very-hidden" not in run("show", str(row["id"])).text
    assert remembered.load().webhooks == {}


def test_show_secrets_shows_and_remembers(any_twenty: FakeTwenty, run: Run) -> None:
    row = any_twenty.add(secret="very-hidden")
    ran = run("show", str(row["id"]), "--show-secrets", "--json")
    assert ran.json["secret"] == "very-hidden"
    known = remembered.load().webhooks[str(row["id"])]
    assert (known.secret, known.target_url) == ("very-hidden", URL)
    assert "very-hidden" in run("show", str(row["id"]), "--show-secrets").text


def test_a_prefix_or_the_target_url_will_do(any_twenty: FakeTwenty, run: Run) -> None:
    row = any_twenty.add(targetUrl="https://example.com/")
    any_twenty.add(targetUrl="https://other.example/")
    for text in (str(row["id"])[:8], str(row["id"]).upper(), "HTTPS://EXAMPLE.COM:443"):
        assert run("show", text, "--json").json["id"] == row["id"]


def test_what_fits_several_lists_all_of_them(any_twenty: FakeTwenty, run: Run) -> None:
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
def test_an_unknown_webhook_is_one_thing_in_every_era(
    any_twenty: FakeTwenty, run: Run, command: str, text: str
) -> None:
    any_twenty.add()
    more = {"update": ["--description", "x"], "delete": ["--yes"]}.get(command, [])
    ran = run(command, text, *more, "--json")
    assert ran.code == 4
    assert '"code":"webhook-not-found"' in ran.stderr
    assert "hooks list" in ran.stderr
    assert len(any_twenty.rows) == 1


def test_too_short_a_prefix_is_usage(twenty: FakeTwenty, run: Run) -> None:
    twenty.add(id="abcd0000-0000-4000-8000-000000000001")
    ran = run("delete", "abc", "--yes")
    assert ran.code == 2
    assert "at least 4" in ran.stderr
    assert len(twenty.rows) == 1


def test_update_changes_what_is_named_and_shows_before_and_after(
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


def test_rotating_the_secret_shows_and_remembers_the_new_one(
    any_twenty: FakeTwenty, run: Run
) -> None:
    row = any_twenty.add(secret="old-secret")
    webhook_id = str(row["id"])
    ran = run("update", webhook_id, "--rotate-secret")
    secret = str(only(any_twenty)["secret"])
    assert re.fullmatch("[0-9a-f]{64}", secret)
    assert ran.text.count(secret) == 1
    assert "old-secret" not in ran.text
    assert remembered.load().webhooks[webhook_id].secret == secret


def test_unsigning_forgets_the_secret(any_twenty: FakeTwenty, run: Run) -> None:
    row = any_twenty.add()
    run("show", str(row["id"]), "--show-secrets")
    ran = run("update", str(row["id"]), "--unsigned")
    assert ran.code == 0
    assert only(any_twenty)["secret"] == ""
    assert remembered.load().webhooks == {}


def test_a_new_url_is_remembered_with_a_secret_that_is(
    twenty: FakeTwenty, run: Run
) -> None:
    webhook_id = run("create", URL, "--json").json["id"]
    run("update", webhook_id, "--url", "https://new.example")
    known = remembered.load().webhooks[webhook_id]
    assert known.target_url == "https://new.example/"


@pytest.mark.parametrize(
    "words", [(), ("--rotate-secret", "--unsigned"), ("-o", "people.created")]
)
def test_an_update_that_means_nothing_is_usage(
    twenty: FakeTwenty, run: Run, words: tuple[str, ...]
) -> None:
    row = twenty.add()
    before = dict(row)
    assert run("update", str(row["id"]), *words).code == 2
    assert only(twenty) == before
    assert twenty.requests == []


def test_delete_deletes_and_forgets(any_twenty: FakeTwenty, run: Run) -> None:
    kept = any_twenty.add(targetUrl="https://kept.example/")
    ids = [run("create", f"{URL}/{number}", "--json").json["id"] for number in (1, 2)]
    ran = run("delete", ids[0], f"{URL}/2", "--yes", "--json")
    assert ran.code == 0
    assert [each["id"] for each in ran.json] == ids
    assert all(each["deleted"] for each in ran.json)
    assert list(any_twenty.rows) == [kept["id"]]
    assert remembered.load().webhooks == {}


def test_delete_needs_yes_where_nobody_can_be_asked(
    twenty: FakeTwenty, run: Run
) -> None:
    row = twenty.add()
    ran = run("delete", str(row["id"]))
    assert ran.code == 2
    assert "--yes" in ran.stderr
    assert twenty.requests == []


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, 0), ("n", 1, 1)])
def test_delete_shows_what_it_is_about_to_delete_and_asks(
    twenty: FakeTwenty,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    left: int,
) -> None:
    monkeypatch.setattr("twenty_hooks.cli.delete.is_terminal", lambda: True)
    row = twenty.add()
    ran = run("delete", str(row["id"]), stdin=f"{answer}\n")
    assert ran.code == code
    assert len(twenty.rows) == left
    assert f"to delete: {row['id']}  {URL}  (person.created)" in ran.stderr


def test_if_any_is_unknown_none_is_deleted(twenty: FakeTwenty, run: Run) -> None:
    row = twenty.add()
    assert run("delete", str(row["id"]), "dead", "--yes").code == 4
    assert len(twenty.rows) == 1
    assert twenty.seen("DELETE") == []


def test_one_failure_of_several_is_told_with_the_rest(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = twenty.add(), twenty.add(targetUrl="https://second.example/")
    delete = twenty.dialect.delete

    def vanishing(webhook_id: str) -> object:
        if webhook_id == first["id"]:
            twenty.rows.pop(webhook_id)  # somebody else was faster
        return delete(webhook_id)

    monkeypatch.setattr(twenty.dialect, "delete", vanishing)
    ran = run("delete", str(first["id"]), str(second["id"]), "--yes", "--json")
    assert ran.code == 4
    assert [each["deleted"] for each in ran.json] == [False, True]
    assert ran.json[0]["error"]["code"] == "webhook-not-found"


def test_the_metadata_route_is_asked_only_where_the_other_is_refused(
    any_twenty: FakeTwenty, run: Run
) -> None:
    any_twenty.refused_routes = ("/rest/webhooks",)
    for number in range(70):
        any_twenty.add(targetUrl=f"https://example.com/{number}")
    ran = run("list", "--json")
    if any_twenty.era == "0.55":  # there, neither exists
        assert ran.code == 5
        return
    assert ran.code == 0
    assert {each["id"] for each in ran.json} == set(any_twenty.rows)
    assert run("create", URL).code == 0
    assert run("delete", URL, "--yes").code == 0


def test_what_comes_from_twenty_can_not_act_on_a_terminal(
    twenty: FakeTwenty, run: Run
) -> None:
    row = twenty.add(
        targetUrl="https://example.com/\x1b[31m\u202e",
        operations=["person.\x1b]0;x\x07"],
        description="[red]\x1b[2J",
    )
    shown = [run("list"), run("show", str(row["id"])), run("list", "--json")]
    shown.append(run("delete", str(row["id"]), "--yes"))
    for ran in shown:
        for character in ("\x1b", "\x07", "\u202e"):
            assert character not in ran.text + ran.stderr
    assert "[red]" in shown[1].text


def test_help_and_completion_load_no_edge() -> None:
    code = (
        "import sys; sys.argv = ['hooks', *{words!r}]\n"
        "import atexit; from twenty_hooks.cli import run\n"
        "atexit.register(lambda: print(sorted(sys.modules), file=sys.stderr))\n"
        "run()"
    )
    for words in (["create", "--help"], ["completion", "bash"], ["config", "path"]):
        ran = subprocess.run(
            [sys.executable, "-c", code.format(words=words)],
            capture_output=True,
            text=True,
            check=True,
        )
        heavy = {"httpx", "rich", "asyncio", "uvicorn", "ssl", "pydantic"}
        assert not heavy & set(ast.literal_eval(ran.stderr)), words
