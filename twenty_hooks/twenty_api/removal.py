"""Deleting several webhooks, each with its own outcome: one failure hides no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twenty_hooks.config import secrets_file
from twenty_hooks.errors import HooksError
from twenty_hooks.webhooks.webhook import Webhook

if TYPE_CHECKING:
    from twenty_hooks.twenty_api import Twenty


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of one. error: why it is still there, or may be."""

    webhook: Webhook
    error: HooksError | None = None

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": self.webhook.id,
            "targetUrl": self.webhook.target_url,
            "deleted": self.error is None,
        }
        if self.error is not None:
            shown["error"] = {
                "code": self.error.code,
                "message": self.error.message,
                "hint": self.error.hint or None,
            }
        return shown


def remove_all(twenty: Twenty, webhooks: Sequence[Webhook]) -> list[Removal]:
    """Delete each, and forget its secret."""
    return [_remove(twenty, webhook) for webhook in webhooks]


def _remove(twenty: Twenty, webhook: Webhook) -> Removal:
    try:
        twenty.delete(webhook.id)
        secrets_file.forget(webhook.id)
    except HooksError as error:
        return Removal(webhook, error)
    return Removal(webhook)
