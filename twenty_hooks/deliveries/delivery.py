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
from itertools import chain
from typing import Any, NamedTuple

from twenty_hooks.text import units

Headers = tuple[tuple[str, str], ...]

_PAIR_TYPES = frozenset({list, tuple})


class Delivery(NamedTuple):
    """Exact headers in order, exact body bytes, and when it came (Unix ms).

    is_redacted: values were masked after it came. A tuple, as a long file makes one
    for each line.
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


def headers_as_twenty(
    body: bytes,
    signature: Headers,
    *,
    user_agent: str,
    host: str,
    authorization: str | None = None,
) -> Headers:
    """The headers of a recorded delivery, in its order (2.21, 1.8 and 0.55 agree).

    signature: the three signature headers, or none for an unsigned delivery.
    authorization: what the user and password in a target URL become.
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
    # Every delivery of a long file comes through here: C looks at the whole list.
    if _PAIR_TYPES.issuperset(map(type, value)):
        try:
            pairs = tuple([(name, text) for name, text in value])
            "".join(chain.from_iterable(pairs))  # only text can be joined
        except (TypeError, ValueError):
            pass
        else:
            return pairs
    raise ValueError("'headers' holds something that is not [name, value]")


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
