"""The secrets that are stored on this machine: `secrets.json`, mode 0600.

    {"local": SECRET, "webhooks": {webhookId: {"secret": ..., "targetUrl": ...}}}

There is one *local* secret for each machine, made on first use, so that a listener and
a sender on the machine agree without any setup.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twenty_hooks.errors import SetupError
from twenty_hooks.system import files, paths


@dataclass(frozen=True, slots=True)
class RememberedSecret:
    """The secret of a webhook, and the URL that its deliveries are sent to."""

    secret: str
    target_url: str = ""


@dataclass(frozen=True, slots=True)
class SecretsFile:
    """The content of the file.

    Attributes:
        local: the secret of this machine; None until it is first used.
        webhooks: the secrets of webhooks, by webhookId.
    """

    local: str | None = None
    webhooks: Mapping[str, RememberedSecret] = field(default_factory=dict)

    def secrets_by_webhook(self) -> dict[str, str]:
        """Return the secrets alone, by webhookId."""
        return {key: webhook.secret for key, webhook in self.webhooks.items()}


def path() -> Path:
    """Return the path of the file."""
    return paths.config_directory() / "secrets.json"


def load() -> SecretsFile:
    """Read the file. Raises SetupError if it is damaged."""
    return _decode(_read())


def local_secret() -> str:
    """Return the secret of this machine, and make it if there is none yet."""
    local = load().local
    if local:
        return local
    with files.locked(path()):
        content = _read()
        local = _decode(content).local
        if local:  # another process made it in the meantime
            return local
        return _write_new_local(content)


def replace_local_secret() -> str:
    """Replace the secret of this machine by a new one, and return it."""
    with files.locked(path()):
        content = _read()
        _decode(content)  # raises for a damaged file, which must not be overwritten
        return _write_new_local(content)


def remember(webhook_id: str, secret: str, target_url: str) -> None:
    """Store the secret of a webhook and its target URL. An empty secret is removed."""
    if not secret:
        forget(webhook_id)
        return
    with files.locked(path()):
        content = _read()
        _decode(content)  # raises for a damaged file, which must not be overwritten
        entry = {"secret": secret, "targetUrl": target_url}
        webhooks = {**content.get("webhooks", {}), webhook_id: entry}
        _write({**content, "webhooks": webhooks})


def forget(webhook_id: str) -> None:
    """Remove the secret of a webhook."""
    if webhook_id not in load().webhooks:
        return
    with files.locked(path()):
        content = _read()
        webhooks = dict(content.get("webhooks", {}))
        webhooks.pop(webhook_id, None)
        _write({**content, "webhooks": webhooks})


def _write_new_local(content: dict[str, Any]) -> str:
    secret = secrets.token_hex(32)
    _write({**content, "local": secret})
    return secret


def _read() -> dict[str, Any]:
    if not path().exists():
        return {}
    try:
        content = json.loads(files.read_bytes(path(), "the remembered secrets"))
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(content, dict):
        raise _damaged()
    return content


def _write(content: dict[str, Any]) -> None:
    files.write_private(path(), (json.dumps(content, indent=2) + "\n").encode())


def _decode(content: dict[str, Any]) -> SecretsFile:
    local = content.get("local")
    entries = content.get("webhooks", {})
    if not isinstance(local, str | None) or not isinstance(entries, dict):
        raise _damaged()
    webhooks = {}
    for webhook_id, entry in entries.items():
        if not isinstance(entry, dict):
            raise _damaged()
        secret, target_url = entry.get("secret"), entry.get("targetUrl", "")
        if not isinstance(secret, str) or not isinstance(target_url, str):
            raise _damaged()
        if secret:
            webhooks[webhook_id] = RememberedSecret(secret, target_url)
    return SecretsFile(local or None, webhooks)


def _damaged() -> SetupError:
    return SetupError(
        f"{path()} is not a file of remembered secrets",
        hint=f"move it away to start with a new one: mv '{path()}' '{path()}.broken'",
        code="damaged-secrets",
    )
