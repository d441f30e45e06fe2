"""The webhook ids that `list` saw last, for shells to complete.

One line each, `id<TAB>host and path`, mode 0600. The completion scripts read it
themselves, so that a tab never waits for Python or for Twenty.
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

_MOST = 500  # more than anybody completes among
_WIDEST = 60


def path() -> Path:
    return paths.cache_directory() / "webhooks"


def write(webhooks: Iterable[Webhook]) -> None:
    """Replace what is known. A cache that can't be written is not worth an error."""
    lines = [_line(webhook) for webhook in webhooks if _is_plain(webhook.id)]
    with contextlib.suppress(SetupError):
        files.write_private(path(), "".join(lines[:_MOST]).encode())


def _line(webhook: Webhook) -> str:
    try:
        url = urls.parse(webhook.target_url)
    except BadUrl:
        return f"{webhook.id}\t\n"
    # Normalised, so ASCII; its query may hold secrets, so that is left out.
    where = url.netloc + url.rest.partition("?")[0].partition("#")[0]
    return f"{webhook.id}\t{shorten(where, _WIDEST).replace('…', '...')}\n"


def _is_plain(webhook_id: str) -> bool:
    return webhook_id.replace("-", "").isalnum() and webhook_id.isascii()
