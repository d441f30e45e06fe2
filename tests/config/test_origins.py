"""A key is never sent to another origin, and no key or secret is shown unasked."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.fake_twenty import KEYS, FakeTwenty, Request, serve
from tests.fake_twenty.faults import Fault
from tests.fake_twenty.replies import Reply
from twenty_hooks.config import CliOverrides, Settings, resolve
from twenty_hooks.config import origins as trusted_origins

KEY = KEYS["admin"]
IS_TERMINAL = "twenty_hooks.console.output.is_terminal"


def settings(**given: Any) -> Settings:
    return resolve(CliOverrides(**given), Path.cwd())


def key_of(found: Settings) -> str | None:
    return found.key.value if found.key is not None else None


class Stranger:
    """A server that must never receive a key. It stores the headers of requests."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        self.origin = ""

    def __call__(self, request: Request) -> Reply:
        self.seen.append(request.headers)
        return Reply(200, b"[]")


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
def test_a_redirect_loop_is_an_error(twenty: FakeTwenty, run: Run) -> None:
    twenty.fault = Fault(status=302, location="/rest/webhooks")
    ran = run("list")
    assert ran.code == 5
    assert "in a loop" in ran.stderr
    assert len(twenty.requests) < 10


def test_a_project_file_with_another_url_gets_no_key(
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


def test_the_user_agrees_to_a_project_once(
    project: Path, twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write_text(f'api_url = "{twenty.origin}"')
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    monkeypatch.setattr(IS_TERMINAL, lambda: True)
    assert run("list", stdin="n\n").code == 1
    assert twenty.requests == []
    agreed = run("list", stdin="y\n")
    assert agreed.code == 0
    assert twenty.origin in agreed.stderr
    monkeypatch.setattr(IS_TERMINAL, lambda: False)
    assert run("list").code == 0
    assert stat.S_IMODE(trusted_origins.path().stat().st_mode) == 0o600
    # Another URL in the same file is another question.
    project.write_text('api_url = "https://elsewhere.example"')
    assert run("list").code == 3


def test_a_project_with_the_url_of_the_profile_needs_no_question(
    project: Path, twenty: FakeTwenty, profiles: Path, run: Run
) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "{twenty.origin}"\napi_key = "{KEY}"'
    )
    project.write_text(f'api_url = "{twenty.origin}/rest"')
    assert run("list").code == 0


@pytest.mark.parametrize("source", ["flag", "environment", "project"])
def test_the_key_of_a_profile_is_sent_to_its_own_origin_only(
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


def test_the_key_of_a_login_is_sent_to_its_own_origin_only(
    login: Callable[[Any], None], stranger: Stranger, run: Run
) -> None:
    login({"apiUrl": "https://own.example", "apiKey": KEY})
    assert run("list", "--api-url", stranger.origin).code == 3
    assert stranger.seen == []


def test_no_proxy_is_used_for_a_twenty_on_this_machine(
    twenty: FakeTwenty,
    stranger: Stranger,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, stranger.origin)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert run("list", "--api-url", twenty.origin, "--api-key", KEY).code == 0
    assert stranger.seen == []


def test_another_scheme_or_port_is_another_origin(profiles: Path) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "https://own.example"\napi_key = "{KEY}"'
    )
    for url in ("http://own.example", "https://own.example:8443"):
        assert settings(api_url=url).key is None
    assert key_of(settings(api_url="https://OWN.example:443/x")) == KEY


def test_a_login_is_used_if_the_profile_has_another_origin(
    profiles: Path, login: Callable[[Any], None]
) -> None:
    profiles.write_text(
        '[profiles.default]\napi_url = "https://p.example"\napi_key="p"'
    )
    login({"apiUrl": "http://localhost:2020", "apiKey": "cli"})
    found = settings(api_url="http://localhost:2020")
    assert key_of(found) == "cli"


def test_the_version_is_requested_without_the_key(twenty: FakeTwenty, run: Run) -> None:
    run("list", "--api-url", twenty.origin, "--api-key", KEY)
    (request,) = [each for each in twenty.requests if each.path == "/client-config"]
    assert "authorization" not in request.headers


def test_plain_http_to_a_public_host_gets_a_warning(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_arguments: object, **_options: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    words = ("--api-key", KEY)
    warning = "travels to http://crm.example unencrypted"
    assert warning in run("list", "--api-url", "http://crm.example", *words).stderr
    for url in ("https://crm.example", "http://localhost:1", "http://10.0.0.1"):
        monkeypatch.setattr(socket, "create_connection", nowhere)
        assert "unencrypted" not in run("list", "--api-url", url, *words).stderr


def test_a_key_that_others_can_read_gets_a_warning(
    profiles: Path, twenty: FakeTwenty, run: Run
) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "{twenty.origin}"\napi_key = "{KEY}"'
    )
    profiles.chmod(0o644)
    assert f"chmod 600 {profiles}" in run("list").stderr
    profiles.chmod(0o600)
    assert "chmod" not in run("list").stderr


# No key or secret is shown unasked


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


def test_no_secret_gets_into_the_process_list(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other process is started, and so none has a secret in its arguments."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setenv("TWENTY_API_URL", twenty.origin)
    monkeypatch.setenv("TWENTY_API_KEY", KEY)
    monkeypatch.setattr(subprocess, "Popen", fail)
    monkeypatch.setattr(os, "execv", fail)
    assert run("create", "https://example.com/").code == 0
