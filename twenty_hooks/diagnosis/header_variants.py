"""Signatures in headers that don't have Twenty's names or form."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twenty_hooks.diagnosis.hypothesis import Algorithm, ReceivedSignature
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+\Z", re.ASCII)
# `sha256=`, `v1,`, `hmac-sha256:`, and the lists of other services: `t=...,v1=...`.
_PREFIX = re.compile(r"(?:.*[,; ])?([A-Za-z][A-Za-z0-9_-]{0,19})[=,: ]\s*", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{26,90}={0,2}\Z", re.ASCII)
_TIMESTAMP = re.compile(r"[0-9]{9,16}\Z", re.ASCII)
_ALGORITHMS: dict[int, Algorithm] = {32: "sha256", 20: "sha1", 64: "sha512"}
_MAX_LENGTH = 400
_MAX_HEADERS = 200
_MAX_CANDIDATES = 4
# Headers whose values may look like a signature or a timestamp, but never are.
_IGNORED = frozenset(
    {"authorization", "cookie", "content-length", "etag", "traceparent", "host"}
)


@dataclass(frozen=True, slots=True)
class _HeaderValues:
    """The values taken for signature, timestamp and nonce, and what that assumes."""

    signature: str
    timestamp: str
    nonce: str | None
    slugs: tuple[str, ...] = ()
    description: str = ""


def signatures(headers: Sequence[tuple[str, str]]) -> list[ReceivedSignature]:
    """Return every signature that the headers may contain, fewest changes first."""
    found = [
        signature
        for values in _header_values(headers[:_MAX_HEADERS])
        for signature in _decoded(values)
    ]
    found.sort(key=lambda signature: len(signature.slugs))
    return found


def _distinct(headers: Sequence[tuple[str, str]], name: str) -> list[str]:
    """Return the distinct values of a header; names are case-insensitive."""
    wanted = name.lower()
    return list(dict.fromkeys(value for key, value in headers if key.lower() == wanted))


def _header_values(
    headers: Sequence[tuple[str, str]],
) -> Iterator[_HeaderValues]:
    signatures = _distinct(headers, SIGNATURE_HEADER)[:_MAX_CANDIDATES]
    timestamps = _distinct(headers, TIMESTAMP_HEADER)[:_MAX_CANDIDATES]
    nonces = _distinct(headers, NONCE_HEADER)[:_MAX_CANDIDATES]
    nonce = nonces[0] if nonces else None
    if len(signatures) > 1 or len(timestamps) > 1:
        for signature, timestamp in itertools.product(signatures, timestamps or [""]):
            yield _HeaderValues(
                signature,
                timestamp,
                nonce,
                ("headers-repeated",),
                "one of the repeated headers",
            )
        return
    if signatures and timestamps:
        yield _HeaderValues(signatures[0], timestamps[0], nonce)
    present = [value for value in (*signatures, *timestamps, nonce) if value]
    for order in itertools.permutations(present):
        swapped = _swapped(order)
        if swapped and (
            swapped.signature not in signatures or swapped.timestamp not in timestamps
        ):
            yield swapped
    if not (signatures and timestamps):
        yield from _renamed(headers, signatures, timestamps, nonce)


def _swapped(order: tuple[str, ...]) -> _HeaderValues | None:
    if len(order) < 2:
        return None
    signature, timestamp = order[:2]
    if not _TIMESTAMP.match(timestamp) or not _is_signature(signature):
        return None
    nonce = order[2] if len(order) > 2 else None
    return _HeaderValues(
        signature,
        timestamp,
        nonce,
        ("headers-swapped",),
        "the header values swapped back",
    )


def _renamed(
    headers: Sequence[tuple[str, str]],
    signatures: list[str],
    timestamps: list[str],
    nonce: str | None,
) -> Iterator[_HeaderValues]:
    elsewhere = [
        (name, value)
        for name, value in headers
        if name.lower() not in _IGNORED and len(value) <= _MAX_LENGTH
    ]
    # Headers with a fitting name first; the value must fit in any case.
    by_name = sorted(elsewhere, key=lambda pair: "sign" not in pair[0].lower())
    if not signatures:
        signatures = [value for _, value in by_name if _is_signature(value)]
    by_name = sorted(elsewhere, key=lambda pair: "time" not in pair[0].lower())
    if not timestamps:
        timestamps = [value for _, value in by_name if _TIMESTAMP.match(value)]
        timestamps.append("")  # to be found from the time of receipt
    if nonce is None:
        nonce = next(
            (value for name, value in elsewhere if "nonce" in name.lower()), None
        )
    for signature, timestamp in itertools.product(
        signatures[:_MAX_CANDIDATES], timestamps[: _MAX_CANDIDATES + 1]
    ):
        yield _HeaderValues(
            signature,
            timestamp,
            nonce,
            ("headers-renamed",) if timestamp else (),
            "the values of other headers" if timestamp else "",
        )


def _is_signature(value: str) -> bool:
    return any(True for _ in _decoded(_HeaderValues(value, "", None)))


def _decoded(values: _HeaderValues) -> Iterator[ReceivedSignature]:
    text = values.signature
    if len(text) > _MAX_LENGTH:
        return
    for value, prefixed in _without_prefix(text):
        for digest, slugs in _digests(value):
            algorithm = _ALGORITHMS.get(len(digest))
            if algorithm is None:
                continue
            if algorithm != "sha256":
                slugs = (*slugs, f"signature-{algorithm}")
            if prefixed:
                slugs = ("signature-prefixed", *slugs)
            slugs = slugs + values.slugs
            yield ReceivedSignature(
                digest,
                values.timestamp,
                values.nonce,
                algorithm,
                slugs,
                values.description,
                recipe=f"{values.description}{slugs}",
            )


def _without_prefix(text: str) -> Iterator[tuple[str, bool]]:
    yield text, False
    found = _PREFIX.match(text)
    if found:
        yield text[found.end() :], True


def _digests(value: str) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    if _HEX.match(value):
        upper = value != value.lower()
        slugs = ("signature-upper-case",) if upper else ()
        yield bytes.fromhex(value), slugs
    if _BASE64.match(value):
        packed = value.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            data = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        except (binascii.Error, ValueError):
            return
        yield data, ("signature-base64",)
        if _HEX.match(data.decode("latin-1")):
            yield bytes.fromhex(data.decode("ascii")), ("signature-base64",)
