"""Where settings come from, and that a key never leaves for another origin."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.fake_twenty import KEYS, FakeTwenty, serve
from tests.fake_twenty.faults import Fault
from twenty_hooks.config import Given, Settings, resolve
from twenty_hooks.config import origins as trusted_origins
from twenty_hooks.errors import HooksError, SetupError, UsageError

KEY = KEYS["admin"]
CLOUD = "https://api.twenty.com"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory the command is run in; its project file is one above."""
    directory = tmp_path / "project" / "below"
    directory.mkdir(parents=True)
    monkeypatch.chdir(directory)
    return directory.parent / "twenty-hooks.toml"


@pytest.fixture
def profiles(home: Path) -> Path:
    path = home / "config" / "config.toml"
    path.parent.mkdir()
    return path


@pytest.fixture
def login(home: Path) -> Callable[[Any], None]:
    """Leave a login as Twenty's own CLI does."""

    def write(content: Any) -> None:
        path = home / ".twenty" / "config.json"
        path.parent.mkdir()
        path.write_text(content if isinstance(content, str) else json.dumps(content))

    return write


def settings(**given: Any) -> Settings:
    return resolve(Given(**given), Path.cwd())


def key_of(found: Settings) -> str | None:
    return found.key.value if found.key is not None else None


def test_every_source_in_the_order_of_its_weight(
    project: Path,
    profiles: Path,
    login: Callable[[Any], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def origin_and_key(**given: Any) -> tuple[str, str | None, str]:
        found = settings(**given)
        return found.origin, key_of(found), found.url_source.split()[0]

    assert origin_and_key() == (CLOUD, None, "default")
    login({"remotes": {"local": {"apiUrl": "http://localhost:2020", "apiKey": "cli"}}})
    assert origin_and_key() == ("http://localhost:2020", "cli", "Twenty")
    profiles.write_text(
        '[profiles.default]\napi_url = "https://p.example"\napi_key="p"'
    )
    assert origin_and_key() == ("https://p.example", "p", "profile")
    project.write_text('api_url = "https://p.example"')
    assert origin_and_key() == ("https://p.example", "p", "project")
    monkeypatch.setenv("TWENTY_API_URL", "https://env.example")
    monkeypatch.setenv("TWENTY_API_KEY", "env")
    assert origin_and_key() == ("https://env.example", "env", "TWENTY_API_URL")
    assert origin_and_key(api_url="https://flag.example", api_key="flag") == (
        "https://flag.example",
        "flag",
        "--api-url",
    )


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://crm.example.com", "https://crm.example.com"),
        ("https://crm.example.com/", "https://crm.example.com"),
        ("https://crm.example.com/rest/webhooks", "https://crm.example.com"),
        ("https://CRM.example.com:443/settings/apis?x=1#y", "https://crm.example.com"),
        ("  http://localhost:3000/graphql ", "http://localhost:3000"),
        ("crm.example.com", "https://crm.example.com"),
        ("localhost:3000", "http://localhost:3000"),
    ],
)
def test_a_pasted_address_is_forgiven(given: str, origin: str) -> None:
    assert settings(api_url=given).origin == origin


@pytest.mark.parametrize("given", ["ftp://x", "http://", "https://u:p@crm.example.com"])
def test_what_is_no_address_is_usage(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        settings(api_url=given)
    assert caught.value.code == "bad-url"
    assert ":p@" not in caught.value.message


def test_a_key_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"  {KEY}\n")
    assert key_of(settings(api_key_file=path)) == KEY
    assert key_of(settings(api_key_file=path, api_key="flag")) == "flag"
    path.write_text("\n")
    with pytest.raises(SetupError, match="there is no API key in"):
        settings(api_key_file=path)


@pytest.mark.parametrize("text", ["two words", "line\nbreak", "schlüssel", "\x1b"])
def test_what_can_be_no_key_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(SetupError) as caught:
        settings(api_key=text)
    assert text not in caught.value.message


# Profiles


def test_a_profile_by_its_name(profiles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (profiles.parent / "key.txt").write_text("from-file")
    profiles.write_text(
        'default = "one"\n'
        '[profiles.one]\napi_url = "https://one.example"\napi_key = "1"\n'
        '[profiles.two]\napi_url = "https://two.example"\napi_key_file = "key.txt"\n'
    )
    assert (settings().origin, key_of(settings())) == ("https://one.example", "1")
    two = settings(profile="two")
    assert (two.origin, key_of(two)) == ("https://two.example", "from-file")
    monkeypatch.setenv("TWENTY_HOOKS_PROFILE", "two")
    assert settings().origin == "https://two.example"
    with pytest.raises(UsageError, match="there is no profile 'three'"):
        settings(profile="three")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not toml", "is not TOML"),
        ("defalt = 'x'", "no setting 'defalt'"),
        ("[profiles.default]\nurl = 'x'", "[profiles.default] has no setting 'url'"),
        ("[profiles.default]\napi_url = 5", "'api_url' is not text"),
        ("profiles = 5", "'profiles' is not a table"),
        ("profiles.default = 5", "'profiles.default' is not a table"),
    ],
)
def test_a_bad_settings_file_is_told_by_its_place(
    profiles: Path, text: str, words: str
) -> None:
    profiles.write_text(text)
    with pytest.raises(SetupError) as caught:
        settings()
    assert words in caught.value.message
    assert str(profiles) in caught.value.message


def test_a_profile_without_a_file(home: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        settings(profile="prod")


# Project files


@pytest.mark.parametrize("name", ["api_key", "secret", "webhook_secret", "token"])
def test_a_project_file_never_holds_a_key(project: Path, name: str) -> None:
    project.write_text(f'{name} = "hush"')
    with pytest.raises(SetupError, match="never holds keys or secrets") as caught:
        settings()
    assert "hush" not in caught.value.message


def test_a_project_may_name_a_profile(project: Path, profiles: Path) -> None:
    profiles.write_text('[profiles.st]\napi_url = "https://st.example"\napi_key = "s"')
    project.write_text('profile = "st"')
    assert (settings().origin, key_of(settings())) == ("https://st.example", "s")


def test_a_mistyped_project_setting_is_told(project: Path) -> None:
    project.write_text('api_ulr = "https://x.example"')
    with pytest.raises(SetupError, match="no setting 'api_ulr'"):
        settings()


# The login of Twenty's own CLI, in all its formats


@pytest.mark.parametrize(
    ("content", "origin", "key"),
    [
        ({"apiUrl": "http://localhost:3000", "apiKey": "k", "defaultApp": "x"}, 0, "k"),
        (
            {
                "profiles": {
                    "default": {"apiUrl": "http://localhost:3000", "apiKey": "k"},
                    "other": {"apiUrl": "http://other:1", "apiKey": "o"},
                },
                "defaultWorkspace": "default",
            },
            0,
            "k",
        ),
        (
            {
                "profiles": {
                    "w": {"apiUrl": "http://localhost:3000", "accessToken": "t"}
                },
                "defaultWorkspace": "w",
            },
            0,
            "t",
        ),
        (
            {
                "version": 1,
                "defaultRemote": "prod",
                "remotes": {
                    "local": {"apiUrl": "http://localhost:2020", "apiKey": "l"},
                    "prod": {
                        "apiUrl": "http://localhost:3000",
                        "twentyCLIAccessToken": "oauth",
                        "appAccessToken": "never",
                    },
                },
            },
            0,
            "oauth",
        ),
        ({"version": 1, "remotes": {"local": {"apiKey": "k"}}}, 2020, "k"),
        ({"version": 1, "remotes": {"local": {"appAccessToken": "never"}}}, 2020, None),
        (
            {
                "workspaces": {
                    "default": {
                        "apiUrl": "http://localhost:3000",
                        "apiKey": "k",
                        "db": {"password": "never"},
                    }
                },
                "defaultWorkspace": "default",
            },
            0,
            "k",
        ),
    ],
)
def test_a_login_in_each_format(
    login: Callable[[Any], None], content: Any, origin: int, key: str | None
) -> None:
    login(content)
    found = settings()
    assert (found.origin, key_of(found)) == (
        f"http://localhost:{origin or 3000}",
        key,
    )


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", "null", '"x"', "[" * 100_000),
        *({}, {"apiKey": "nowhere"}, {"remotes": []}, {"remotes": {"a": 5}}),
        *({"remotes": {"a": {"apiUrl": "::", "apiKey": "k"}}}, {"apiUrl": 5}),
    ],
)
def test_a_login_that_is_none(login: Callable[[Any], None], content: Any) -> None:
    login(content)
    found = settings()
    assert (found.origin, found.key) == (CLOUD, None)


def test_a_login_is_only_read(
    login: Callable[[Any], None], home: Path, twenty: FakeTwenty, run: Run
) -> None:
    login({"apiUrl": twenty.origin, "apiKey": KEY})
    path = home / ".twenty" / "config.json"
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert run("list").code == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]


# A key never leaves for another origin


class Stranger:
    """A server that should never see a key; it keeps what it was sent."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        self.origin = ""

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.seen.append(headers)
        start = {"type": "http.response.start", "status": 200, "headers": []}
        await send(start)
        await send({"type": "http.response.body", "body": b"[]"})


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    application = Stranger()
    with serve(application) as origin:
        application.origin = origin
        yield application


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.usefixtures("workspace")
def test_a_redirect_to_another_origin_is_not_followed(
    twenty: FakeTwenty, stranger: Stranger, run: Run, status: int
) -> None:
    location = f"{stranger.origin}/rest/webhooks"
    twenty.fault = Fault(status=status, body=b"", location=location)
    for words in (("list",), ("create", "https://example.com/")):
        ran = run(*words, "--json")
        error = json.loads(ran.stderr)["error"]
        assert (ran.code, error["code"]) == (5, "redirected")
        assert stranger.origin in error["message"] + error["hint"]
    assert stranger.seen == []


@pytest.mark.usefixtures("workspace")
def test_a_redirect_within_the_origin_is_followed(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    twenty.add()
    real = twenty.reply

    def moved(request: Any) -> Any:
        twenty.fault = None
        return real(request)

    monkeypatch.setattr(twenty, "reply", moved)
    twenty.fault = Fault(status=308, location="/rest/webhooks?moved", after=True)
    assert len(run("list", "--json").json) == 1


@pytest.mark.usefixtures("workspace")
def test_redirects_in_circles_come_to_an_end(twenty: FakeTwenty, run: Run) -> None:
    twenty.fault = Fault(status=302, location="/rest/webhooks")
    ran = run("list")
    assert ran.code == 5
    assert "in circles" in ran.stderr
    assert len(twenty.requests) < 10


def test_a_project_file_with_a_foreign_url_gets_no_key(
    project: Path, stranger: Stranger, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write_text(f'api_url = "{stranger.origin}"')
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    for words in ((), ("--api-key", KEY)):
        ran = run("list", *words, "--json")
        error = json.loads(ran.stderr)["error"]
        assert (ran.code, error["code"]) == (3, "untrusted-origin")
        assert f"--api-url {stranger.origin}" in error["hint"]
    assert stranger.seen == []


def test_a_project_is_agreed_to_once(
    project: Path, twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write_text(f'api_url = "{twenty.origin}"')
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    monkeypatch.setattr("twenty_hooks.cli.connection.is_terminal", lambda: True)
    assert run("list", stdin="n\n").code == 1
    assert twenty.requests == []
    agreed = run("list", stdin="y\n")
    assert agreed.code == 0
    assert twenty.origin in agreed.stderr
    monkeypatch.setattr("twenty_hooks.cli.connection.is_terminal", lambda: False)
    assert run("list").code == 0
    assert stat.S_IMODE(trusted_origins.path().stat().st_mode) == 0o600
    # Another URL in the same file is another question.
    project.write_text('api_url = "https://elsewhere.example"')
    assert run("list").code == 3


def test_a_project_that_says_what_is_so_anyway_needs_no_question(
    project: Path, twenty: FakeTwenty, profiles: Path, run: Run
) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "{twenty.origin}"\napi_key = "{KEY}"'
    )
    project.write_text(f'api_url = "{twenty.origin}/rest"')
    assert run("list").code == 0


@pytest.mark.parametrize("source", ["flag", "environment", "project"])
def test_a_profiles_key_is_sent_to_its_own_origin_only(
    profiles: Path,
    project: Path,
    stranger: Stranger,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "https://own.example"\napi_key = "{KEY}"'
    )
    words = ["list", "--json"]
    if source == "flag":
        words += ["--api-url", stranger.origin]
    elif source == "environment":
        monkeypatch.setenv("TWENTY_API_URL", stranger.origin)
    else:
        project.write_text(f'api_url = "{stranger.origin}"')
    ran = run(*words)
    error = json.loads(ran.stderr)["error"]
    assert (ran.code, error["code"]) == (3, "no-key")
    assert "belongs to https://own.example" in error["message"]
    assert stranger.seen == []


def test_a_logins_key_is_sent_to_its_own_origin_only(
    login: Callable[[Any], None], stranger: Stranger, run: Run
) -> None:
    login({"apiUrl": "https://own.example", "apiKey": KEY})
    assert run("list", "--api-url", stranger.origin).code == 3
    assert stranger.seen == []


def test_another_scheme_or_port_is_another_origin(profiles: Path) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "https://own.example"\napi_key = "{KEY}"'
    )
    for url in ("http://own.example", "https://own.example:8443"):
        assert settings(api_url=url).key is None
    assert key_of(settings(api_url="https://OWN.example:443/x")) == KEY


def test_a_login_serves_where_the_profile_does_not(
    profiles: Path, login: Callable[[Any], None]
) -> None:
    profiles.write_text(
        '[profiles.default]\napi_url = "https://p.example"\napi_key="p"'
    )
    login({"apiUrl": "http://localhost:2020", "apiKey": "cli"})
    found = settings(api_url="http://localhost:2020")
    assert key_of(found) == "cli"


def test_the_release_is_asked_for_without_the_key(twenty: FakeTwenty, run: Run) -> None:
    run("list", "--api-url", twenty.origin, "--api-key", KEY)
    (asked,) = [each for each in twenty.requests if each.path == "/client-config"]
    assert "authorization" not in asked.headers


def test_plain_http_to_a_public_host_is_warned_about(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def nowhere(*_arguments: object, **_options: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    words = ("--api-key", KEY)
    warning = "travels to http://crm.example unencrypted"
    assert warning in run("list", "--api-url", "http://crm.example", *words).stderr
    for url in ("https://crm.example", "http://localhost:1", "http://10.0.0.1"):
        monkeypatch.setattr(socket, "create_connection", nowhere)
        assert "unencrypted" not in run("list", "--api-url", url, *words).stderr


def test_a_key_that_others_can_read_is_warned_about(
    profiles: Path, twenty: FakeTwenty, run: Run
) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "{twenty.origin}"\napi_key = "{KEY}"'
    )
    profiles.chmod(0o644)
    assert f"chmod 600 {profiles}" in run("list").stderr
    profiles.chmod(0o600)
    assert "chmod" not in run("list").stderr


# No key or secret anywhere it was not asked for


def test_no_key_and_no_secret_in_any_output(
    any_twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_API_URL", any_twenty.origin)
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    row = any_twenty.add(secret="very-hidden-secret")
    webhook_id = str(row["id"])
    commands = [
        ("list",),
        ("show", webhook_id),
        ("update", webhook_id, "--description", "x"),
        ("update", webhook_id, "--url", "https://new.example"),
        ("config", "show"),
        ("show", "dead"),
        ("create", "https://x.example", "--secret", "very-hidden-secret", "--dry-run"),
        ("delete", webhook_id, "--yes"),
    ]
    for words in commands:
        for more in ((), ("--json",)):
            ran = run(*words, *more)
            assert KEY not in ran.text + ran.stderr
            assert "very-hidden-secret" not in ran.text + ran.stderr
    for name in ("expired", "revoked", "noperm"):
        ran = run("list", "--api-key", KEYS[name])
        assert KEYS[name] not in ran.text + ran.stderr


def test_every_file_is_for_this_user_alone(
    twenty: FakeTwenty, run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_API_URL", twenty.origin)
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    previous = os.umask(0)
    try:
        run("create", "https://example.com/")
        run("list")
    finally:
        os.umask(previous)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"secrets.json", "webhooks"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert all(KEY not in path.read_text("utf-8", "replace") for path in files)


def test_no_secret_of_ours_is_in_the_process_list(
    twenty: FakeTwenty, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is started to do the work: what a process says of itself stays what the
    user typed."""
    import subprocess

    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a process was started")

    from typer.testing import CliRunner

    from twenty_hooks.cli import app

    monkeypatch.setenv("TWENTY_API_URL", twenty.origin)
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    monkeypatch.setattr(subprocess, "Popen", refused)
    monkeypatch.setattr(os, "execv", refused)
    result = CliRunner().invoke(app, ["create", "https://example.com/"])
    assert result.exit_code == 0


# hooks config


def test_config_show_names_every_origin_and_no_key(
    project: Path, profiles: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "https://p.example"\napi_key = "{KEY}"'
    )
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", "hush")
    ran = run("config", "show", "--json")
    shown = {row["name"]: row for row in ran.json["settings"]}
    assert shown["api_url"]["value"] == "https://p.example"
    assert shown["api_key"]["value"] is None
    assert shown["api_key"]["set"] is True
    assert "profile 'default'" in shown["api_key"]["origin"]
    assert shown["webhook_secret"] == {
        "name": "webhook_secret",
        "value": None,
        "set": True,
        "origin": "TWENTY_WEBHOOK_SECRET",
    }
    assert ran.json["files"]["config_file"] == {"path": str(profiles), "exists": True}
    people = run("config", "show")
    assert "expires 2100-01-01" in people.text
    assert "hush" not in people.text + ran.text


def test_config_show_says_why_a_key_is_not_sent(profiles: Path, run: Run) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "https://own.example"\napi_key = "{KEY}"'
    )
    ran = run("config", "show", "--api-url", "https://other.example")
    assert "belongs to https://own.example: not sent here" in ran.text


def test_config_path(home: Path, run: Run) -> None:
    path = home / "config" / "config.toml"
    assert run("config", "path").text == f"{path}\n"
    assert run("config", "path", "--json").json == {"path": str(path), "exists": False}


def test_without_any_key_the_next_step_is_told(run: Run) -> None:
    ran = run("list")
    assert ran.code == 3
    assert "there is no API key for https://api.twenty.com" in ran.stderr
    assert "Settings -> APIs & Webhooks" in ran.stderr


def test_every_error_of_settings_is_one_of_ours(profiles: Path) -> None:
    profiles.write_bytes(b"\xff")
    with pytest.raises(HooksError):
        settings()
