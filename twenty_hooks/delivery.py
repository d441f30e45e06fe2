"""One HTTP POST that carried one event, kept exactly, and its JSON form.

    {"receivedAt": ISO 8601 UTC in milliseconds, "method": ..., "path": ...,
     "headers": [[name, value], ...], "body": text}

`path` is the request target as sent, query included. Headers keep their order,
case and duplicates; values are read as latin-1, so that any bytes survive. The
body is exact: `bodyBase64` stands instead of `body` when it is not UTF-8. A delivery
some of whose values were masked after it came says `"redacted": true`: its signature
can't be checked any more. Many deliveries are JSON Lines.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twenty_hooks import units

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Exact headers in order, exact body bytes, and when it came (Unix ms).

    is_redacted: values were masked after it came.
    """

    headers: Headers
    body: bytes
    method: str = "POST"
    path: str = "/"
    received_at_ms: int | None = None
    is_redacted: bool = False

    def header(self, name: str) -> str | None:
        """The first header of this name, in any case of letters."""
        wanted = name.lower()
        return next(
            (value for key, value in self.headers if key.lower() == wanted), None
        )

    def to_json(self) -> dict[str, Any]:
        """The delivery format."""
        shape: dict[str, Any] = {}
        if self.received_at_ms is not None:
            shape["receivedAt"] = units.to_iso(self.received_at_ms)
        shape |= {
            "method": self.method,
            "path": self.path,
            "headers": [list(pair) for pair in self.headers],
        }
        try:
            shape["body"] = self.body.decode("utf-8")
        except UnicodeDecodeError:
            shape["bodyBase64"] = base64.b64encode(self.body).decode("ascii")
        if self.is_redacted:
            shape["redacted"] = True
        return shape


def is_delivery(value: Any) -> bool:
    """Whether a JSON value means to be in the delivery format."""
    return (
        isinstance(value, dict)
        and "headers" in value
        and ("body" in value or "bodyBase64" in value)
    )


def from_json(value: Any) -> Delivery:
    """Read the delivery format. Raises ValueError that says what is wrong with it."""
    if not isinstance(value, dict):
        raise ValueError("a delivery is a JSON object")
    received = value.get("receivedAt")
    return Delivery(
        headers=_headers(value.get("headers")),
        body=_body(value),
        method=_text(value, "method", "POST"),
        path=_text(value, "path", "/"),
        received_at_ms=None if received is None else _moment(received),
        is_redacted=value.get("redacted") is True,
    )


def _headers(value: Any) -> Headers:
    if isinstance(value, Mapping):  # how many other tools write them
        value = list(value.items())
    if not isinstance(value, list):
        raise ValueError("'headers' is not a list of [name, value] pairs")
    pairs = []
    for pair in value:
        if (
            not isinstance(pair, (list, tuple))
            or len(pair) != 2
            or not all(isinstance(part, str) for part in pair)
        ):
            raise ValueError("'headers' holds something that is not [name, value]")
        pairs.append((pair[0], pair[1]))
    return tuple(pairs)


def _body(value: Mapping[str, Any]) -> bytes:
    if "bodyBase64" in value:
        encoded = value["bodyBase64"]
        if not isinstance(encoded, str):
            raise ValueError("'bodyBase64' is not text")
        try:
            return base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError(f"'bodyBase64' is not base64: {error}") from error
    text = value.get("body")
    if not isinstance(text, str):
        raise ValueError("'body' is missing, or is not the exact text that was sent")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("'body' holds half a character (a lone surrogate)") from error


def _text(value: Mapping[str, Any], key: str, default: str) -> str:
    text = value.get(key, default)
    if not isinstance(text, str):
        raise ValueError(f"'{key}' is not text")
    return text


def _moment(value: Any) -> int:
    try:
        return units.from_iso(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"'receivedAt' is not an ISO 8601 time: {value!r}") from error
