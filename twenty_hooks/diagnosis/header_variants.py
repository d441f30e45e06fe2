"""Ways to read a signature out of headers that don't hold it as Twenty sends it."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twenty_hooks.diagnosis.hypothesis import Algorithm, Reading
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+\Z", re.ASCII)
# `sha256=`, `v1,`, `hmac-sha256:`, and the lists that others send: `t=...,v1=...`.
_PREFIX = re.compile(r"(?:.*[,; ])?([A-Za-z][A-Za-z0-9_-]{0,19})[=,: ]\s*", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{26,90}={0,2}\Z", re.ASCII)
_TIMESTAMP = re.compile(r"[0-9]{9,16}\Z", re.ASCII)
_ALGORITHMS: dict[int, Algorithm] = {32: "sha256", 20: "sha1", 64: "sha512"}
_LONGEST = 400
_MOST_HEADERS = 200
_MOST_CANDIDATES = 4
# They may look like a signature or a time, and are none.
_NEVER = frozenset(
    {"authorization", "cookie", "content-length", "etag", "traceparent", "host"}
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where signature, timestamp and nonce were found."""

    signature: str
    timestamp: str
    nonce: str | None
    slugs: tuple[str, ...] = ()
    how: str = ""


def readings(headers: Sequence[tuple[str, str]]) -> list[Reading]:
    """Every signature these headers may hold, the fewest changes first."""
    found = [
        reading
        for place in _places(headers[:_MOST_HEADERS])
        for reading in _forms(place)
    ]
    found.sort(key=lambda reading: len(reading.slugs))
    return found


def values(headers: Sequence[tuple[str, str]], name: str) -> list[str]:
    """The different values of a header, in any case of letters."""
    wanted = name.lower()
    return list(dict.fromkeys(value for key, value in headers if key.lower() == wanted))


def _places(headers: Sequence[tuple[str, str]]) -> Iterator[_Place]:
    signatures = values(headers, SIGNATURE_HEADER)[:_MOST_CANDIDATES]
    timestamps = values(headers, TIMESTAMP_HEADER)[:_MOST_CANDIDATES]
    nonces = values(headers, NONCE_HEADER)[:_MOST_CANDIDATES]
    nonce = nonces[0] if nonces else None
    if len(signatures) > 1 or len(timestamps) > 1:
        for signature, timestamp in itertools.product(signatures, timestamps or [""]):
            yield _Place(
                signature, timestamp, nonce, ("headers-repeated",), "one of the headers"
            )
        return
    if signatures and timestamps:
        yield _Place(signatures[0], timestamps[0], nonce)
    present = [value for value in (*signatures, *timestamps, nonce) if value]
    for order in itertools.permutations(present):
        swapped = _swapped(order)
        if swapped and (
            swapped.signature not in signatures or swapped.timestamp not in timestamps
        ):
            yield swapped
    if not (signatures and timestamps):
        yield from _renamed(headers, signatures, timestamps, nonce)


def _swapped(order: tuple[str, ...]) -> _Place | None:
    if len(order) < 2:
        return None
    signature, timestamp = order[:2]
    if not _TIMESTAMP.match(timestamp) or not _is_signature(signature):
        return None
    nonce = order[2] if len(order) > 2 else None
    return _Place(
        signature, timestamp, nonce, ("headers-swapped",), "the headers put right"
    )


def _renamed(
    headers: Sequence[tuple[str, str]],
    signatures: list[str],
    timestamps: list[str],
    nonce: str | None,
) -> Iterator[_Place]:
    elsewhere = [
        (name, value)
        for name, value in headers
        if name.lower() not in _NEVER and len(value) <= _LONGEST
    ]
    # A telling name first; the value decides.
    by_name = sorted(elsewhere, key=lambda pair: "sign" not in pair[0].lower())
    if not signatures:
        signatures = [value for _, value in by_name if _is_signature(value)]
    by_name = sorted(elsewhere, key=lambda pair: "time" not in pair[0].lower())
    if not timestamps:
        timestamps = [value for _, value in by_name if _TIMESTAMP.match(value)]
        timestamps.append("")  # still to be found by the time of arrival
    if nonce is None:
        nonce = next(
            (value for name, value in elsewhere if "nonce" in name.lower()), None
        )
    for signature, timestamp in itertools.product(
        signatures[:_MOST_CANDIDATES], timestamps[: _MOST_CANDIDATES + 1]
    ):
        yield _Place(
            signature,
            timestamp,
            nonce,
            ("headers-renamed",) if timestamp else (),
            "the headers by other names" if timestamp else "",
        )


def _is_signature(value: str) -> bool:
    return any(True for _ in _forms(_Place(value, "", None)))


def _forms(place: _Place) -> Iterator[Reading]:
    text = place.signature
    if len(text) > _LONGEST:
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
            slugs = slugs + place.slugs
            yield Reading(
                digest,
                place.timestamp,
                place.nonce,
                algorithm,
                slugs,
                place.how,
                recipe=f"{place.how}{slugs}",
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
