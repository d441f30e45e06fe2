"""The signature of a Twenty delivery: the whole scheme on one screen.

    X-Twenty-Webhook-Timestamp   when it was signed, Unix milliseconds, in decimal
    X-Twenty-Webhook-Signature   lower-case hex of
                                 HMAC-SHA256(secret, timestamp + ":" + body)
    X-Twenty-Webhook-Nonce       32 random hex digits, not covered by the signature

The key is the secret's text in UTF-8 (a secret that looks like hex is not decoded);
the body is the exact bytes of the request. The same in every release since 0.40. A
webhook without a secret sends none of the three headers.

Only `sign_now` reads the clock and draws a random number; everything else is pure.
"""

from __future__ import annotations

import functools
import hmac
import os
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from twenty_hooks.text import units

TIMESTAMP_HEADER = "X-Twenty-Webhook-Timestamp"
SIGNATURE_HEADER = "X-Twenty-Webhook-Signature"
NONCE_HEADER = "X-Twenty-Webhook-Nonce"

VerdictName = Literal[
    "valid",
    "mismatch",
    "unsigned",
    "malformed",
    "too-old",
    "from-the-future",
    "no-secret",
    "redacted",
]

_SHA256_DIGITS = 64
# Date.now() has 13 digits until the year 2286; JavaScript's last date has 16.
_TIMESTAMP_DIGITS = 16


class Verdict(NamedTuple):
    """The outcome of verifying one delivery. True when, and only when, it is valid.

    name: `valid`; `mismatch`: no given secret makes this signature; `unsigned`: there
    is no signature header; `malformed`: the headers can't be a signature at all;
    `too-old`, `from-the-future`: signed rightly, but outside the tolerance;
    `no-secret`: signed, and there is no secret to judge it by; `redacted` (never by
    `verify` itself): the bytes are no longer those that came.
    reason: the same in one sentence. matched: which of the given secrets it was,
    counted from 0. age_ms: how long after signing it came, where both are known.
    """

    name: VerdictName
    reason: str
    matched: int | None = None
    age_ms: int | None = None

    def __bool__(self) -> bool:
        return self.name == "valid"


class SignatureHeaders(NamedTuple):
    """The two headers that count, as they came; None for one that did not come."""

    signature: str | None
    timestamp: str | None
    repeated: str | None = None

    @classmethod
    def of(cls, headers: Iterable[tuple[str, str]]) -> SignatureHeaders:
        """Pick them from name-value pairs, in any case of letters.

        A header that came twice with different values is `repeated`: nobody can say
        which one counts.
        """
        found: dict[str, str] = {}
        repeated = None
        for name, value in headers:
            if len(name) != _NAME_LENGTH:
                continue
            key = name.lower()
            if key in _WANTED and found.setdefault(key, value) != value:
                repeated = _WANTED[key]
        return cls(found.get(_SIGNATURE), found.get(_TIMESTAMP_KEY), repeated)


_SIGNATURE = SIGNATURE_HEADER.lower()
_TIMESTAMP_KEY = TIMESTAMP_HEADER.lower()
# Both are as long: most headers are passed over for that alone.
_NAME_LENGTH = len(SIGNATURE_HEADER)
_WANTED = {_SIGNATURE: SIGNATURE_HEADER, _TIMESTAMP_KEY: TIMESTAMP_HEADER}


def sign(body: bytes, secret: str, timestamp: str) -> str:
    """The signature of these bytes: 64 lower-case hex digits.

    timestamp: Unix milliseconds, as the text the header carries.
    """
    return _digest(secret, timestamp.encode("ascii") + b":" + body)


def signed_headers(
    body: bytes, secret: str, timestamp: str, nonce: str
) -> tuple[tuple[str, str], ...]:
    """The three headers in the order Twenty sends them."""
    return (
        (TIMESTAMP_HEADER, timestamp),
        (SIGNATURE_HEADER, sign(body, secret, timestamp)),
        (NONCE_HEADER, nonce),
    )


def sign_now(
    body: bytes, secret: str, *, timestamp_ms: int | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the three signature headers with the current time and a new nonce.

    Args:
        timestamp_ms: Unix milliseconds to sign with instead of the current time.
    """
    moment = units.now_ms() if timestamp_ms is None else timestamp_ms
    return signed_headers(body, secret, str(moment), os.urandom(16).hex())


def verify(
    body: bytes,
    headers: Iterable[tuple[str, str]],
    secrets: Sequence[str],
    *,
    now_ms: int | None = None,
    tolerance_ms: int | None = None,
) -> Verdict:
    """Judge a delivery by its exact bytes.

    secrets: any of them may match (several, while one is being rotated); an empty one
    is never a key. tolerance_ms: how old, or how far ahead, a valid signature may be
    at now_ms; None accepts any age, as Twenty itself says nothing of it.
    """
    found = SignatureHeaders.of(headers)
    problem = _malformed(found)
    if problem is not None:
        return problem
    signature, timestamp = found.signature, found.timestamp
    if signature is None or timestamp is None:  # settled by _malformed
        raise AssertionError("a delivery without its headers was not refused")
    age = None if now_ms is None else now_ms - int(timestamp)
    message = timestamp.encode("ascii") + b":" + body
    matched = None
    tried = 0
    for index, secret in enumerate(secrets):
        if not secret:
            continue
        tried += 1
        if hmac.compare_digest(_digest(secret, message), signature):
            matched = index
            break
    if not tried:
        return Verdict("no-secret", "signed, but there is no secret to check it with")
    if matched is None:
        whose = "the secret" if tried == 1 else f"any of the {tried} secrets"
        return Verdict(
            "mismatch",
            f"body, timestamp and {whose} do not give this signature",
            age_ms=age,
        )
    if tolerance_ms is not None and age is not None:
        if age > tolerance_ms:
            return Verdict(
                "too-old",
                _off_by(age, "before it came", tolerance_ms),
                matched,
                age,
            )
        if -age > tolerance_ms:
            return Verdict(
                "from-the-future",
                _off_by(-age, "ahead of its coming", tolerance_ms),
                matched,
                age,
            )
    return Verdict("valid", "signed with this secret", matched, age)


def key_of(secret: str) -> bytes:
    """The HMAC key of a secret: its text, byte for byte as it was typed or stored.

    Raises ValueError for an empty secret: Twenty never signs with one.
    """
    if not secret:
        raise ValueError("an empty secret can't sign: Twenty sends unsigned then")
    return secret.encode("utf-8", "surrogateescape")


def _digest(secret: str, message: bytes) -> str:
    keyed = _keyed(secret).copy()
    keyed.update(message)
    return keyed.hexdigest()


@functools.lru_cache(maxsize=64)
def _keyed(secret: str) -> hmac.HMAC:
    """An HMAC that has taken its key, to be copied: half the work for a short body."""
    return hmac.new(key_of(secret), digestmod="sha256")


def _malformed(found: SignatureHeaders) -> Verdict | None:
    signature, timestamp = found.signature, found.timestamp
    if found.repeated:
        return Verdict("malformed", f"{found.repeated} came twice and differs")
    if signature is None:
        return Verdict("unsigned", f"there is no {SIGNATURE_HEADER} header")
    if timestamp is None:
        return Verdict("malformed", f"there is no {TIMESTAMP_HEADER} header")
    if len(signature) != _SHA256_DIGITS or not _is_hex(signature):
        return _not_sha256(signature)
    is_number = timestamp.isascii() and timestamp.isdigit()
    if not is_number or len(timestamp) > _TIMESTAMP_DIGITS:
        return Verdict("malformed", f"{TIMESTAMP_HEADER} is not a number of ms")
    return None


def _not_sha256(signature: str) -> Verdict:
    if not _is_hex(signature):
        return Verdict("malformed", f"{SIGNATURE_HEADER} is not hex")
    return Verdict(
        "malformed",
        f"{SIGNATURE_HEADER} has {len(signature)} hex digits, SHA-256 gives 64",
    )


def _is_hex(text: str) -> bool:
    # Decoding is the fastest way to look at every digit; half a byte is hex as well,
    # and blanks, which are passed over, are none.
    try:
        digits = bytes.fromhex(text if len(text) % 2 == 0 else f"{text}0")
    except ValueError:
        return False
    return len(digits) == (len(text) + 1) // 2 > 0


def _off_by(milliseconds: int, how: str, tolerance_ms: int) -> str:
    off = units.show_duration(milliseconds)
    allowed = units.show_duration(tolerance_ms)
    return f"signed {off} {how}, and {allowed} is allowed"
