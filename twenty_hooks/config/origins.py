"""Where a key may go.

A key belongs to the origin it was stored with. A profile's key, or one that Twenty's
own CLI left, is sent to that origin and to no other. A URL that comes with a project,
and so from whoever wrote it, gets a key only if that key is stored for this very origin
or the user has agreed once; what was agreed to is kept in `trusted.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import networks, urls
from twenty_hooks.protocol.urls import BadUrl, TargetUrl
from twenty_hooks.system import files, paths


def parse(text: str, where: str) -> TargetUrl:
    """The address of a Twenty: a bare origin. A pasted path or slash is forgiven, and
    so is a missing scheme. where: what gave it, for the error.

    Raises UsageError for what is no address of a server.
    """
    try:
        url = _parse(text)
    except BadUrl as bad:
        raise UsageError(
            f"{where}: {bad}",
            hint=f"write {bad.suggestion or 'https://api.twenty.com'}",
            code="bad-url",
        ) from bad
    if url.userinfo:
        raise UsageError(
            f"{where}: the address of Twenty holds a user name or password",
            hint=f"leave it out: {url.origin}",
            code="bad-url",
        )
    return TargetUrl(url.scheme, url.host, url.port, "", "/")


def is_exposed(url: TargetUrl) -> bool:
    """Whether a key would travel unencrypted over a network that is not one's own."""
    return url.scheme == "http" and networks.kind_of_network(url.host) is None


def path() -> Path:
    """Where it is kept which projects may say where a key goes."""
    return paths.config_directory() / "trusted.json"


def is_trusted(project: Path, origin: str) -> bool:
    """Whether the user agreed once that this project sends keys there."""
    return origin in _read().get(str(project), [])


def trust(project: Path, origin: str) -> None:
    """Remember that the user agreed."""
    with files.locked(path()):
        known = _read()
        known[str(project)] = sorted({*known.get(str(project), []), origin})
        text = json.dumps(known, indent=2) + "\n"
        files.write_private(path(), text.encode())


def _parse(text: str) -> TargetUrl:
    try:
        return urls.parse(text)
    except BadUrl as bad:
        if bad.code == "url-without-scheme" and bad.suggestion:
            return urls.parse(bad.suggestion)
        raise


def _read() -> dict[str, list[str]]:
    try:
        value = json.loads(path().read_bytes())
    except (OSError, ValueError):
        return {}  # then nothing is trusted
    if not isinstance(value, dict):
        return {}
    return {
        key: list(map(str, each)) for key, each in value.items() if type(each) is list
    }
