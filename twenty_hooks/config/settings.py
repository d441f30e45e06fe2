"""Which URL, which key, and why: one pass over all sources, strongest first.

A profile named by the flag stands where flags stand, before the environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from twenty_hooks.config import origins, profiles, project, twenty_login
from twenty_hooks.config.profiles import Profile
from twenty_hooks.config.project import Project
from twenty_hooks.config.twenty_login import Login
from twenty_hooks.errors import SetupError
from twenty_hooks.protocol.urls import TargetUrl
from twenty_hooks.system import files

DEFAULT_URL = "https://api.twenty.com"
URL_VARIABLE = "TWENTY_API_URL"
KEY_VARIABLE = "TWENTY_API_KEY"
PROFILE_VARIABLE = "TWENTY_HOOKS_PROFILE"


@dataclass(frozen=True, slots=True)
class CliOverrides:
    """What was given on the command line."""

    api_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, and in words where it came from."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key, in words where it came from, and the origin it belongs to (None: any)."""

    value: str = field(repr=False)
    source: str
    belongs_to: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. key: None when there is none that may be sent to this URL.

    withheld: keys there are, but for another origin. untrusted: the project file that
    the URL came from, where the user has not agreed yet that a key is sent there.
    """

    url: TargetUrl
    url_source: str
    key: Key | None
    withheld: tuple[Key, ...]
    untrusted: Path | None
    project: Project
    profile: Profile | None
    profile_source: str
    login: Login | None

    @property
    def origin(self) -> str:
        return self.url.origin


def resolve(given: CliOverrides, directory: Path) -> Settings:
    """Everything in force for a command run in this directory.

    Raises SetupError or UsageError for a source that can't be understood.
    """
    here = project.find(directory)
    chosen = _profile_name(given, here)
    profile = profiles.load(chosen.value if chosen else None)
    login = twenty_login.load()
    url, url_source = _url(given, here, profile, login)
    usable, withheld = None, []
    for key in _keys(given, profile, login):
        if key.belongs_to in (None, url.origin):
            usable = key
            break
        withheld.append(key)
    return Settings(
        url=url,
        url_source=url_source,
        key=usable,
        withheld=tuple(withheld),
        untrusted=here.path
        if usable is not None
        and usable.belongs_to is None
        and url_source == _source_of(here)
        and not _is_trusted(url, given, here, profile, login)
        else None,
        project=here,
        profile=profile,
        profile_source=chosen.origin if chosen else "default",
        login=login,
    )


def _is_trusted(
    url: TargetUrl,
    given: CliOverrides,
    here: Project,
    profile: Profile | None,
    login: Login | None,
) -> bool:
    """Whether the key may follow the project's URL: it would go to that origin without
    the project too, or the user has agreed."""
    otherwise, _ = _url(given, Project(), profile, login)
    if otherwise.origin == url.origin:
        return True
    return here.path is not None and origins.is_trusted(here.path, url.origin)


def _profile_name(given: CliOverrides, here: Project) -> Setting | None:
    from_environment = os.environ.get(PROFILE_VARIABLE)
    if given.profile:
        return Setting(given.profile, "--profile")
    if from_environment:
        return Setting(from_environment, PROFILE_VARIABLE)
    if here.profile:
        return Setting(here.profile, _source_of(here))
    return None


def _url(
    given: CliOverrides, here: Project, profile: Profile | None, login: Login | None
) -> tuple[TargetUrl, str]:
    of_profile: list[tuple[str | None, str]] = []
    if profile is not None:
        # A key without a URL is for Twenty's cloud.
        url = profile.api_url or (DEFAULT_URL if profile.has_key else None)
        of_profile.append((url, _source_of_profile(profile)))
    is_flag = given.profile is not None
    candidates = [
        (given.api_url, "--api-url"),
        *(of_profile if is_flag else []),
        (os.environ.get(URL_VARIABLE), URL_VARIABLE),
        (here.api_url, _source_of(here)),
        *(of_profile if not is_flag else []),
        (login.origin, _source_of_login(login)) if login else (None, ""),
        (DEFAULT_URL, "default"),
    ]
    text, source = next(each for each in candidates if each[0])
    return origins.parse(text or DEFAULT_URL, source), source


def _keys(
    given: CliOverrides, profile: Profile | None, login: Login | None
) -> Iterator[Key]:
    """Every key there is, strongest first. A file is read only when its turn comes."""
    if given.api_key:
        yield Key(_clean(given.api_key, "--api-key"), "--api-key")
    if given.api_key_file is not None:
        text = _from_file(given.api_key_file, "--api-key-file")
        yield Key(text, f"--api-key-file {given.api_key_file}")
    is_flag = given.profile is not None
    if profile is not None and is_flag:
        yield from _key_of_profile(profile)
    from_environment = os.environ.get(KEY_VARIABLE)
    if from_environment:
        yield Key(_clean(from_environment, KEY_VARIABLE), KEY_VARIABLE)
    if profile is not None and not is_flag:
        yield from _key_of_profile(profile)
    if login is not None and login.api_key:
        source = _source_of_login(login)
        yield Key(_clean(login.api_key, source), source, login.origin)


def _key_of_profile(profile: Profile) -> Iterator[Key]:
    source = _source_of_profile(profile)
    url = origins.parse(profile.api_url or DEFAULT_URL, source)
    if profile.api_key is not None:
        yield Key(_clean(profile.api_key, source), source, url.origin)
    elif profile.api_key_file is not None:
        text = _from_file(profile.api_key_file, source)
        yield Key(text, f"{source}: {profile.api_key_file}", url.origin)


def _from_file(path: Path, source: str) -> str:
    data = files.read_bytes(path, "the API key file")
    text = data.decode("utf-8", "replace").strip()
    if not text:
        raise SetupError(
            f"there is no API key in {path}",
            hint="write it into the file",
            code="no-key",
        )
    return _clean(text, source)


def _clean(text: str, source: str) -> str:
    """The key, fit for a header. Raises SetupError; no part of it is shown."""
    text = text.strip()
    text = text.removeprefix("Bearer ").strip()
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise SetupError(
            f"the API key of {source} holds blanks or other characters that no key has",
            hint="copy the whole key once more, and nothing else",
            code="bad-key",
        )
    return text


def _source_of(here: Project) -> str:
    return f"project file {here.path}"


def _source_of_profile(profile: Profile) -> str:
    return f"profile '{profile.name}' of {profile.path}"


def _source_of_login(login: Login) -> str:
    return f"Twenty CLI login '{login.name}' of {login.path}"
