"""Webhooks as lines of text for a person: pure functions.

All text of Twenty is escaped by `visible`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from twenty_hooks.console.escape import visible
from twenty_hooks.console.wrapping import labelled
from twenty_hooks.webhooks.lint import WebhookWithWarnings
from twenty_hooks.webhooks.webhook import Webhook

if TYPE_CHECKING:
    from twenty_hooks.twenty_api.registration import DryRun
    from twenty_hooks.twenty_api.removal import Removal

_LABEL_WIDTH = 13
_HIDDEN = "yes (hidden; --show-secrets shows it)"
_UNSIGNED = "none: deliveries are unsigned"

# Colours a mark: `Output.style`.
Style = Callable[..., str]


def created(webhook: Webhook, style: Style, width: int | None) -> Iterator[str]:
    """Yield the lines for a new webhook, with its secret."""
    yield style("✓ created", fg="green")
    yield from card(webhook, width, show_secret=True)


def card(
    webhook: Webhook, width: int | None, *, show_secret: bool = False
) -> Iterator[str]:
    """Yield a line for each field of a webhook.

    Args:
        width: of the terminal, in cells; None if it is not a terminal.
    """
    secret = _HIDDEN if webhook.is_signed else _UNSIGNED
    if show_secret and webhook.secret:
        secret = webhook.secret
    fields = (
        ("id", webhook.id),
        ("target", webhook.target_url),
        ("operations", _operations(webhook)),
        ("description", webhook.description),
        ("secret", secret),
        ("created", webhook.created_at),
        ("updated", webhook.updated_at),
    )
    for label, value in fields:
        if value:
            yield from _field(label, value, width)


def updated(
    before: Webhook, result: WebhookWithWarnings, style: Style, width: int | None
) -> Iterator[str]:
    """Yield the lines for a changed webhook: each difference, and a new secret."""
    after = result.webhook
    yield f"{style('✓ updated', fg='green')} {visible(after.id)}"
    changes = list(differences(before, after))
    for label, change in changes or [("unchanged", "nothing was different")]:
        yield from _field(label, change, width)
    if result.show_secret and after.secret:
        yield from _field("new secret", after.secret, width)


def differences(before: Webhook, after: Webhook) -> Iterator[tuple[str, str]]:
    """Yield the label of each field that changed, with its old and its new value."""
    fields = (
        ("target", before.target_url, after.target_url),
        ("operations", _operations(before), _operations(after)),
        ("description", before.description, after.description),
        ("secret", _signed(before), _signed(after)),
    )
    for label, old, new in fields:
        if (old or "") != (new or ""):
            yield label, f"{old or '(none)'} → {new or '(none)'}"
    if before.secret != after.secret and before.is_signed and after.is_signed:
        yield "secret", "a new one"


def removals(results: Sequence[Removal], style: Style) -> Iterator[str]:
    """Yield a line for each webhook: whether it is deleted."""
    for removal in results:
        mark = style("✓ deleted", fg="green")
        if removal.error is not None:
            mark = style("✗ not deleted", fg="red")
        yield f"{mark} {visible(removal.webhook.id)}"


def summary(webhook: Webhook) -> str:
    """Return id, target and operations on one line."""
    text = f"{webhook.id}  {webhook.target_url}  ({_operations(webhook)})"
    return visible(text)


def request(dry_run: DryRun) -> Iterator[str]:
    """Yield the lines of a request that is not sent."""
    yield f"POST {visible(dry_run.url)}"
    yield from json.dumps(dry_run.body, indent=2).splitlines()


def _field(label: str, value: str, width: int | None) -> list[str]:
    return labelled(f"  {label:<{_LABEL_WIDTH}}", visible(value), width)


def _operations(webhook: Webhook) -> str:
    return ", ".join(webhook.operations) or "(none)"


def _signed(webhook: Webhook) -> str:
    return "signed" if webhook.is_signed else "unsigned"
