"""Making and changing a webhook, read back and compared: between commands and client.

Twenty stores other than what was asked for without a word (2.x ignores what it does
not know, and subscribes to everything instead), so what it says is never taken for what
it stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.config import secrets_file
from twenty_hooks.errors import HooksError, SetupError, UsageError
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.system import files
from twenty_hooks.webhooks import lint
from twenty_hooks.webhooks.lint import LintWarning
from twenty_hooks.webhooks.operations import doubts
from twenty_hooks.webhooks.releases import Release
from twenty_hooks.webhooks.webhook import Changes, Webhook

if TYPE_CHECKING:
    from twenty_hooks.twenty_api import Twenty

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Registered:
    """A webhook as Twenty now stores it, and what is to be said about it."""

    webhook: Webhook
    concerns: tuple[LintWarning, ...]


def new_secret() -> str:
    """A secret as Twenty itself makes them: 32 random bytes in hex."""
    return secrets.token_hex(_SECRET_BYTES)


def given_secret(secret: str | None, secret_file: Path | None) -> str | None:
    """The one secret that was given; None when none was.

    Raises UsageError for an empty one or two, SetupError for a file that can't be read.
    """
    if secret is not None and secret_file is not None:
        raise UsageError("give --secret or --secret-file, not both")
    if secret_file is not None:
        data = files.read_bytes(secret_file, "the secret file")
        try:
            text = data.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise UsageError(f"{secret_file} is not text in UTF-8") from error
        if text.lstrip().startswith("{"):
            raise UsageError(
                f"{secret_file} holds several secrets, and a webhook has one",
                hint="write the one secret into a file of its own",
            )
        if not text:
            raise UsageError(
                f"there is no secret in {secret_file}",
                hint="leave it out and one is made, or say --unsigned",
            )
        return text
    if secret == "":
        raise UsageError(
            "the secret is empty", hint="leave it out and one is made, or --unsigned"
        )
    return secret


def refuse_doubtful(
    target_url: str | None, operations: Sequence[str], *, force: bool
) -> None:
    """Raise UsageError for what could never work in any release, unless forced.

    A URL without a scheme is only warned about: releases until 1.2 store it.
    """
    if force:
        return
    refused = [each for each in doubts(operations) if each.refused]
    if refused:
        message = "; ".join(each.message for each in refused)
        nearest = ", ".join(each.suggestion for each in refused if each.suggestion)
        nearest = f"write {nearest}; or " if nearest else ""
        raise UsageError(
            message, hint=f"{nearest}store it anyway with --force", code=refused[0].code
        )
    if target_url is None:
        return
    try:
        urls.parse(target_url)
    except BadUrl as bad:
        if bad.code != "url-without-scheme":
            raise UsageError(
                f"the target URL can't be one: {bad}",
                hint="a target is an http or https URL: https://example.com/hooks",
                code=bad.code,
            ) from bad


def create(twenty: Twenty, wanted: Changes) -> Registered:
    """Make a webhook. Its secret is remembered as soon as it exists."""
    known = twenty.list()
    made = twenty.create(wanted, known)
    found = _read_back(twenty, made.webhook, wanted)
    if made.was_lost:
        lost = LintWarning(
            "answer-lost",
            "Twenty's answer was lost, but the list shows that the webhook was created",
        )
        found = replace(found, concerns=(lost, *found.concerns))
    return _with_concerns(found, twenty.release(), known)


def change(twenty: Twenty, webhook_id: str, changes: Changes) -> Registered:
    """Change a webhook. A new secret is remembered as soon as it is in force."""
    others = twenty.list()
    changed = twenty.update(webhook_id, changes)
    found = _read_back(twenty, changed, changes)
    return _with_concerns(found, twenty.release(), others)


def remember(webhook: Webhook) -> list[LintWarning]:
    """Keep its secret on this machine; a concern where that fails, for it must still
    be shown."""
    try:
        secrets_file.remember(webhook.id, webhook.secret or "", webhook.target_url)
    except SetupError as error:
        return [LintWarning("not-remembered", f"not remembered here: {error.message}")]
    return []


def _read_back(twenty: Twenty, answered: Webhook, asked: Changes) -> Registered:
    if answered.secret is None and asked.secret is not None:
        answered = replace(answered, secret=asked.secret)
    is_new = asked.secret is not None
    found = remember(answered) if is_new else []
    try:
        stored = twenty.get(answered.id)
    except HooksError as error:
        unread = LintWarning(
            "not-read-back",
            f"it could not be read back, so this is what was answered: {error.message}",
        )
        return Registered(answered, (*found, unread))
    # What is stored signs the deliveries, and says where to, whatever was asked for.
    if is_new or stored.id in secrets_file.load().webhooks:
        found = remember(stored)
    return Registered(stored, (*found, *lint.about_difference(asked, stored)))


def _with_concerns(
    found: Registered, release: Release, others: Sequence[Webhook]
) -> Registered:
    return replace(
        found,
        concerns=(
            *found.concerns,
            *lint.about(found.webhook.target_url, found.webhook.operations, release),
            *lint.about_same_target(found.webhook, others),
        ),
    )
