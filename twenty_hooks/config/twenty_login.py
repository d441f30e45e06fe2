"""Read the login that Twenty's own command-line tools store in `~/.twenty/config.json`.

One path, five formats over time: flat (twenty-cli until 0.2), `profiles`, `remotes`
(twenty-sdk 2.x, with and without application tokens), and the `workspaces` of another
tool that shares the file. The file is only ever read. A missing, empty or damaged file
is no login.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl

# Each format: the key of its logins, the key that names the login in use, and the name
# and URL that are used without one.
_FORMATS = (
    ("remotes", "defaultRemote", "local", "http://localhost:2020"),
    ("profiles", "defaultWorkspace", "default", None),
    ("workspaces", "defaultWorkspace", "default", None),
)
_KEYS = ("apiKey", "twentyCLIAccessToken", "accessToken")


@dataclass(frozen=True, slots=True)
class Login:
    """An origin and the API key for it.

    Attributes:
        path: the file that the login is in.
        name: the name of the remote or profile.
    """

    path: Path
    name: str
    origin: str
    api_key: str | None = field(repr=False)


def path() -> Path:
    """Return the path of the file."""
    return Path.home() / ".twenty" / "config.json"


def load() -> Login | None:
    """Return the login in use; None if there is none."""
    file = path()
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    for group, chooser, fallback, default_url in _FORMATS:
        logins = content.get(group)
        if isinstance(logins, dict) and logins:
            name = content.get(chooser)
            if not isinstance(name, str) or name not in logins:
                name = fallback if fallback in logins else next(iter(logins))
            return _login(file, name, logins[name], default_url)
    return _login(file, "default", content, None)


def _login(file: Path, name: str, entry: Any, default_url: str | None) -> Login | None:
    if not isinstance(entry, dict):
        return None
    try:
        origin = urls.parse(_text(entry, "apiUrl") or default_url or "").origin
    except BadUrl:
        return None  # a key without an origin must not be sent anywhere
    keys = (_text(entry, name) for name in _KEYS)
    return Login(file, name, origin, next((key for key in keys if key), None))


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return value if isinstance(value, str) and value else None
