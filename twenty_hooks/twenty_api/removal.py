"""Delete several webhooks, each with its own result: one failure hides no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twenty_hooks.config import secrets_file
from twenty_hooks.errors import EXIT_OK, HooksError
from twenty_hooks.webhooks.webhook import Webhook

if TYPE_CHECKING:
    from twenty_hooks.twenty_api import Twenty


@dataclass(frozen=True, slots=True)
class Removal:
    """The result of deleting one webhook.

    Attributes:
        error: why the webhook still exists, or may exist; None if it is deleted.
    """

    webhook: Webhook
    error: HooksError | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the result as `hooks delete --json` prints it."""
        document: dict[str, Any] = {
            "id": self.webhook.id,
            "targetUrl": self.webhook.target_url,
            "deleted": self.error is None,
        }
        if self.error is not None:
            document["error"] = {
                "code": self.error.code,
                "message": self.error.message,
                "hint": self.error.hint or None,
            }
        return document


def remove_all(twenty: Twenty, webhooks: Sequence[Webhook]) -> list[Removal]:
    """Delete each webhook, and forget its secret."""
    return [_remove(twenty, webhook) for webhook in webhooks]


def exit_code(removals: Sequence[Removal]) -> int:
    """Return the exit code of the first failure, or 0."""
    failures = (each.error for each in removals if each.error is not None)
    return next((error.exit_code for error in failures), EXIT_OK)


def _remove(twenty: Twenty, webhook: Webhook) -> Removal:
    try:
        twenty.delete(webhook.id)
        secrets_file.forget(webhook.id)
    except HooksError as error:
        return Removal(webhook, error)
    return Removal(webhook)
