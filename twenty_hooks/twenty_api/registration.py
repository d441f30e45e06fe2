"""Create and change webhooks, and compare what Twenty stored with what was requested.

Twenty may store something else without an error (2.x ignores fields that it does not
know, and subscribes to everything instead). So the webhook is always read back.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from twenty_hooks.config import secrets_file
from twenty_hooks.errors import HooksError, SetupError, UsageError
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.twenty_api import lookup
from twenty_hooks.webhooks import lint
from twenty_hooks.webhooks.lint import LintWarning, WebhookWithWarnings
from twenty_hooks.webhooks.operations import check_all
from twenty_hooks.webhooks.releases import Release
from twenty_hooks.webhooks.webhook import Webhook, WebhookChanges

if TYPE_CHECKING:
    from twenty_hooks.twenty_api import Twenty

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class DryRun:
    """The request that `hooks create` would send, with secrets left out."""

    url: str
    body: dict[str, Any]
    warnings: tuple[LintWarning, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the request as `hooks create --dry-run --json` prints it."""
        return {
            "dryRun": True,
            "method": "POST",
            "url": self.url,
            "body": self.body,
            "warnings": [warning.to_json() for warning in self.warnings],
        }


def new_secret() -> str:
    """Return a secret like the ones that Twenty makes: 32 random bytes in hex."""
    return secrets.token_hex(_SECRET_BYTES)


def validate(changes: WebhookChanges, *, force: bool) -> None:
    """Raise UsageError for a webhook that can't work in any release, unless forced.

    A URL without a scheme is only worth a warning: releases until 1.2 store it.
    """
    if not changes.to_json():
        raise UsageError(
            "there is nothing to change",
            hint="give --url, --operation, --description, --rotate-secret or "
            "--unsigned",
        )
    if force:
        return
    problems = check_all(changes.operations or ())
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        message = "; ".join(problem.message for problem in errors)
        nearest = ", ".join(each.suggestion for each in errors if each.suggestion)
        instead = f"write {nearest}, or " if nearest else ""
        raise UsageError(
            message, hint=f"{instead}store it anyway with --force", code=errors[0].code
        )
    if changes.target_url is None:
        return
    try:
        urls.parse(changes.target_url)
    except BadUrl as bad:
        if bad.code != "url-without-scheme":
            raise UsageError(
                f"the target URL is not valid: {bad}",
                hint="a target is an http or https URL: https://example.com/hooks",
                code=bad.code,
            ) from bad


def dry_run(origin: str, wanted: WebhookChanges) -> DryRun:
    """Return the request that `create` would send to this server."""
    body = wanted.to_json()
    if wanted.secret is None:
        body["secret"] = "(32 random bytes in hex, made when it is sent)"  # noqa: S105
    elif wanted.secret:
        body["secret"] = "(the given secret)"  # noqa: S105
    warnings = lint.lint(wanted.target_url or "", wanted.operations or (), Release())
    return DryRun(f"{origin}/rest/webhooks", body, tuple(warnings))


def find(twenty: Twenty, name: str, *, show_secret: bool) -> WebhookWithWarnings:
    """Return the webhook of this name with its warnings.

    A secret that is shown is stored on this machine as well.
    """
    webhook = lookup.find(twenty, name)
    warnings = lint.lint_webhook(webhook, twenty.list(), twenty.release())
    if show_secret:
        warnings += remember(webhook)
    return WebhookWithWarnings(webhook, tuple(warnings), show_secret)


def create(twenty: Twenty, wanted: WebhookChanges) -> WebhookWithWarnings:
    """Create a webhook, and store its secret on this machine as soon as it exists.

    A secret is made if none is given; an empty one means unsigned deliveries.
    """
    if wanted.secret is None:
        wanted = replace(wanted, secret=new_secret())
    others = twenty.list()
    created = twenty.create(wanted, others)
    warnings = []
    if created.response_lost:
        warnings.append(
            LintWarning(
                "answer-lost",
                "the response of Twenty was lost, but the list shows that the webhook "
                "was created",
            )
        )
    result = _read_back(twenty, created.webhook, wanted, others, warnings)
    return replace(result, show_secret=True)


def change(
    twenty: Twenty, webhook_id: str, changes: WebhookChanges
) -> WebhookWithWarnings:
    """Change a webhook, and store a new secret on this machine at once."""
    others = twenty.list()
    changed = twenty.update(webhook_id, changes)
    result = _read_back(twenty, changed, changes, others)
    return replace(result, show_secret=bool(changes.secret))


def remember(webhook: Webhook) -> list[LintWarning]:
    """Store the secret of a webhook on this machine.

    A failure is only a warning, so that the command still prints the secret.
    """
    try:
        secrets_file.remember(webhook.id, webhook.secret or "", webhook.target_url)
    except SetupError as error:
        message = f"the secret is not stored on this machine: {error.message}"
        return [LintWarning("not-remembered", message)]
    return []


def _read_back(
    twenty: Twenty,
    answered: Webhook,
    wanted: WebhookChanges,
    others: Sequence[Webhook],
    warnings: Sequence[LintWarning] = (),
) -> WebhookWithWarnings:
    """Return the webhook as it is stored, with the warnings about it.

    Args:
        answered: the webhook in the response to the request.
        others: the webhooks of the workspace.
        warnings: those that are known already; they come first.
    """
    is_new_secret = wanted.secret is not None
    if answered.secret is None and is_new_secret:
        answered = replace(answered, secret=wanted.secret)
    found = remember(answered) if is_new_secret else []
    try:
        stored = twenty.get(answered.id)
    except HooksError as error:
        stored = answered
        found.append(
            LintWarning(
                "not-read-back",
                "the webhook could not be read back, so this is the response to the "
                f"request: {error.message}",
            )
        )
    else:
        # The stored secret signs the deliveries, whatever was requested.
        if is_new_secret or stored.id in secrets_file.load().webhooks:
            found = remember(stored)
        found += lint.lint_stored(wanted, stored)
    found += lint.lint_webhook(stored, others, twenty.release())
    return WebhookWithWarnings(stored, (*warnings, *found))
