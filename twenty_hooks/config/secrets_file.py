"""The secrets this machine remembers: `secrets.json`, mode 0600.

    {"local": SECRET, "webhooks": {webhookId: {"secret": ..., "targetUrl": ...}}}

The *local* secret is one per machine, made on first use, so that a listener here and
a sender there agree with no set-up at all.
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
    """A webhook made from this machine: its secret, and where it sends."""

    secret: str
    target_url: str = ""


@dataclass(frozen=True, slots=True)
class SecretsFile:
    """What is remembered; `local` is None until it is first needed."""

    local: str | None = None
    webhooks: Mapping[str, RememberedSecret] = field(default_factory=dict)

    def secrets_by_webhook(self) -> dict[str, str]:
        return {key: webhook.secret for key, webhook in self.webhooks.items()}


def path() -> Path:
    """Where they are kept."""
    return paths.config_directory() / "secrets.json"


def load() -> SecretsFile:
    """What is remembered now. Raises SetupError if the file can't be understood."""
    return _decode(_read())


def local_secret() -> str:
    """The secret of this machine, made now if there is none yet."""
    known = load().local
    if known:
        return known
    with files.locked(path()):
        content = _read()
        known = _decode(content).local
        if known:  # somebody else made it while we waited
            return known
        return _renew(content)


def replace_local_secret() -> str:
    """Forget the secret of this machine and make another."""
    with files.locked(path()):
        content = _read()
        _decode(content)  # a damaged file is not written over
        return _renew(content)


def remember(webhook_id: str, secret: str, target_url: str) -> None:
    """Keep the secret of a webhook, and where it sends. An empty one is forgotten."""
    if not secret:
        forget(webhook_id)
        return
    with files.locked(path()):
        content = _read()
        _decode(content)  # never write over a file that is not ours
        entry = {"secret": secret, "targetUrl": target_url}
        webhooks = {**content.get("webhooks", {}), webhook_id: entry}
        _write({**content, "webhooks": webhooks})


def forget(webhook_id: str) -> None:
    """Keep nothing of a webhook any more."""
    if webhook_id not in load().webhooks:
        return
    with files.locked(path()):
        content = _read()
        webhooks = dict(content.get("webhooks", {}))
        webhooks.pop(webhook_id, None)
        _write({**content, "webhooks": webhooks})


def _renew(content: dict[str, Any]) -> str:
    made = secrets.token_hex(32)
    _write({**content, "local": made})
    return made


def _read() -> dict[str, Any]:
    where = path()
    if not where.exists():
        return {}
    try:
        content = json.loads(files.read_bytes(where, "the remembered secrets"))
    except (ValueError, RecursionError) as error:
        raise _damaged(where) from error
    if not isinstance(content, dict):
        raise _damaged(where)
    return content


def _write(content: dict[str, Any]) -> None:
    files.write_private(path(), (json.dumps(content, indent=2) + "\n").encode())


def _decode(content: dict[str, Any]) -> SecretsFile:
    local = content.get("local")
    entries = content.get("webhooks", {})
    if not isinstance(local, str | None) or not isinstance(entries, dict):
        raise _damaged(path())
    webhooks = {}
    for webhook_id, entry in entries.items():
        if not isinstance(entry, dict):
            raise _damaged(path())
        secret, target_url = entry.get("secret"), entry.get("targetUrl", "")
        if not isinstance(secret, str) or not isinstance(target_url, str):
            raise _damaged(path())
        if secret:
            webhooks[webhook_id] = RememberedSecret(secret, target_url)
    return SecretsFile(local or None, webhooks)


def _damaged(where: Path) -> SetupError:
    return SetupError(
        f"{where} is not a file of remembered secrets",
        hint=f"move it away to start afresh: mv '{where}' '{where}.broken'",
        code="damaged-secrets",
    )
