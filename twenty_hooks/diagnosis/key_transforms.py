"""HMAC keys that may have made a signature, derived from the known secrets.

The wrong secret may be the one here or the one of the signer, so each transform is
tried in both directions. A description never quotes the secret.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from twenty_hooks.diagnosis.hypothesis import CandidateKey, text_bytes

_SVIX_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class KnownSecret:
    """A secret that is known here.

    Attributes:
        owner: whose secret it is, for the proof: `webhook 20202020-...`.
    """

    secret: str = field(repr=False)
    owner: str


def unchanged(secrets: Iterable[str]) -> list[CandidateKey]:
    """Return a key for each distinct secret that is not empty."""
    return [
        CandidateKey(_bytes(secret), secret)
        for secret in dict.fromkeys(secrets)
        if secret
    ]


def changed(secret: str, webhook_id: str | None) -> list[CandidateKey]:
    """Return the distinct keys that a transform of this secret gives, likeliest first.

    Args:
        webhook_id: the id of the webhook, which is also tried as a key.
    """
    found: dict[bytes, CandidateKey] = {}
    own = _bytes(secret)
    for slug, description, data in _transforms(secret):
        if data is not None and data != own and (data or slug == "secret-empty"):
            recipe = f"{slug}: {description}"
            key = CandidateKey(data, secret, (slug,), description, recipe)
            found.setdefault(data, key)
    if webhook_id:
        data = text_bytes(webhook_id)
        slug, description = "secret-is-webhook-id", "the id of the webhook as the key"
        if data != own:
            key = CandidateKey(data, secret, (slug,), description, slug)
            found.setdefault(data, key)
    return list(found.values())


def of_others(known: Iterable[KnownSecret], own: Iterable[str]) -> list[CandidateKey]:
    """Return the keys of the known secrets that are not among the own ones."""
    seen = set(own)
    keys = []
    for other in known:
        if other.secret and other.secret not in seen:
            seen.add(other.secret)
            keys.append(
                CandidateKey(
                    _bytes(other.secret),
                    other.secret,
                    ("other-secret",),
                    f"the secret of {other.owner}",
                    f"other-secret: {other.owner}",
                )
            )
    return keys


def _transforms(secret: str) -> Iterator[tuple[str, str, bytes | None]]:
    """Yield slug, description and key; None for a key that can't be made."""
    slug = "secret-whitespace"
    yield slug, "the secret without the whitespace around it", _bytes(secret.strip())
    for end, name in (("\n", "newline"), ("\r\n", "CRLF"), (" ", "space")):
        yield slug, f"the secret with a {name} after it", _bytes(secret + end)
    yield slug, "the secret with a space before it", _bytes(" " + secret)
    slug = "secret-quoted"
    if len(secret) > 2 and secret[0] == secret[-1] and secret[0] in "\"'`":
        yield slug, "the secret without its quotes", _bytes(secret[1:-1])
    for quotes in ('"', "'"):
        yield slug, "the secret in quotes", _bytes(quotes + secret + quotes)
    yield "secret-hex-decoded", "the hex-decoded secret", _hex(secret)
    slug, description = "secret-base64-decoded", "the base64-decoded secret"
    yield slug, description, _base64(secret)
    if secret.startswith(_SVIX_PREFIX):
        yield slug, description, _base64(secret.removeprefix(_SVIX_PREFIX))
    yield "secret-case", "the secret in lower case", _bytes(secret.lower())
    yield "secret-case", "the secret in upper case", _bytes(secret.upper())
    slug = "secret-url-encoded"
    encoders: tuple[Callable[[str], str], ...] = (_quote, _quote_plus)
    for encode in encoders:
        yield slug, "the URL-encoded secret", _try(encode, secret)
    for decode in (unquote, unquote_plus):
        yield slug, "the URL-decoded secret", _try(decode, secret)
    slug = "secret-empty"
    yield slug, "an empty secret", b""
    for word in ("undefined", "null", "None"):
        yield slug, f"'{word}' as the secret", word.encode()


def _quote(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def _quote_plus(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")


def _try(transform: Callable[[str], str], secret: str) -> bytes | None:
    try:
        return _bytes(transform(secret))
    except UnicodeError:
        return None


def _hex(secret: str) -> bytes | None:
    try:
        return bytes.fromhex(secret.strip())
    except ValueError:
        return None


def _base64(secret: str) -> bytes | None:
    text = secret.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _bytes(secret: str) -> bytes:
    return secret.encode("utf-8", "surrogateescape")  # as signature.key_of
