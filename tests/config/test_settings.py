"""Where settings come from, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.fake_twenty import KEYS, FakeTwenty
from twenty_hooks.config import CliOverrides, Settings, resolve
from twenty_hooks.errors import HooksError, SetupError, UsageError

KEY = KEYS["admin"]
CLOUD = "https://api.twenty.com"


def settings(**given: Any) -> Settings:
    return resolve(CliOverrides(**given), Path.cwd())


def key_of(found: Settings) -> str | None:
    return found.key.value if found.key is not None else None


def test_the_order_of_the_sources(
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
def test_a_url_with_a_path_or_without_a_scheme_is_accepted(
    given: str, origin: str
) -> None:
    assert settings(api_url=given).origin == origin


@pytest.mark.parametrize("given", ["ftp://x", "http://", "https://u:p@crm.example.com"])
def test_an_invalid_url_is_a_usage_error(given: str) -> None:
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
def test_an_impossible_key_is_rejected_without_being_shown(text: str) -> None:
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
def test_the_error_for_a_bad_settings_file_names_the_file(
    profiles: Path, text: str, words: str
) -> None:
    profiles.write_text(text)
    with pytest.raises(SetupError) as caught:
        settings()
    assert words in caught.value.message
    assert str(profiles) in caught.value.message


def test_the_profile_of_the_option_comes_before_environment_and_project(
    profiles: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles.write_text('[profiles.st]\napi_url = "https://st.example"\napi_key = "s"')
    project.write_text('api_url = "https://project.example"')
    monkeypatch.setenv("TWENTY_API_URL", "https://env.example")
    monkeypatch.setenv("TWENTY_API_KEY", "env")
    found = settings(profile="st")
    assert (found.origin, key_of(found)) == ("https://st.example", "s")
    assert found.untrusted is None


def test_a_profile_with_only_a_key_is_for_the_cloud(
    profiles: Path, login: Callable[[Any], None]
) -> None:
    login({"apiUrl": "http://localhost:2020", "apiKey": "cli"})
    profiles.write_text('[profiles.default]\napi_key = "p"')
    assert (settings().origin, key_of(settings())) == (CLOUD, "p")


def test_a_profile_without_a_file(home: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        settings(profile="prod")


# Project files


@pytest.mark.parametrize("name", ["api_key", "secret", "webhook_secret", "token"])
def test_a_project_file_must_not_contain_a_key(project: Path, name: str) -> None:
    project.write_text(f'{name} = "hush"')
    with pytest.raises(SetupError, match="must not contain keys or secrets") as caught:
        settings()
    assert "hush" not in caught.value.message


def test_a_project_can_name_a_profile(project: Path, profiles: Path) -> None:
    profiles.write_text('[profiles.st]\napi_url = "https://st.example"\napi_key = "s"')
    project.write_text('profile = "st"')
    assert (settings().origin, key_of(settings())) == ("https://st.example", "s")


def test_a_mistyped_project_setting_is_an_error(project: Path) -> None:
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
def test_a_damaged_login_is_ignored(login: Callable[[Any], None], content: Any) -> None:
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


# hooks config


def test_config_show_prints_every_origin_and_no_key(
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


def test_config_show_explains_why_a_key_is_not_sent(profiles: Path, run: Run) -> None:
    profiles.write_text(
        f'[profiles.default]\napi_url = "https://own.example"\napi_key = "{KEY}"'
    )
    ran = run("config", "show", "--api-url", "https://other.example")
    assert "belongs to https://own.example: not sent here" in ran.text


def test_config_path(home: Path, run: Run) -> None:
    path = home / "config" / "config.toml"
    assert run("config", "path").text == f"{path}\n"
    assert run("config", "path", "--json").json == {"path": str(path), "exists": False}


def test_the_error_without_a_key_names_the_next_step(run: Run) -> None:
    ran = run("list")
    assert ran.code == 3
    assert "there is no API key for https://api.twenty.com" in ran.stderr
    assert "Settings -> APIs & Webhooks" in ran.stderr


def test_a_settings_file_that_is_not_utf8_is_an_error(profiles: Path) -> None:
    profiles.write_bytes(b"\xff")
    with pytest.raises(HooksError):
        settings()
