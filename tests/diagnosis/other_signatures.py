"""Signatures with another message format, key or form than Twenty's."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from urllib.parse import quote

from tests.support.diagnosis_cases import (
    NONCE,
    SECRET,
    timestamp_of,
)
from tests.support.recordings import Recorded
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    signed_headers,
)
from twenty_hooks.text import js_json

# Headers, and the secret that the receiver has.
Variant = tuple[tuple[tuple[str, str], ...], str]


def _headers(
    signature: str, recorded: Recorded, timestamp: str | None = None
) -> tuple[tuple[str, str], ...]:
    return (
        (TIMESTAMP_HEADER, timestamp or timestamp_of(recorded)),
        (SIGNATURE_HEADER, signature),
        (NONCE_HEADER, NONCE),
    )


def _mac(
    message: bytes, key: bytes = SECRET.encode(), algorithm: str = "sha256"
) -> str:
    return hmac.new(key, message, algorithm).hexdigest()


def _over(
    message: Callable[[str, bytes], bytes],
) -> Callable[[Recorded], Variant]:
    def make(recorded: Recorded) -> Variant:
        body = recorded.delivery.body
        return _headers(_mac(message(timestamp_of(recorded), body)), recorded), SECRET

    return make


def _with_key(key: Callable[[Recorded], bytes], secret: str) -> Callable[..., Variant]:
    def make(recorded: Recorded) -> Variant:
        message = f"{timestamp_of(recorded)}:".encode() + recorded.delivery.body
        return _headers(_mac(message, key(recorded)), recorded), secret

    return make


def _spelled(
    spell: Callable[[bytes], str], algorithm: str = "sha256"
) -> Callable[..., Variant]:
    def make(recorded: Recorded) -> Variant:
        message = f"{timestamp_of(recorded)}:".encode() + recorded.delivery.body
        digest = hmac.new(SECRET.encode(), message, algorithm).digest()
        return _headers(spell(digest), recorded), SECRET

    return make


def _genuine(recorded: Recorded) -> tuple[tuple[str, str], ...]:
    return signed_headers(recorded.delivery.body, SECRET, timestamp_of(recorded), NONCE)


def _swapped(*order: int) -> Callable[[Recorded], Variant]:
    def make(recorded: Recorded) -> Variant:
        headers = _genuine(recorded)
        return tuple(
            (headers[place][0], headers[source][1])
            for place, source in enumerate(order)
        ), SECRET

    return make


def _renamed(rename: Callable[[str], str]) -> Callable[[Recorded], Variant]:
    def make(recorded: Recorded) -> Variant:
        headers = tuple((rename(name), value) for name, value in _genuine(recorded))
        return headers, SECRET

    return make


def _secret_field(place: str) -> Callable[[str, bytes], bytes]:
    def message(timestamp: str, body: bytes) -> bytes:
        value = json.loads(body, parse_float=lambda text: text)
        keys = list(value)
        at = len(keys) if place == "last" else keys.index(place) + 1
        text = js_json.parse(body)
        items = list(text.items())
        items.insert(at, ("secret", SECRET))
        return f"{timestamp}:{js_json.stringify(dict(items))}".encode()

    return message


def _restamped(recorded: Recorded) -> Variant:
    headers = _headers(
        dict(_genuine(recorded))[SIGNATURE_HEADER], recorded, "1900000000000"
    )
    return headers, SECRET


def _without_timestamp_header(recorded: Recorded) -> Variant:
    return _genuine(recorded)[1:], SECRET


def _repeated(recorded: Recorded) -> Variant:
    return ((SIGNATURE_HEADER, "0" * 64), *_genuine(recorded)), SECRET


def _b64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _line(timestamp: str, body: bytes) -> bytes:
    return json.dumps(body.decode(), ensure_ascii=False).encode()


ODD_SECRET = "p@ss word/한글+Zz"
VARIANTS: dict[str, tuple[str, Callable[[Recorded], Variant]]] = {
    "twice": (
        "text-stringified-twice",
        _over(lambda t, b: f"{t}:".encode() + _line(t, b)),
    ),
    "body-only": ("text-without-timestamp", _over(lambda t, b: b)),
    "dot": ("text-wrong-separator", _over(lambda t, b: f"{t}.".encode() + b)),
    "nothing": ("text-wrong-separator", _over(lambda t, b: t.encode() + b)),
    "newline": ("text-wrong-separator", _over(lambda t, b: f"{t}\n".encode() + b)),
    "body-first": ("text-body-first", _over(lambda t, b: b + f":{t}".encode())),
    "body-first-dot": ("text-body-first", _over(lambda t, b: b + f".{t}".encode())),
    "seconds": (
        "timestamp-in-seconds",
        _over(lambda t, b: f"{int(t) // 1000}:".encode() + b),
    ),
    "restamped": ("timestamp-replaced", _restamped),
    "timestamp-lost": ("timestamp-header-lost", _without_timestamp_header),
    "nonce": (
        "text-with-nonce",
        _over(lambda t, b: f"{t}:{NONCE}:".encode() + b),
    ),
    "nonce-first": (
        "text-with-nonce",
        _over(lambda t, b: f"{NONCE}:{t}:".encode() + b),
    ),
    "secret-last": ("text-with-secret-field", _over(_secret_field("last"))),
    "secret-inside": ("text-with-secret-field", _over(_secret_field("webhookId"))),
    "newline-here": (
        "secret-whitespace",
        _with_key(lambda r: SECRET.encode(), f"{SECRET}\n"),
    ),
    "newline-there": (
        "secret-whitespace",
        _with_key(lambda r: f"{SECRET}\n".encode(), SECRET),
    ),
    "blanks-here": (
        "secret-whitespace",
        _with_key(lambda r: SECRET.encode(), f"  {SECRET} "),
    ),
    "quotes-here": (
        "secret-quoted",
        _with_key(lambda r: SECRET.encode(), f'"{SECRET}"'),
    ),
    "quotes-there": (
        "secret-quoted",
        _with_key(lambda r: f"'{SECRET}'".encode(), SECRET),
    ),
    "hex": ("secret-hex-decoded", _with_key(lambda r: bytes.fromhex(SECRET), SECRET)),
    "base64": (
        "secret-base64-decoded",
        _with_key(lambda r: ODD_SECRET.encode(), _b64(ODD_SECRET.encode())),
    ),
    "whsec": (
        "secret-base64-decoded",
        _with_key(lambda r: b"\x00\xff" * 16, "whsec_" + _b64(b"\x00\xff" * 16)),
    ),
    "upper": ("secret-case", _with_key(lambda r: SECRET.upper().encode(), SECRET)),
    "lower": ("secret-case", _with_key(lambda r: SECRET.encode(), SECRET.upper())),
    "url-there": (
        "secret-url-encoded",
        _with_key(lambda r: quote(ODD_SECRET, safe="").encode(), ODD_SECRET),
    ),
    "url-here": (
        "secret-url-encoded",
        _with_key(lambda r: ODD_SECRET.encode(), quote(ODD_SECRET, safe="")),
    ),
    "webhook-id": (
        "secret-is-webhook-id",
        _with_key(lambda r: r.webhook_id.encode(), SECRET),
    ),
    "empty": ("secret-empty", _with_key(lambda r: b"", SECRET)),
    "undefined": ("secret-empty", _with_key(lambda r: b"undefined", SECRET)),
    "sha256=": ("signature-prefixed", _spelled(lambda d: f"sha256={d.hex()}")),
    "v1,": ("signature-prefixed", _spelled(lambda d: f"v1,{d.hex()}")),
    "t=,v1=": ("signature-prefixed", _spelled(lambda d: f"t=17000,v1={d.hex()}")),
    "HEX": ("signature-upper-case", _spelled(lambda d: d.hex().upper())),
    "b64": ("signature-base64", _spelled(_b64)),
    "b64url": (
        "signature-base64",
        _spelled(lambda d: base64.urlsafe_b64encode(d).decode().rstrip("=")),
    ),
    "b64-of-hex": ("signature-base64", _spelled(lambda d: _b64(d.hex().encode()))),
    "sha1": ("signature-sha1", _spelled(bytes.hex, "sha1")),
    "sha512": ("signature-sha512", _spelled(bytes.hex, "sha512")),
    "sha1=": (
        "signature-prefixed+signature-sha1",
        _spelled(lambda d: f"sha1={d.hex()}", "sha1"),
    ),
    "sha256=b64": (
        "signature-prefixed+signature-base64",
        _spelled(lambda d: f"sha256={_b64(d)}"),
    ),
    "timestamp-and-signature": ("headers-swapped", _swapped(1, 0, 2)),
    "nonce-and-signature": ("headers-swapped", _swapped(0, 2, 1)),
    "round": ("headers-swapped", _swapped(2, 0, 1)),
    "short-names": (
        "headers-renamed",
        _renamed(lambda name: name.replace("X-Twenty-", "X-")),
    ),
    "wsgi-names": (
        "headers-renamed",
        _renamed(lambda name: "HTTP_" + name.upper().replace("-", "_")),
    ),
    "repeated": ("headers-repeated", _repeated),
    # Two changes at once.
    "body-only-sha512": (
        "text-without-timestamp+signature-sha512",
        lambda r: (
            _headers(_mac(r.delivery.body, algorithm="sha512"), r),
            SECRET,
        ),
    ),
    "dot-hex": (
        "text-wrong-separator+secret-hex-decoded",
        lambda r: (
            _headers(
                _mac(
                    f"{timestamp_of(r)}.".encode() + r.delivery.body,
                    bytes.fromhex(SECRET),
                ),
                r,
            ),
            SECRET,
        ),
    ),
}
