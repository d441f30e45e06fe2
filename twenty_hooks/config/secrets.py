"""Choose the secrets that a command verifies with, and the one that it signs with.

Secrets that the user gives come first, then the ones stored on this machine.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from twenty_hooks.config import secret_options
from twenty_hooks.config.secret_options import GivenSecrets
from twenty_hooks.console.escape import visible
from twenty_hooks.errors import SetupError, UsageError

if TYPE_CHECKING:
    from twenty_hooks.deliveries.verification import Secrets


class SigningSecret(NamedTuple):
    """The secret to sign a body with.

    Attributes:
        origin: where it comes from, in words.
        is_given: whether the user gave it.
        webhook_id: the webhook it belongs to, if that is known.
    """

    secret: str
    origin: str
    is_given: bool
    webhook_id: str | None = None


def verification_secrets(
    secret: Sequence[str] | None,
    secret_file: Sequence[Path] | None,
    *,
    make_local: bool = False,
) -> Secrets:
    """Return the secrets to verify deliveries with.

    Args:
        make_local: make the local secret if there is none yet.

    Raises SetupError for a file that can't be read.
    """
    from twenty_hooks.deliveries.verification import Secrets

    given = secret_options.read(secret, secret_file)
    if given.are_given:
        return Secrets(given.plain, given.by_webhook)
    from twenty_hooks.config import secrets_file

    stored = secrets_file.load()
    local = secrets_file.local_secret() if make_local else stored.local
    return Secrets(remembered=stored.secrets_by_webhook(), local=local)


def remembered_secrets() -> tuple[Mapping[str, str], str | None]:
    """Return the stored secrets by webhookId, and the local one, for a diagnosis.

    A diagnosis does without them if their file can't be read.
    """
    from twenty_hooks.config import secrets_file

    try:
        stored = secrets_file.load()
    except SetupError:
        return {}, None
    return stored.secrets_by_webhook(), stored.local


def signing_secret(
    secret: Sequence[str] | None,
    secret_file: Sequence[Path] | None,
    *,
    body: bytes | None = None,
    target_url: str | None = None,
) -> SigningSecret:
    """Return the secret to sign one body with. See `signing_secrets`."""
    return signing_secrets(secret, secret_file)(body, target_url)


def signing_secrets(
    secret: Sequence[str] | None, secret_file: Sequence[Path] | None
) -> Callable[[bytes | None, str | None], SigningSecret]:
    """Return a function that finds the secret for a body and the URL it is sent to.

    Several given secrets are looked up by the webhookId in the body. Stored secrets
    are looked up by the URL, then by the webhookId; otherwise the local secret signs.
    The function raises UsageError if several secrets are given, and none of them is
    for the webhook. Raises SetupError for a file that can't be read.
    """
    given = secret_options.read(secret, secret_file)
    if not given.are_given:
        return _stored_signing_secrets()
    if not given.by_webhook:
        _choose(given, None)  # several are an error for every body

    def find(body: bytes | None, _target_url: str | None) -> SigningSecret:
        return SigningSecret(_choose(given, body), "the given secret", is_given=True)

    return find


def secret_of_file(path: Path) -> Callable[[bytes], str]:
    """Return a function that finds the secret in a file for a body.

    It is the one of the body's webhook, or the only one; the function raises UsageError
    if there are others. Raises SetupError for a file that can't be read.
    """
    given = secret_options.read(None, [path])
    return lambda body: _choose(given, body)


def _stored_signing_secrets() -> Callable[[bytes | None, str | None], SigningSecret]:
    from twenty_hooks.config import secrets_file
    from twenty_hooks.protocol.urls import normalised

    webhooks = secrets_file.load().webhooks
    ids_by_url: dict[str, list[str]] = {}
    for webhook_id, webhook in webhooks.items():
        ids_by_url.setdefault(normalised(webhook.target_url), []).append(webhook_id)

    @functools.cache
    def local() -> SigningSecret:
        origin = "this machine's local secret"
        return SigningSecret(secrets_file.local_secret(), origin, is_given=False)

    def find(body: bytes | None, target_url: str | None) -> SigningSecret:
        body_id = _webhook_id(body)
        url_ids = ids_by_url.get(normalised(target_url), []) if target_url else []
        webhook_id = url_ids[0] if url_ids and body_id not in url_ids else body_id
        if webhook_id is None or webhook_id not in webhooks:
            return local()
        origin = f"the remembered secret of webhook {visible(webhook_id)}"
        return SigningSecret(webhooks[webhook_id].secret, origin, False, webhook_id)

    return find


def _choose(given: GivenSecrets, body: bytes | None) -> str:
    if given.by_webhook:
        own = given.by_webhook.get(_webhook_id(body) or "")
        if own:
            return own
    choices = {text for text in (*given.plain, *given.by_webhook.values()) if text}
    if len(choices) != 1:
        raise UsageError(
            f"there are {len(choices)} secrets, and one is needed to sign",
            hint="give one with --secret-file FILE",
        )
    return choices.pop()


def _webhook_id(body: bytes | None) -> str | None:
    from twenty_hooks.protocol import events

    return events.parse(body).webhook_id if body is not None else None
