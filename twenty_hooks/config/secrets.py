"""Which secrets a command works with: flag, then environment, then remembered."""

from __future__ import annotations

import codecs
import functools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from twenty_hooks.console.escape import visible
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.system import files

if TYPE_CHECKING:
    from twenty_hooks.deliveries.verification import Secrets

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A line of a .env file; a secret that Twenty or we make has no such name before it.
_ASSIGNMENT = re.compile(r"(export )?[A-Z][A-Z0-9_]*SECRET[A-Z0-9_]*=", re.ASCII)
SECRET_VARIABLE = "TWENTY_WEBHOOK_SECRET"  # noqa: S105 - its name, not its value


class SigningSecret(NamedTuple):
    """The one secret to sign with, and a word on where it comes from.

    webhook_id: whose it is, where that is known.
    """

    secret: str
    origin: str
    is_given: bool
    webhook_id: str | None = None


class _Given(NamedTuple):
    plain: tuple[str, ...] = ()
    by_webhook: Mapping[str, str] | None = None


def verification_secrets(
    secret: Sequence[str] | None,
    secret_file: Sequence[Path] | None,
    *,
    make_local: bool = False,
) -> Secrets:
    """All secrets that may judge. make_local: make the local one if there is none.

    Raises SetupError for a file that can't be read.
    """
    from twenty_hooks.deliveries.verification import Secrets

    given = _given(secret, secret_file)
    if given.plain or given.by_webhook:
        return Secrets(given.plain, given.by_webhook or {})
    from twenty_hooks.config import secrets_file

    known = secrets_file.load()
    local = secrets_file.local_secret() if make_local else known.local
    return Secrets(remembered=known.secrets_by_webhook(), local=local)


def remembered_secrets() -> tuple[Mapping[str, str], str | None]:
    """What is remembered by webhookId, and the local secret, for a diagnosis alone.

    A file that can't be read is no reason to stop one: there are none then.
    """
    from twenty_hooks.config import secrets_file

    try:
        known = secrets_file.load()
    except SetupError:
        return {}, None
    return known.secrets_by_webhook(), known.local


def signing_secret(
    secret: Sequence[str] | None,
    secret_file: Sequence[Path] | None,
    *,
    body: bytes | None = None,
    target_url: str | None = None,
) -> SigningSecret:
    """The secret to sign one body with; see `signing_secrets`."""
    return signing_secrets(secret, secret_file)(body, target_url)


def signing_secrets(
    secret: Sequence[str] | None, secret_file: Sequence[Path] | None
) -> Callable[[bytes | None, str | None], SigningSecret]:
    """What tells the secret to sign a body with that goes to a URL.

    A JSON secret file, and the remembered secrets, are looked up by the webhook id in
    the body, where there is one already, or by the URL it goes to; with nothing else
    it is the local secret. What is told raises UsageError when several were given and
    none is for this webhook. Raises SetupError for a file that can't be read.
    """
    given = _given(secret, secret_file)
    if given.plain or given.by_webhook:
        if not given.by_webhook:
            _only(given, None)  # too many are too many for any body
        return lambda body, _: SigningSecret(
            _only(given, body), "the given secret", is_given=True
        )
    return _remembered_secrets()


def _remembered_secrets() -> Callable[[bytes | None, str | None], SigningSecret]:
    """Of what is remembered: what the receiver at that URL was registered with, else
    what signs the webhook in the body, else the local secret."""
    from twenty_hooks.config import secrets_file
    from twenty_hooks.protocol.urls import normalised

    webhooks = secrets_file.load().webhooks
    by_url: dict[str, list[str]] = {}
    for key, webhook in webhooks.items():
        by_url.setdefault(normalised(webhook.target_url), []).append(key)

    @functools.cache
    def local() -> SigningSecret:
        origin = "this machine's local secret"
        return SigningSecret(secrets_file.local_secret(), origin, is_given=False)

    def find(body: bytes | None, target_url: str | None) -> SigningSecret:
        own = _webhook_id(body)
        there = by_url.get(normalised(target_url), []) if target_url else []
        key = there[0] if there and own not in there else own
        if key is None or key not in webhooks:
            return local()
        origin = f"the remembered secret of webhook {visible(key)}"
        return SigningSecret(webhooks[key].secret, origin, False, key)

    return find


def secret_of_file(path: Path) -> Callable[[bytes], str]:
    """What tells the secret in a file for a body: the one of its webhook, or the only
    one; it raises UsageError where that can't be said.

    Raises SetupError for a file that can't be read.
    """
    given = _given(None, [path])
    return lambda body: _only(given, body)


def _webhook_id(body: bytes | None) -> str | None:
    from twenty_hooks.protocol import events

    return events.parse(body).webhook_id if body is not None else None


def _only(given: _Given, body: bytes | None) -> str:
    by_webhook = given.by_webhook or {}
    own = by_webhook.get(_webhook_id(body) or "") if by_webhook else None
    if own:
        return own
    choices = list(dict.fromkeys(given.plain + tuple(by_webhook.values())))
    choices = [choice for choice in choices if choice]
    if len(choices) != 1:
        raise UsageError(
            f"there are {len(choices)} secrets, and one is needed to sign",
            hint="give one with --secret-file FILE",
        )
    return choices[0]


def _given(secret: Sequence[str] | None, secret_file: Sequence[Path] | None) -> _Given:
    plain = [text for text in secret or () if text]
    by_webhook: dict[str, str] = {}
    for path in secret_file or ():
        content = _file(path)
        if isinstance(content, str):
            plain += [content] if content else []
        else:
            by_webhook |= content
    if secret_file and not plain and not any(by_webhook.values()):
        raise UsageError(
            f"there is no secret in {', '.join(map(str, secret_file))}",
            hint="write the secret into it, or leave --secret-file out",
        )
    if not plain and not by_webhook:
        from_environment = os.environ.get(SECRET_VARIABLE)
        if from_environment:
            plain.append(from_environment)
    return _Given(tuple(plain), by_webhook)


def _file(path: Path) -> str | dict[str, str]:
    data = files.read_bytes(path, "the secret file").removeprefix(codecs.BOM_UTF8)
    if b"\0" in data or data.startswith(_UTF_16):
        raise _no_secret(path, "is not text in UTF-8", "save it as UTF-8")
    if data.lstrip()[:1] in (b"{", b"[", b'"'):
        return _table(path, data)
    text = data.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")
    if "\n" in text:
        raise _no_secret(path, "has several lines", "write one secret, on one line")
    if _ASSIGNMENT.match(text):
        raise _no_secret(path, "is NAME=VALUE", "write the bare secret into it")
    return text


def _table(path: Path, data: bytes) -> dict[str, str]:
    from twenty_hooks.text import js_json

    shape = 'write {"webhookId": "secret", ...}, or one bare secret'
    try:
        value = js_json.parse(data)
    except ValueError as error:
        raise _no_secret(path, f"begins like JSON, and is {error}", shape) from error
    if not isinstance(value, dict):
        raise _no_secret(path, "is JSON, and not an object", shape)
    for key, text in value.items():
        if not isinstance(text, str):
            raise _no_secret(path, f"has no text as the secret of '{key}'", shape)
    return value


def _no_secret(path: Path, what: str, hint: str) -> SetupError:
    return SetupError(f"the secret file {path} {what}", hint=hint, code="bad-secrets")
