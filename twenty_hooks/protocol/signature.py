"""The signature of a Twenty delivery: the whole scheme on one screen.

    X-Twenty-Webhook-Timestamp   when it was signed: Unix milliseconds, in decimal
    X-Twenty-Webhook-Signature   lower-case hex of
                                 HMAC-SHA256(secret, timestamp + ":" + body)
    X-Twenty-Webhook-Nonce       32 random hex digits, not covered by the signature

The key is the text of the secret in UTF-8; a secret that looks like hex is not decoded.
The body is the exact bytes of the request. This scheme is the same in every release
since 0.40. A webhook without a secret sends none of the three headers.

Only `sign_now` reads the clock and makes a random number; everything else is pure.
"""

from __future__ import annotations

import functools
import hmac
import math
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
    """The outcome of verifying one delivery. True if, and only if, it is valid.

    Attributes:
        name: one of
            `valid`: signed with one of the secrets, within the tolerance;
            `mismatch`: none of the secrets gives this signature;
            `unsigned`: there is no signature header;
            `malformed`: the signature headers can't be a signature of Twenty;
            `too-old`, `from-the-future`: signed with one of the secrets, but outside
            the tolerance;
            `no-secret`: signed, but there is no secret to verify it with;
            `redacted`: values of the delivery were masked after it was received, so it
            can't be verified (`signature.verify` never returns this one).
        reason: the same in one sentence, without a full stop.
        matched: the index of the secret that signed it.
        age_ms: milliseconds between signing and `now_ms`; negative if it was signed
            later.
    """

    name: VerdictName
    reason: str
    matched: int | None = None
    age_ms: int | None = None

    def __bool__(self) -> bool:
        return self.name == "valid"


class SignatureHeaders(NamedTuple):
    """The two headers needed to verify a delivery; None if it does not have them.

    Attributes:
        repeated: the name of a header that was received twice with different values,
            so that it is unknown which one counts.
    """

    signature: str | None
    timestamp: str | None
    repeated: str | None = None

    @classmethod
    def of(cls, headers: Iterable[tuple[str, str]]) -> SignatureHeaders:
        """Find them among (name, value) pairs; names are case-insensitive."""
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
# Both names have the same length, which rules out most headers fast.
_NAME_LENGTH = len(SIGNATURE_HEADER)
_WANTED = {_SIGNATURE: SIGNATURE_HEADER, _TIMESTAMP_KEY: TIMESTAMP_HEADER}


def sign(body: bytes, secret: str, timestamp: str) -> str:
    """Return the signature of a body: 64 lower-case hex digits.

    Args:
        timestamp: Unix milliseconds, as the text of the timestamp header.

    Raises:
        ValueError: the secret is empty.
    """
    return _digest(secret, timestamp.encode("ascii") + b":" + body)


def signed_headers(
    body: bytes, secret: str, timestamp: str, nonce: str
) -> tuple[tuple[str, str], ...]:
    """Return the three signature headers in the order in which Twenty sends them."""
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
    """Verify the exact bytes of a body against the signature headers.

    Args:
        headers: (name, value) pairs; names are case-insensitive.
        secrets: any of them may have signed it. Empty ones are never used.
        now_ms: Unix milliseconds, to measure the age of the signature.
        tolerance_ms: how many milliseconds old, or ahead of `now_ms`, a valid signature
            may be. None accepts any age: Twenty does not specify one.

    Raises:
        ValueError: `now_ms` or `tolerance_ms` is NaN or infinite.
    """
    _check_finite("now_ms", now_ms)
    _check_finite("tolerance_ms", tolerance_ms)
    found = SignatureHeaders.of(headers)
    problem = _malformed(found)
    if problem is not None:
        return problem
    signature, timestamp = found.signature, found.timestamp
    if signature is None or timestamp is None:
        raise AssertionError("_malformed accepted a delivery without these headers")
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
        return Verdict("no-secret", "signed, but there is no secret to verify it with")
    if matched is None:
        reason = "the signature does not match this body, timestamp and secret"
        if tried > 1:
            reason = (
                "the signature does not match this body and timestamp with any of the "
                f"{tried} secrets"
            )
        return Verdict("mismatch", reason, age_ms=age)
    if tolerance_ms is not None and age is not None:
        off = units.show_duration(abs(age))
        allowed = f"at most {units.show_duration(tolerance_ms)} is allowed"
        if age > tolerance_ms:
            reason = f"the signature is {off} old, and {allowed}"
            return Verdict("too-old", reason, matched, age)
        if -age > tolerance_ms:
            reason = f"the timestamp is {off} in the future, and {allowed}"
            return Verdict("from-the-future", reason, matched, age)
    return Verdict("valid", "the signature matches", matched, age)


def key_of(secret: str) -> bytes:
    """Return the HMAC key of a secret: its text, byte for byte as typed or stored.

    Raises ValueError for an empty secret, with which Twenty never signs.
    """
    if not secret:
        raise ValueError("an empty secret can't sign: Twenty sends no signature then")
    return secret.encode("utf-8", "surrogateescape")


def _digest(secret: str, message: bytes) -> str:
    keyed = _keyed(secret).copy()
    keyed.update(message)
    return keyed.hexdigest()


@functools.lru_cache(maxsize=64)
def _keyed(secret: str) -> hmac.HMAC:
    """Return an HMAC that has its key. Copying it halves the work for a short body."""
    return hmac.new(key_of(secret), digestmod="sha256")


def _check_finite(name: str, value: float | None) -> None:
    # Every comparison with NaN is false, so that no signature would be too old.
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number of milliseconds, not {value}")


def _malformed(found: SignatureHeaders) -> Verdict | None:
    signature, timestamp = found.signature, found.timestamp
    if found.repeated:
        reason = f"{found.repeated} was received twice, with different values"
        return Verdict("malformed", reason)
    if signature is None:
        return Verdict("unsigned", f"there is no {SIGNATURE_HEADER} header")
    if timestamp is None:
        return Verdict("malformed", f"there is no {TIMESTAMP_HEADER} header")
    if not _is_hex(signature):
        return Verdict("malformed", f"{SIGNATURE_HEADER} is not hex")
    if len(signature) != _SHA256_DIGITS:
        count = len(signature)
        reason = f"{SIGNATURE_HEADER} has {count} hex digits, SHA-256 gives 64"
        return Verdict("malformed", reason)
    is_number = timestamp.isascii() and timestamp.isdigit()
    if not is_number or len(timestamp) > _TIMESTAMP_DIGITS:
        reason = f"{TIMESTAMP_HEADER} is not a number of milliseconds"
        return Verdict("malformed", reason)
    return None


def _is_hex(text: str) -> bool:
    # Decoding is the fastest check of every digit. A final half byte counts as hex;
    # spaces, which fromhex() skips, do not.
    try:
        digits = bytes.fromhex(text if len(text) % 2 == 0 else f"{text}0")
    except ValueError:
        return False
    return len(digits) == (len(text) + 1) // 2 > 0
