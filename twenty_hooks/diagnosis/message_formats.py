"""Ways in which the signed text may have been built, other than `timestamp:body`.

The receiver's own mistakes are found so, when the signature it computed is given,
and those of whatever made a signature in Twenty's place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from twenty_hooks.diagnosis.hypothesis import Material, Text, text_bytes
from twenty_hooks.text import js_json, units

_SEPARATORS = ("", ".", "-", "_", "|", "\n", ";", ",", " ", ": ", "::", "/", "+", "&")
_SHOWN_SEPARATORS = {"": "nothing", "\n": "a newline", " ": "a blank"}
MOMENTS = "moments"
_DIGITS = re.compile(r"[0-9]{1,16}\Z", re.ASCII)
_MILLISECONDS_DIGITS = 12
# A delivery is signed some milliseconds after eventDate and before it arrives.
_AFTER_EVENT_MS = 500
_BEFORE_ARRIVAL_MS = 500
_CLOCKS_APART_MS = 50
# Each moment hashes the whole body once: a long body gets fewer.
_MOST_BYTES_HASHED = 60_000_000


def _texts() -> Iterator[Text]:
    """Every other way, likeliest first."""
    yield _text("text-stringified-twice", _stringified, "the body stringified twice")
    yield _text("text-without-timestamp", _body_only, "the body alone")
    yield _text("timestamp-in-seconds", _in_seconds, "timestamp in seconds and body")
    yield _text(
        "timestamp-in-seconds", _in_milliseconds, "timestamp in milliseconds and body"
    )
    for separator in _SEPARATORS:
        shown = _SHOWN_SEPARATORS.get(separator, f"'{separator}'")
        yield _text(
            "text-wrong-separator",
            _with_separator(separator),
            f"timestamp, {shown} and body",
        )
    for separator in (":", ".", ""):
        yield _text(
            "text-body-first", _body_first(separator), "body and then timestamp"
        )
    for pattern in ("t:n:b", "n:t:b", "t:b:n", "n:b", "t.n.b", "n.t.b", "tnb", "ntb"):
        yield _text("text-with-nonce", _with_nonce(pattern), "a text with the nonce")
    for place in ("last", "first", "after-webhook-id", "after-target-url"):
        yield _text(
            "text-with-secret-field",
            _with_secret(place),
            "the body with a secret field",
        )


def moments(
    received_at_ms: int | None, event_date: str | None, body_size: int
) -> Iterator[Text]:
    """The right text with another timestamp, nearest to when it must have been."""
    most = max(200, _MOST_BYTES_HASHED // (body_size + 100))
    spelled = [event_date] if event_date else []
    if received_at_ms is not None:
        spelled.append(units.to_iso(received_at_ms))
    for moment in dict.fromkeys(
        [*spelled, *map(str, _near(received_at_ms, event_date))]
    ):
        if most == 0:
            return
        most -= 1
        yield _text(
            "timestamp-replaced", _at(moment), f"timestamp {moment} and body", MOMENTS
        )


def _near(received_at_ms: int | None, event_date: str | None) -> Iterator[int]:
    signed_from = _moment(event_date)
    for distance in range(max(_AFTER_EVENT_MS, _BEFORE_ARRIVAL_MS)):
        if signed_from is not None:
            yield signed_from + distance
        if received_at_ms is not None:
            yield received_at_ms - distance
            if distance <= _CLOCKS_APART_MS:
                yield received_at_ms + distance


def _moment(text: str | None) -> int | None:
    try:
        return units.from_iso(text) if text else None
    except (ValueError, OverflowError):
        return None


def _text(
    slug: str,
    build: Callable[[Material], bytes | None],
    how: str,
    recipe: str | None = None,
) -> Text:
    return Text(build, (slug,), how, recipe or f"{slug}: {how}")


def _stringified(material: Material) -> bytes | None:
    try:
        body = js_json.stringify(material.body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return text_bytes(material.timestamp) + b":" + body.encode("utf-8")


def _body_only(material: Material) -> bytes:
    return material.body


def _in_seconds(material: Material) -> bytes | None:
    timestamp = material.timestamp
    if not _DIGITS.match(timestamp) or len(timestamp) < _MILLISECONDS_DIGITS:
        return None
    return text_bytes(timestamp[:-3]) + b":" + material.body


def _in_milliseconds(material: Material) -> bytes | None:
    timestamp = material.timestamp
    if not _DIGITS.match(timestamp) or len(timestamp) >= _MILLISECONDS_DIGITS:
        return None
    return text_bytes(timestamp) + b"000:" + material.body


def _with_separator(separator: str) -> Callable[[Material], bytes]:
    between = separator.encode()
    return lambda material: text_bytes(material.timestamp) + between + material.body


def _body_first(separator: str) -> Callable[[Material], bytes]:
    between = separator.encode()
    return lambda material: material.body + between + text_bytes(material.timestamp)


def _with_nonce(pattern: str) -> Callable[[Material], bytes | None]:
    def build(material: Material) -> bytes | None:
        if not material.nonce:
            return None
        parts = {
            "t": text_bytes(material.timestamp),
            "n": text_bytes(material.nonce),
            "b": material.body,
        }
        return b"".join(parts.get(letter, letter.encode()) for letter in pattern)

    return build


def _with_secret(place: str) -> Callable[[Material], bytes | None]:
    def build(material: Material) -> bytes | None:
        body = material.body
        if body[:2] != b'{"' or body[-1:] != b"}":
            return None
        secret = js_json.stringify(material.secret).encode("utf-8", "replace")
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
        return text_bytes(material.timestamp) + b":" + changed

    return build


def _at(moment: str) -> Callable[[Material], bytes]:
    return lambda material: text_bytes(moment) + b":" + material.body


TEXTS = tuple(_texts())
