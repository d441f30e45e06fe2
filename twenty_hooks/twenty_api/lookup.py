"""Find the webhook that the user names: by id, the beginning of it, or target URL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twenty_hooks.errors import TwentyError, UsageError
from twenty_hooks.protocol import urls

if TYPE_CHECKING:
    from twenty_hooks.twenty_api import Twenty
    from twenty_hooks.webhooks.webhook import Webhook

MIN_PREFIX = 4

_FULL_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PREFIX = re.compile("[0-9a-f][0-9a-f-]*")


def find(twenty: Twenty, name: str) -> Webhook:
    """Return the webhook of this name.

    Raises UsageError if several match, TwentyError if none does.
    """
    webhook_id = name.strip().lower()
    if _FULL_ID.fullmatch(webhook_id):
        return twenty.get(webhook_id)
    return choose(twenty.list(), name)


def find_all(twenty: Twenty, names: Sequence[str]) -> list[Webhook]:
    """Return the webhooks of all names, each once. Raises like `find`."""
    webhooks = twenty.list()
    chosen = (choose(webhooks, name) for name in names)
    return list({webhook.id: webhook for webhook in chosen}.values())


def choose(webhooks: Sequence[Webhook], name: str) -> Webhook:
    """Return the one of these webhooks that has the name. Raises like `find`."""
    name = name.strip()
    prefix = name.lower()
    if _PREFIX.fullmatch(prefix):
        if len(prefix) < MIN_PREFIX:
            raise UsageError(
                f"'{name}' is too short for the beginning of an id",
                hint=f"give at least {MIN_PREFIX} characters of the id",
            )
        matching = [each for each in webhooks if each.id.lower().startswith(prefix)]
    else:
        matching = [each for each in webhooks if urls.same(each.target_url, name)]
    if not matching:
        raise TwentyError(
            f"there is no webhook '{name}'",
            hint="list the webhooks: hooks list",
            code="webhook-not-found",
        )
    if len(matching) > 1:
        candidates = ", ".join(f"{each.id} ({each.target_url})" for each in matching)
        raise UsageError(
            f"'{name}' matches {len(matching)} webhooks: {candidates}",
            hint="give more characters of the id",
            code="ambiguous",
        )
    return matching[0]
