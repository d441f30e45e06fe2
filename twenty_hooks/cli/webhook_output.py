"""How a webhook is printed: JSON for programs, a card or a table for people."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output, show_error, wants_color
from twenty_hooks.twenty_api.removal import Removal
from twenty_hooks.webhooks.lint import LintWarning
from twenty_hooks.webhooks.webhook import Webhook, to_json

_MOST_WARNINGS = 20

SIGNED = "yes (hidden; --show-secrets shows it)"
UNSIGNED = "none: deliveries are unsigned"


def print_document(
    output: Output,
    webhook: Webhook,
    found: Sequence[LintWarning],
    *,
    show_secret: bool = False,
) -> None:
    """Twenty's own keys, and `warnings`."""
    document: dict[str, Any] = to_json(webhook, show_secret=show_secret)
    document["warnings"] = [each.to_json() for each in found]
    output.json_document(document)


def print_card(
    output: Output,
    title: str,
    webhook: Webhook,
    found: Sequence[LintWarning],
    *,
    secret: str | None = None,
) -> None:
    """A title, all of one webhook, and what looks wrong. secret: to be shown."""
    from twenty_hooks.render import webhooks

    hidden = SIGNED if webhook.is_signed else UNSIGNED
    if title:
        output.data(title)
    for line in webhooks.card(webhook, secret or hidden):
        output.data(line)
    print_concerns(output, found)


def print_change(
    output: Output,
    before: Webhook,
    after: Webhook,
    found: Sequence[LintWarning],
    *,
    show_secret: bool,
) -> None:
    """What it was and what it is now. show_secret: the new one, once."""
    from twenty_hooks.render import webhooks

    changed = webhooks.differences(before, after)
    mark = output.style("✓ updated", fg="green")
    output.data(f"{mark} {visible(after.id)}")
    for line in changed or [webhooks.line("nothing", "it was like this already")]:
        output.data(line)
    if show_secret and after.secret:
        output.data(webhooks.line("new secret", after.secret))
        print_kept(output, after, found)
    print_concerns(output, found)


def print_kept(output: Output, webhook: Webhook, found: Sequence[LintWarning]) -> None:
    """Where a secret that was just shown is kept, if it is."""
    is_stored = all(each.code != "not-remembered" for each in found)
    if webhook.is_signed and is_stored:
        output.info("the secret is remembered on this machine; keep it for your code")


def print_doomed(output: Output, webhooks: Sequence[Webhook]) -> None:
    """What is about to be deleted, on stderr."""
    for webhook in webhooks:
        operations = ", ".join(webhook.operations) or "no operations"
        text = f"{webhook.id}  {webhook.target_url}  ({operations})"
        output.info(f"to delete: {visible(text)}")


def print_removals(output: Output, removals: Sequence[Removal]) -> None:
    """The outcome for each webhook."""
    if output.as_json:
        output.json_document([removal.to_json() for removal in removals])
        return
    for removal in removals:
        webhook_id = visible(removal.webhook.id)
        if removal.error is None:
            output.data(f"{output.style('✓ deleted', fg='green')} {webhook_id}")
        else:
            output.data(f"{output.style('✗ not deleted', fg='red')} {webhook_id}")
            show_error(removal.error, as_json=False)


def print_concerns(output: Output, found: Sequence[LintWarning]) -> None:
    """On stderr, beside the data."""
    for each in found[:_MOST_WARNINGS]:
        (output.note if each.is_note else output.warning)(each.message)
    left = len(found) - _MOST_WARNINGS
    if left > 0:
        output.warning(f"and {left} more; hooks list --json has them all")


def terminal_width() -> int | None:
    """Of stdout, in cells; None when it is not a terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def has_color(output: Output) -> bool:
    return wants_color(sys.stdout, output.color)
