"""The settings in effect as `hooks config show` prints them, without any secret."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
from twenty_hooks.config.secret_options import SECRET_VARIABLE
from twenty_hooks.console.escape import visible
from twenty_hooks.console.wrapping import labelled
from twenty_hooks.system import paths
from twenty_hooks.text import units
from twenty_hooks.twenty_api import api_key

_LABEL_WIDTH = 20
_SET = "set (hidden)"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        origin: where the value comes from, in words.
        is_secret: whether the value is hidden, and only says that it is set.
    """

    name: str
    value: str | None
    origin: str
    is_secret: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the setting as `--json` prints it; the value of a secret is null."""
        document: dict[str, Any] = {"name": self.name, "value": self.value}
        if self.is_secret:
            document |= {"value": None, "set": self.value is not None}
        return document | {"origin": self.origin}


@dataclass(frozen=True, slots=True)
class SettingsReport:
    """All settings, and the files that settings, secrets and caches are in."""

    settings: tuple[SettingRow, ...]
    files: dict[str, Path]

    def to_json(self) -> dict[str, Any]:
        """Return the report as `hooks config show --json` prints it."""
        return {
            "settings": [row.to_json() for row in self.settings],
            "files": {
                name: {"path": str(path), "exists": path.exists()}
                for name, path in self.files.items()
            },
        }

    def lines(self, width: int | None) -> Iterator[str]:
        """Yield the lines for a person, wrapped at the width of the terminal."""
        for row in self.settings:
            yield from _field(row.name, row.value or "(none)", width)
            yield from _field("", f"from {row.origin}", width)
        for name, path in self.files.items():
            missing = "" if path.exists() else "  (does not exist)"
            yield from _field(name, f"{path}{missing}", width)


def report(found: Settings) -> SettingsReport:
    """Return the report on the settings in effect."""
    profile = found.profile.name if found.profile is not None else None
    profile_source = found.profile_source if profile else "default: there is no profile"
    stored = secrets_file.load()
    local_source = str(secrets_file.path())
    has_secret = bool(os.environ.get(SECRET_VARIABLE))
    rows = (
        SettingRow("api_url", found.origin, found.url_source),
        _api_key(found),
        SettingRow("profile", profile, profile_source),
        SettingRow(
            "webhook_secret",
            _SET if has_secret else None,
            SECRET_VARIABLE if has_secret else "nowhere",
            is_secret=True,
        ),
        SettingRow(
            "local_secret",
            _SET if stored.local else None,
            local_source if stored.local else "nowhere: made on first use",
            is_secret=True,
        ),
        SettingRow("remembered_secrets", str(len(stored.webhooks)), local_source),
    )
    return SettingsReport(rows, _files(found))


def _api_key(found: Settings) -> SettingRow:
    if found.key is None:
        origin = "nowhere"
        if found.withheld:
            key = found.withheld[0]
            origin = f"{key.source}, which belongs to {key.belongs_to}: not sent here"
        return SettingRow("api_key", None, origin, is_secret=True)
    details = [_SET]
    claims = api_key.claims(found.key.value)
    if claims is None:
        details.append("does not look like a key of Twenty")
    elif claims.workspace_id is not None:
        details.append(f"workspace {claims.workspace_id}")
    if claims is not None and claims.expires_ms is not None:
        details.append(f"expires {units.to_iso(claims.expires_ms)}")
    if found.untrusted is not None:
        details.append("not sent until you agree to the URL in the project file")
    return SettingRow("api_key", ", ".join(details), found.key.source, is_secret=True)


def _files(found: Settings) -> dict[str, Path]:
    return {
        "config_file": profiles.path(),
        "project_file": found.project.path or Path.cwd() / project.FILE_NAME,
        "twenty_cli_login": twenty_login.path(),
        "secrets_file": secrets_file.path(),
        "trusted_file": origins.path(),
        "completion_cache": webhook_cache.path(),
        "config_directory": paths.config_directory(),
    }


def _field(label: str, value: str, width: int | None) -> list[str]:
    return labelled(f"{label:<{_LABEL_WIDTH}}", visible(value), width)
