"""Keys that may have made the signature, given the secrets that should have.

Both ways round: what was wrong may be the secret here, or the one over there. No
candidate says in words what its key is.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from twenty_hooks.diagnosis.hypothesis import Key, text_bytes

_SVIX_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class KnownSecret:
    """A secret that is known here, and in words whose it is."""

    secret: str = field(repr=False)
    owner: str


def as_they_are(secrets: Iterable[str]) -> list[Key]:
    """The secrets themselves, each once, none empty."""
    return [Key(_bytes(secret), secret) for secret in dict.fromkeys(secrets) if secret]


def changed(secret: str, webhook_id: str | None) -> list[Key]:
    """Every other key this secret may have become, each once, likeliest first."""
    found: dict[bytes, Key] = {}
    own = _bytes(secret)
    for slug, how, data in _variants(secret):
        if data is not None and data != own and (data or slug == "secret-empty"):
            found.setdefault(data, Key(data, secret, (slug,), how, f"{slug}: {how}"))
    if webhook_id:
        data = text_bytes(webhook_id)
        slug, how = "secret-is-webhook-id", "the webhook's id as the secret"
        if data != own:
            found.setdefault(data, Key(data, secret, (slug,), how, slug))
    return list(found.values())


def others(known: Iterable[KnownSecret], own: Iterable[str]) -> list[Key]:
    """The keys of other secrets."""
    seen = set(own)
    keys = []
    for other in known:
        if other.secret and other.secret not in seen:
            seen.add(other.secret)
            how = f"the secret of {other.owner}"
            keys.append(
                Key(
                    _bytes(other.secret),
                    other.secret,
                    ("other-secret",),
                    how,
                    f"other-secret: {other.owner}",
                )
            )
    return keys


def _variants(secret: str) -> Iterator[tuple[str, str, bytes | None]]:
    slug = "secret-whitespace"
    yield slug, "the secret without the whitespace around it", _bytes(secret.strip())
    for end, name in (("\n", "newline"), ("\r\n", "CRLF"), (" ", "blank")):
        yield slug, f"the secret with a {name} after it", _bytes(secret + end)
    yield slug, "the secret with a blank before it", _bytes(" " + secret)
    slug = "secret-quoted"
    if len(secret) > 2 and secret[0] == secret[-1] and secret[0] in "\"'`":
        yield slug, "the secret without its quotes", _bytes(secret[1:-1])
    for quotes in ('"', "'"):
        yield slug, "the secret in quotes", _bytes(quotes + secret + quotes)
    yield "secret-hex-decoded", "the secret decoded from hex", _hex(secret)
    slug, how = "secret-base64-decoded", "the secret decoded from base64"
    yield slug, how, _base64(secret)
    if secret.startswith(_SVIX_PREFIX):
        yield slug, how, _base64(secret.removeprefix(_SVIX_PREFIX))
    yield "secret-case", "the secret in lower case", _bytes(secret.lower())
    yield "secret-case", "the secret in upper case", _bytes(secret.upper())
    slug = "secret-url-encoded"
    encoders: tuple[Callable[[str], str], ...] = (_quote, _quote_plus)
    for encode in encoders:
        yield slug, "the secret URL-encoded", _try(encode, secret)
    for decode in (unquote, unquote_plus):
        yield slug, "the secret URL-decoded", _try(decode, secret)
    slug = "secret-empty"
    yield slug, "an empty secret", b""
    for word in ("undefined", "null", "None"):
        yield slug, f"'{word}' as the secret", word.encode()


def _quote(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def _quote_plus(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")


def _try(change: Callable[[str], str], secret: str) -> bytes | None:
    try:
        return _bytes(change(secret))
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
