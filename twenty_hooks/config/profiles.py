"""`config.toml`: the workspaces of this user, each a profile.

    default = "prod"                      # used without --profile

    [profiles.prod]
    api_url = "https://api.twenty.com"
    api_key_file = "~/.keys/twenty"       # or: api_key = "..."

The user writes this file; `hooks` only reads it.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from twenty_hooks.config import toml
from twenty_hooks.errors import UsageError
from twenty_hooks.system import paths

DEFAULT_NAME = "default"


@dataclass(frozen=True, slots=True)
class Profile:
    """One workspace.

    Attributes:
        path: the file that the profile is in.
        api_key: the key, if it is in the profile itself.
        api_key_file: the file of the key, if the profile names one.
    """

    name: str
    path: Path
    api_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None

    @property
    def has_key(self) -> bool:
        """Whether the profile has an API key or a key file."""
        return self.api_key is not None or self.api_key_file is not None


def path() -> Path:
    """Return the path of `config.toml`."""
    return paths.config_directory() / "config.toml"


def load(name: str | None) -> Profile | None:
    """Return the profile of this name, else the default one; None if there is none.

    Raises UsageError for an unknown name, SetupError for a bad file.
    """
    file = path()
    if not file.is_file():
        if name is not None:
            raise UsageError(
                f"there is no profile '{name}': {file} does not exist",
                hint=f"create the file, with [profiles.{name}] and its api_url and "
                "api_key_file",
            )
        return None
    content = toml.read(file, "the settings")
    toml.check_names(content, ("default", "profiles"), file)
    profiles = content.get("profiles", {})
    if not isinstance(profiles, dict):
        raise toml.bad_config(file, "'profiles' is not a table")
    wanted = name or toml.text(content, "default", file)
    chosen = profiles.get(wanted or DEFAULT_NAME)
    if chosen is None:
        if wanted is None:
            return None
        known = ", ".join(sorted(profiles)) or "none"
        raise UsageError(f"there is no profile '{wanted}' in {file}; it has: {known}")
    return _profile(wanted or DEFAULT_NAME, chosen, file)


def is_open_to_others(profile: Profile) -> bool:
    """Return whether other users of this machine can read the key in the profile."""
    if profile.api_key is None or os.name == "nt":
        return False
    return bool(profile.path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _profile(name: str, content: object, file: Path) -> Profile:
    if not isinstance(content, dict):
        raise toml.bad_config(file, f"'profiles.{name}' is not a table")
    known = ("api_url", "api_key", "api_key_file")
    toml.check_names(content, known, file, f"[profiles.{name}] ")
    key_file = toml.text(content, "api_key_file", file)
    return Profile(
        name=name,
        path=file,
        api_url=toml.text(content, "api_url", file),
        api_key=toml.text(content, "api_key", file),
        api_key_file=None
        if key_file is None
        else file.parent / Path(key_file).expanduser(),
    )
