"""Decide which origin an API key may be sent to.

A key belongs to the origin that it was stored with. The key of a profile, or of a login
of Twenty's own CLI, is sent to that origin and to no other. A URL in a project file was
written by anyone, so it gets a key only if the key is stored for this very origin, or
if the user agreed once. `trusted.json` stores what the user agreed to.
"""

from __future__ import annotations

import json
from pathlib import Path

from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import networks, urls
from twenty_hooks.protocol.urls import BadUrl, TargetUrl
from twenty_hooks.system import files, paths


def parse(text: str, source: str) -> TargetUrl:
    """Return the origin of a Twenty server, as a URL.

    A path behind it is dropped, and a missing scheme added. Raises UsageError if the
    text is not the URL of a server.

    Args:
        source: the setting that the text comes from, for the error.
    """
    try:
        url = _parse(text)
    except BadUrl as bad:
        raise UsageError(
            f"{source}: {bad}",
            hint=f"write {bad.suggestion or 'https://api.twenty.com'}",
            code="bad-url",
        ) from bad
    if url.userinfo:
        raise UsageError(
            f"{source}: the URL of Twenty contains a user name or password",
            hint=f"leave it out: {url.origin}",
            code="bad-url",
        )
    return TargetUrl(url.scheme, url.host, url.port, "", "/")


def is_exposed(url: TargetUrl) -> bool:
    """Return whether a key would travel unencrypted over a public network."""
    return url.scheme == "http" and networks.kind_of_network(url.host) is None


def path() -> Path:
    """Return the file of the projects whose URL may get a key."""
    return paths.config_directory() / "trusted.json"


def is_trusted(project: Path, origin: str) -> bool:
    """Return whether the user agreed that this project sends keys to the origin."""
    return origin in _read().get(str(project), [])


def trust(project: Path, origin: str) -> None:
    """Store that the user agreed that this project sends keys to the origin."""
    with files.locked(path()):
        trusted = _read()
        trusted[str(project)] = sorted({*trusted.get(str(project), []), origin})
        text = json.dumps(trusted, indent=2) + "\n"
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
        return {}  # then no project is trusted
    if not isinstance(value, dict):
        return {}
    return {
        key: list(map(str, each)) for key, each in value.items() if type(each) is list
    }
