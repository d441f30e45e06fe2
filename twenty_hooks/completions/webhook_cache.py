"""The webhook ids that `hooks list` printed last, for shells to complete.

One line for each, `id<TAB>host and path`, in a file with mode 0600. The completion
scripts read it themselves, so that a tab never waits for Python or for Twenty.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from twenty_hooks.console.escape import shorten
from twenty_hooks.errors import SetupError
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.system import files, paths
from twenty_hooks.webhooks.webhook import Webhook

_MAX_LINES = 500
_MAX_TARGET = 60


def path() -> Path:
    """Return the path of the cache."""
    return paths.cache_directory() / "webhooks"


def write(webhooks: Iterable[Webhook]) -> None:
    """Replace the cache. If it can't be written, the command goes on without it."""
    lines = [_line(webhook) for webhook in webhooks if _is_plain(webhook.id)]
    with contextlib.suppress(SetupError):
        files.write_private(path(), "".join(lines[:_MAX_LINES]).encode())


def _line(webhook: Webhook) -> str:
    try:
        url = urls.parse(webhook.target_url)
    except BadUrl:
        return f"{webhook.id}\t\n"
    # A normalised URL is ASCII. Its query may contain secrets, so it is left out.
    where = url.netloc + url.rest.partition("?")[0].partition("#")[0]
    return f"{webhook.id}\t{shorten(where, _MAX_TARGET).replace('…', '...')}\n"


def _is_plain(webhook_id: str) -> bool:
    return webhook_id.replace("-", "").isalnum() and webhook_id.isascii()
