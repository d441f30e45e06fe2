"""The settings in force as `hooks config show` shows them: no key, no secret."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twenty_hooks.completions import webhook_cache
from twenty_hooks.config import (
    Settings,
    origins,
    profiles,
    project,
    secrets_file,
    twenty_login,
)
from twenty_hooks.config.secrets import SECRET_VARIABLE
from twenty_hooks.system import paths
from twenty_hooks.text import units
from twenty_hooks.twenty_api import api_key


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as it is shown. is_secret: the value says only whether there is one."""

    name: str
    value: str | None
    origin: str
    is_secret: bool = False
    is_set: bool = True

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"name": self.name, "value": self.value}
        if self.is_secret:
            shown |= {"value": None, "set": self.is_set}
        return shown | {"origin": self.origin}


def rows(found: Settings) -> list[Row]:
    """Every setting, in the order of their weight."""
    return [*_of_twenty(found), *_of_secrets()]


def _of_twenty(found: Settings) -> list[Row]:
    chosen = found.profile.name if found.profile is not None else None
    source = found.profile_source if chosen else "default: there is no profile"
    return [
        Row("api_url", found.origin, found.url_source),
        _key(found),
        Row("profile", chosen, source),
    ]


def _key(found: Settings) -> Row:
    if found.key is None:
        origin = "nowhere"
        if found.withheld:
            key = found.withheld[0]
            origin = f"{key.source}, which belongs to {key.belongs_to}: not sent here"
        return Row("api_key", None, origin, is_secret=True, is_set=False)
    words = ["set (hidden)"]
    claims = api_key.claims(found.key.value)
    if claims is None:
        words.append("does not look like a key of Twenty")
    elif claims.workspace_id is not None:
        words.append(f"workspace {claims.workspace_id}")
    if claims is not None and claims.expires_ms is not None:
        words.append(f"expires {units.to_iso(claims.expires_ms)}")
    if found.untrusted is not None:
        words.append("not sent until you agree to the URL of the project file")
    return Row("api_key", ", ".join(words), found.key.source, is_secret=True)


def _of_secrets() -> list[Row]:
    known = secrets_file.load()
    is_given = bool(os.environ.get(SECRET_VARIABLE))
    return [
        Row(
            "webhook_secret",
            "set (hidden)" if is_given else None,
            SECRET_VARIABLE if is_given else "nowhere",
            is_secret=True,
            is_set=is_given,
        ),
        Row(
            "local_secret",
            "set (hidden)" if known.local else None,
            str(secrets_file.path()) if known.local else "nowhere: made on first use",
            is_secret=True,
            is_set=known.local is not None,
        ),
        Row("remembered_secrets", str(len(known.webhooks)), str(secrets_file.path())),
    ]


def files_kept(found: Settings) -> dict[str, Path]:
    return {
        "config_file": profiles.path(),
        "project_file": found.project.path or Path.cwd() / project.FILE_NAME,
        "twenty_cli_login": twenty_login.path(),
        "secrets_file": secrets_file.path(),
        "trusted_file": origins.path(),
        "completion_cache": webhook_cache.path(),
        "config_directory": paths.config_directory(),
    }
