"""Resolve the URL and the API key from all sources, the strongest first.

A profile that is named with --profile is as strong as a flag, and so comes before the
environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
    """The settings that were given as options."""

    api_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key.

    Attributes:
        source: where it comes from, in words.
        belongs_to: the only origin it may be sent to; None for any.
    """

    value: str = field(repr=False)
    source: str
    belongs_to: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in effect.

    Attributes:
        key: None if there is no key that may be sent to this URL.
        withheld: the keys that belong to other origins.
        untrusted: the project file of the URL, if the user has not agreed yet that a
            key is sent there.
    """

    url: TargetUrl
    url_source: str
    key: ApiKey | None
    withheld: tuple[ApiKey, ...]
    untrusted: Path | None
    project: Project
    profile: Profile | None
    profile_source: str
    login: Login | None

    @property
    def origin(self) -> str:
        """The origin of the server: `https://api.twenty.com`."""
        return self.url.origin


@dataclass(frozen=True, slots=True)
class _Sources:
    """Everything that settings come from, beside the environment."""

    options: CliOverrides
    project: Project
    profile: Profile | None
    login: Login | None

    @property
    def is_profile_named(self) -> bool:
        return self.options.profile is not None


def resolve(options: CliOverrides, directory: Path) -> Settings:
    """Return the settings in effect for a command that runs in this directory.

    Raises SetupError or UsageError for a source that can't be read.
    """
    project_file = project.find(directory)
    profile_name, profile_source = _profile_name(options, project_file)
    profile = profiles.load(profile_name)
    sources = _Sources(options, project_file, profile, twenty_login.load())
    url, url_source = _url(sources)
    usable, withheld = None, []
    for key in _keys(sources):
        if key.belongs_to in (None, url.origin):
            usable = key
            break
        withheld.append(key)
    is_untrusted = (
        usable is not None
        and usable.belongs_to is None
        and url_source == _project_source(project_file)
        and not _is_trusted(url, sources)
    )
    return Settings(
        url=url,
        url_source=url_source,
        key=usable,
        withheld=tuple(withheld),
        untrusted=project_file.path if is_untrusted else None,
        project=project_file,
        profile=profile,
        profile_source=profile_source,
        login=sources.login,
    )


def _is_trusted(url: TargetUrl, sources: _Sources) -> bool:
    """Return whether the key may be sent to the URL of the project file.

    It may if it would be sent there without the project as well, or if the user agreed.
    """
    without_project, _ = _url(replace(sources, project=Project()))
    if without_project.origin == url.origin:
        return True
    path = sources.project.path
    return path is not None and origins.is_trusted(path, url.origin)


def _profile_name(options: CliOverrides, found: Project) -> tuple[str | None, str]:
    """Return the name of the profile, if one is chosen, and the source of the name."""
    candidates = (
        (options.profile, "--profile"),
        (os.environ.get(PROFILE_VARIABLE), PROFILE_VARIABLE),
        (found.profile, _project_source(found)),
    )
    return next((each for each in candidates if each[0]), (None, "default"))


def _url(sources: _Sources) -> tuple[TargetUrl, str]:
    """Return the URL of Twenty and its source."""
    of_profile: list[tuple[str | None, str]] = []
    if sources.profile is not None:
        # A key without a URL is for Twenty's cloud.
        default = DEFAULT_URL if sources.profile.has_key else None
        url = sources.profile.api_url or default
        of_profile.append((url, _profile_source(sources.profile)))
    login = sources.login
    candidates = [
        (sources.options.api_url, "--api-url"),
        *(of_profile if sources.is_profile_named else []),
        (os.environ.get(URL_VARIABLE), URL_VARIABLE),
        (sources.project.api_url, _project_source(sources.project)),
        *of_profile,
        (login.origin, _login_source(login)) if login else (None, ""),
        (DEFAULT_URL, "default"),
    ]
    text, source = next(each for each in candidates if each[0])
    return origins.parse(text or DEFAULT_URL, source), source


def _keys(sources: _Sources) -> Iterator[ApiKey]:
    """Yield all keys, the strongest first. A key file is read only when it is next."""
    options, profile, login = sources.options, sources.profile, sources.login
    if options.api_key:
        yield ApiKey(_clean(options.api_key, "--api-key"), "--api-key")
    if options.api_key_file is not None:
        source = f"--api-key-file {options.api_key_file}"
        yield ApiKey(_read_file(options.api_key_file, "--api-key-file"), source)
    if profile is not None and sources.is_profile_named:
        yield from _profile_key(profile)
    from_environment = os.environ.get(KEY_VARIABLE)
    if from_environment:
        yield ApiKey(_clean(from_environment, KEY_VARIABLE), KEY_VARIABLE)
    if profile is not None and not sources.is_profile_named:
        yield from _profile_key(profile)
    if login is not None and login.api_key:
        source = _login_source(login)
        yield ApiKey(_clean(login.api_key, source), source, login.origin)


def _profile_key(profile: Profile) -> Iterator[ApiKey]:
    source = _profile_source(profile)
    url = origins.parse(profile.api_url or DEFAULT_URL, source)
    if profile.api_key is not None:
        yield ApiKey(_clean(profile.api_key, source), source, url.origin)
    elif profile.api_key_file is not None:
        text = _read_file(profile.api_key_file, source)
        yield ApiKey(text, f"{source}: {profile.api_key_file}", url.origin)


def _read_file(path: Path, source: str) -> str:
    data = files.read_bytes(path, "the API key file")
    text = data.decode("utf-8", "replace").strip()
    if not text:
        raise SetupError(
            f"there is no API key in {path}",
            hint="write the key into the file",
            code="no-key",
        )
    return _clean(text, source)


def _clean(text: str, source: str) -> str:
    """Return the key as it goes into a header.

    Raises SetupError, which does not show any part of the key.
    """
    text = text.strip()
    text = text.removeprefix("Bearer ").strip()
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise SetupError(
            f"the API key of {source} contains blanks or other characters that no key "
            "has",
            hint="copy the whole key again, and nothing else",
            code="bad-key",
        )
    return text


def _project_source(found: Project) -> str:
    return f"project file {found.path}"


def _profile_source(profile: Profile) -> str:
    return f"profile '{profile.name}' of {profile.path}"


def _login_source(login: Login) -> str:
    return f"Twenty CLI login '{login.name}' of {login.path}"
