"""`twenty-hooks.toml`: the settings of a project, for everyone who works on it.

The file is in the current directory or in the nearest one above. It is made to be
committed, so it must not contain a key or a secret.

    api_url = "https://crm.example.com"
    profile = "staging"
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twenty_hooks.config import toml
from twenty_hooks.errors import SetupError

FILE_NAME = "twenty-hooks.toml"


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of the nearest project file. path: None if there is no file."""

    path: Path | None = None
    api_url: str | None = None
    profile: str | None = None


def find(start: Path) -> Project:
    """Read the nearest file, from `start` upwards. Raises SetupError if it is bad."""
    for directory in (start, *start.parents):
        path = directory / FILE_NAME
        if path.is_file():
            return _read(path)
    return Project()


def _read(path: Path) -> Project:
    content = toml.read(path, "the project file")
    for name in content:
        if any(word in name.lower() for word in ("key", "secret", "token")):
            raise SetupError(
                f"{path} contains '{name}': a project file must not contain keys or "
                "secrets",
                hint="move it to your own settings: hooks config path",
                code="bad-config",
            )
    toml.check_names(content, ("api_url", "profile"), path)
    return Project(
        path, toml.text(content, "api_url", path), toml.text(content, "profile", path)
    )
