"""Which webhook is meant: a full id, the beginning of one, or the URL it sends to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twenty_hooks.errors import TwentyError, UsageError
from twenty_hooks.protocol import urls

if TYPE_CHECKING:
    from twenty_hooks.twenty_api import Twenty
    from twenty_hooks.webhooks.webhook import Webhook

SHORTEST_PREFIX = 4

_FULL_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PREFIX = re.compile("[0-9a-f][0-9a-f-]*")


def find(twenty: Twenty, text: str) -> Webhook:
    """The one that is meant.

    Raises UsageError when several fit, TwentyError when none does.
    """
    webhook_id = text.strip().lower()
    if _FULL_ID.fullmatch(webhook_id):
        return twenty.get(webhook_id)
    return choose(twenty.list(), text)


def find_all(twenty: Twenty, texts: Sequence[str]) -> list[Webhook]:
    """All that are meant, each once. Raises like `find`, before anything is done."""
    webhooks = twenty.list()
    chosen = (choose(webhooks, text) for text in texts)
    return list({webhook.id: webhook for webhook in chosen}.values())


def choose(webhooks: Sequence[Webhook], text: str) -> Webhook:
    """The one of these that is meant. Raises like `find`."""
    text = text.strip()
    prefix = text.lower()
    if _PREFIX.fullmatch(prefix):
        if len(prefix) < SHORTEST_PREFIX:
            raise UsageError(
                f"'{text}' is too short for the beginning of an id",
                hint=f"give at least {SHORTEST_PREFIX} characters of it",
            )
        fitting = [each for each in webhooks if each.id.lower().startswith(prefix)]
    else:
        fitting = [each for each in webhooks if urls.same(each.target_url, text)]
    if not fitting:
        raise TwentyError(
            f"there is no webhook '{text}'",
            hint="see which there are: hooks list",
            code="webhook-not-found",
        )
    if len(fitting) > 1:
        candidates = ", ".join(f"{each.id} ({each.target_url})" for each in fitting)
        raise UsageError(
            f"'{text}' may be any of {len(fitting)} webhooks: {candidates}",
            hint="give more of the id",
            code="ambiguous",
        )
    return fitting[0]
