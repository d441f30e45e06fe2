"""`config.toml`: the workspaces of this user, each a profile.

    default = "prod"                      # used without --profile

    [profiles.prod]
    api_url = "https://api.twenty.com"
    api_key_file = "~/.keys/twenty"       # or: api_key = "..."

Never written by `hooks`.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from twenty_hooks.config import toml
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.system import paths

DEFAULT_NAME = "default"


@dataclass(frozen=True, slots=True)
class Profile:
    """One workspace. api_key_file: where the key is, when it is not in here itself."""

    name: str
    path: Path
    api_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None

    @property
    def has_key(self) -> bool:
        return self.api_key is not None or self.api_key_file is not None


def path() -> Path:
    """Where the profiles are."""
    return paths.config_directory() / "config.toml"


def load(name: str | None) -> Profile | None:
    """The profile of this name, else the default one, else None.

    Raises UsageError for a name that is not there, SetupError for a bad file.
    """
    where = path()
    if not where.is_file():
        if name is not None:
            raise UsageError(
                f"there is no profile '{name}': {where} does not exist",
                hint=f"write [profiles.{name}] into it, with api_url and api_key_file",
            )
        return None
    content = toml.read(where, "the settings")
    toml.refuse_unknown(content, ("default", "profiles"), where)
    profiles = content.get("profiles", {})
    if not isinstance(profiles, dict):
        raise SetupError(f"{where}: 'profiles' is not a table", code="bad-config")
    wanted = name or toml.text(content, "default", where)
    chosen = profiles.get(wanted or DEFAULT_NAME)
    if chosen is None:
        if wanted is None:
            return None
        known = ", ".join(sorted(profiles)) or "none"
        raise UsageError(f"there is no profile '{wanted}' in {where}; it has: {known}")
    return _profile(wanted or DEFAULT_NAME, chosen, where)


def is_open_to_others(profile: Profile) -> bool:
    """Whether other users of this machine can read the key in it."""
    if profile.api_key is None or os.name == "nt":
        return False
    return bool(profile.path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _profile(name: str, content: object, where: Path) -> Profile:
    if not isinstance(content, dict):
        raise SetupError(
            f"{where}: 'profiles.{name}' is not a table", code="bad-config"
        )
    known = ("api_url", "api_key", "api_key_file")
    toml.refuse_unknown(content, known, where, f"[profiles.{name}] ")
    key_file = toml.text(content, "api_key_file", where)
    return Profile(
        name=name,
        path=where,
        api_url=toml.text(content, "api_url", where),
        api_key=toml.text(content, "api_key", where),
        api_key_file=None
        if key_file is None
        else where.parent / Path(key_file).expanduser(),
    )
