"""Formats of the signed message other than Twenty's `timestamp:body`.

They find the mistake of a receiver, when the signature it computed is verified here,
and of a program that signs in place of Twenty.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator

from twenty_hooks.diagnosis.hypothesis import MessageFormat, MessageParts, text_bytes
from twenty_hooks.text import js_json, units

OTHER_TIMESTAMP = "other-timestamp"
_SEPARATORS = ("", ".", "-", "_", "|", "\n", ";", ",", " ", ": ", "::", "/", "+", "&")
_DESCRIBED_SEPARATORS = {"": "", "\n": "newline + ", " ": "space + "}
_NONCE_PATTERNS = ("t:n:b", "n:t:b", "t:b:n", "n:b", "t.n.b", "n.t.b", "tnb", "ntb")
_PARTS = {"t": "timestamp", "n": "nonce", "b": "body"}
_DIGITS = re.compile(r"[0-9]{1,16}\Z", re.ASCII)
_MILLISECONDS_DIGITS = 12
# Twenty signs a delivery some milliseconds after its eventDate, and shortly before it
# is received.
_AFTER_EVENT_MS = 500
_BEFORE_RECEIPT_MS = 500
_CLOCK_DIFFERENCE_MS = 50
# JavaScript's last date has 16 digits.
_TOO_LATE_MS = 10**16
# Each timestamp hashes the whole body once, so a long body gets fewer of them.
_MAX_BYTES_HASHED = 60_000_000


def _formats() -> Iterator[MessageFormat]:
    """Yield all formats but Twenty's, likeliest first."""
    yield _format(
        "text-stringified-twice",
        _stringified,
        "timestamp + ':' + the body stringified once more",
    )
    yield _format("text-without-timestamp", _body_only, "the body alone")
    yield _format(
        "timestamp-in-seconds", _in_seconds, "timestamp in seconds + ':' + body"
    )
    yield _format(
        "timestamp-in-seconds",
        _in_milliseconds,
        "timestamp in milliseconds + ':' + body",
    )
    for separator in _SEPARATORS:
        described = _DESCRIBED_SEPARATORS.get(separator, f"'{separator}' + ")
        yield _format(
            "text-wrong-separator",
            _with_separator(separator),
            f"timestamp + {described}body",
        )
    for separator in (":", ".", ""):
        described = f"'{separator}' + " if separator else ""
        yield _format(
            "text-body-first", _body_first(separator), f"body + {described}timestamp"
        )
    for pattern in _NONCE_PATTERNS:
        described = " + ".join(_PARTS.get(letter, f"'{letter}'") for letter in pattern)
        yield _format("text-with-nonce", _with_nonce(pattern), described)
    for place in ("last", "first", "after-webhook-id", "after-target-url"):
        yield _format(
            "text-with-secret-field",
            _with_secret(place),
            "timestamp + ':' + the body with its secret",
        )


def with_other_timestamps(
    received_at_ms: int | None, event_date: str | None, body_size: int
) -> Iterator[MessageFormat]:
    """Yield Twenty's format with other timestamps, the likeliest first.

    Args:
        received_at_ms: when the delivery was received, in milliseconds.
        event_date: the `eventDate` of the body.
        body_size: in bytes; the larger the body, the fewer timestamps.
    """
    if received_at_ms is not None and not 0 <= received_at_ms < _TOO_LATE_MS:
        received_at_ms = None
    left = max(200, _MAX_BYTES_HASHED // (body_size + 100))
    texts = [event_date] if event_date else []
    if received_at_ms is not None:
        with contextlib.suppress(OverflowError):  # no such year
            texts.append(units.to_iso(received_at_ms))
    texts += map(str, _near(received_at_ms, event_date))
    for timestamp in list(dict.fromkeys(texts))[:left]:
        yield _format(
            "timestamp-replaced",
            _with_timestamp(timestamp),
            f"timestamp {timestamp} + ':' + body",
            OTHER_TIMESTAMP,
        )


def _near(received_at_ms: int | None, event_date: str | None) -> Iterator[int]:
    event_ms = _milliseconds(event_date)
    for distance in range(max(_AFTER_EVENT_MS, _BEFORE_RECEIPT_MS)):
        if event_ms is not None:
            yield event_ms + distance
        if received_at_ms is not None:
            yield received_at_ms - distance
            if distance <= _CLOCK_DIFFERENCE_MS:
                yield received_at_ms + distance


def _milliseconds(text: str | None) -> int | None:
    try:
        return units.from_iso(text) if text else None
    except (ValueError, OverflowError):
        return None


def _format(
    slug: str,
    build: Callable[[MessageParts], bytes | None],
    description: str,
    recipe: str | None = None,
) -> MessageFormat:
    recipe = recipe or f"{slug}: {description}"
    return MessageFormat(build, (slug,), description, recipe)


def _stringified(parts: MessageParts) -> bytes | None:
    try:
        body = js_json.stringify(parts.body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return text_bytes(parts.timestamp) + b":" + body.encode("utf-8")


def _body_only(parts: MessageParts) -> bytes:
    return parts.body


def _in_seconds(parts: MessageParts) -> bytes | None:
    timestamp = parts.timestamp
    if not _DIGITS.match(timestamp) or len(timestamp) < _MILLISECONDS_DIGITS:
        return None
    return text_bytes(timestamp[:-3]) + b":" + parts.body


def _in_milliseconds(parts: MessageParts) -> bytes | None:
    timestamp = parts.timestamp
    if not _DIGITS.match(timestamp) or len(timestamp) >= _MILLISECONDS_DIGITS:
        return None
    return text_bytes(timestamp) + b"000:" + parts.body


def _with_separator(separator: str) -> Callable[[MessageParts], bytes]:
    between = separator.encode()
    return lambda parts: text_bytes(parts.timestamp) + between + parts.body


def _body_first(separator: str) -> Callable[[MessageParts], bytes]:
    between = separator.encode()
    return lambda parts: parts.body + between + text_bytes(parts.timestamp)


def _with_nonce(pattern: str) -> Callable[[MessageParts], bytes | None]:
    def build(parts: MessageParts) -> bytes | None:
        if not parts.nonce:
            return None
        values = {
            "t": text_bytes(parts.timestamp),
            "n": text_bytes(parts.nonce),
            "b": parts.body,
        }
        return b"".join(values.get(letter, letter.encode()) for letter in pattern)

    return build


def _with_secret(place: str) -> Callable[[MessageParts], bytes | None]:
    def build(parts: MessageParts) -> bytes | None:
        body = parts.body
        if body[:2] != b'{"' or body[-1:] != b"}":
            return None
        secret = js_json.stringify(parts.secret).encode("utf-8", "replace")
        field = b'"secret":' + secret
        if place == "last":
            changed = body[:-1] + b"," + field + b"}"
        elif place == "first":
            changed = b"{" + field + b"," + body[1:]
        else:
            key = b'"webhookId":"' if place == "after-webhook-id" else b'"targetUrl":"'
            start = body.find(key)
            end = body.find(b'",', start + len(key)) if start >= 0 else -1
            if end < 0:
                return None
            changed = body[: end + 2] + field + b"," + body[end + 2 :]
        return text_bytes(parts.timestamp) + b":" + changed

    return build


def _with_timestamp(timestamp: str) -> Callable[[MessageParts], bytes]:
    return lambda parts: text_bytes(timestamp) + b":" + parts.body


FORMATS = tuple(_formats())
