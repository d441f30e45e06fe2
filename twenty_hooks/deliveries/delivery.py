"""A delivery: one HTTP POST with one event, exactly as received, and its JSON form.

    {"receivedAt": ISO 8601 UTC in milliseconds, "method": ..., "path": ...,
     "headers": [[name, value], ...], "body": text}

`path` is the request target as sent, with its query. Headers keep their order, case and
duplicates; their values are decoded as Latin-1, which keeps any bytes. The body is
exact: a body that is not UTF-8 is in `bodyBase64` instead of `body`. `"redacted": true`
marks a delivery in which values were masked, so that its signature can't be verified.
Several deliveries are written as JSON Lines.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple

from twenty_hooks.text import units

Headers = tuple[tuple[str, str], ...]

_PAIR_TYPES = frozenset({list, tuple})


class Delivery(NamedTuple):
    """One HTTP request, exactly as received. A tuple, since long files have many.

    Attributes:
        headers: (name, value) pairs in the received order.
        body: the exact bytes.
        path: the request target, with its query.
        received_at_ms: Unix milliseconds.
        is_redacted: whether values were masked after it was received.
    """

    headers: Headers
    body: bytes
    method: str = "POST"
    path: str = "/"
    received_at_ms: int | None = None
    is_redacted: bool = False

    def header(self, name: str) -> str | None:
        """Return the value of the first header of this name; case-insensitive."""
        wanted = name.lower()
        return next(
            (value for key, value in self.headers if key.lower() == wanted), None
        )

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form; see the module.

        Raises OverflowError for a time outside the years 1 to 9999.
        """
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


def headers_as_twenty(
    body: bytes,
    signature: Headers,
    *,
    user_agent: str,
    host: str,
    authorization: str | None = None,
) -> Headers:
    """Return the headers of a delivery in Twenty's order (same in 2.21, 1.8 and 0.55).

    Args:
        signature: the three signature headers; none for an unsigned delivery.
        authorization: made from the user and password of a target URL.
    """
    return (
        ("Accept", "application/json, text/plain, */*"),
        ("Content-Type", "application/json"),
        *signature,
        ("User-Agent", user_agent),
        ("Content-Length", str(len(body))),
        ("Accept-Encoding", "gzip, compress, deflate, br"),
        ("Host", host),
        *((("Authorization", authorization),) if authorization else ()),
        ("Connection", "keep-alive"),
    )


def is_delivery(value: Any) -> bool:
    """Whether a JSON value looks like the JSON form of a delivery."""
    return (
        isinstance(value, dict)
        and "headers" in value
        and ("body" in value or "bodyBase64" in value)
    )


def from_json(value: Any) -> Delivery:
    """Return a delivery from its JSON form. Raises ValueError with the reason."""
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
    if isinstance(value, Mapping):  # many other tools write a mapping
        value = list(value.items())
    if not isinstance(value, list):
        raise ValueError("'headers' must be a list of [name, value] pairs")
    # Checks the whole list in C, since a long file has many deliveries.
    if _PAIR_TYPES.issuperset(map(type, value)):
        try:
            pairs = tuple([(name, text) for name, text in value])
            "".join(chain.from_iterable(pairs))  # raises TypeError for other values
        except (TypeError, ValueError):
            pass
        else:
            return pairs
    raise ValueError("'headers' has an item that is not [name, value]")


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
        raise ValueError("'body' is missing, or is not the exact text of the body")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("'body' contains a lone surrogate") from error


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
