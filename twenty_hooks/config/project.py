"""`twenty-hooks.toml`: what a project says to everyone who works on it.

Found in this directory or the nearest above. It never holds a key or a secret: it is
made to be committed.

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
    """What the nearest project file says. path: None when there is none."""

    path: Path | None = None
    api_url: str | None = None
    profile: str | None = None


def find(start: Path) -> Project:
    """Read the nearest one, from `start` upwards. Raises SetupError for a bad one."""
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
                f"{path} holds '{name}': a project file never holds keys or secrets",
                hint="move it to your own settings: hooks config path",
                code="bad-config",
            )
    toml.refuse_unknown(content, ("api_url", "profile"), path)
    return Project(
        path, toml.text(content, "api_url", path), toml.text(content, "profile", path)
    )
