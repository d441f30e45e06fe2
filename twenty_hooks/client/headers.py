"""The headers of a delivery that is sent on, or sent again.

They are the ones that came, in their order and spelling, as often as they came. Only
what belongs to one connection is another: Host names the new receiver, Content-Length
says how long the body is (also where it came in chunks), and what HTTP calls
hop-by-hop stays behind. `Connection: keep-alive` and `close` are true of any
connection, and stay.
"""

from __future__ import annotations

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    signed_headers,
)

_LONGEST_METHOD = 20
_HOP_BY_HOP = frozenset(
    {
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "upgrade",
    }
)
_OF_ANY_CONNECTION = frozenset({"keep-alive", "close", ""})
_LENGTHS = ("content-length", "transfer-encoding")
_SIGNATURE = frozenset(
    name.lower() for name in (TIMESTAMP_HEADER, SIGNATURE_HEADER, NONCE_HEADER)
)


def headers_for(delivery: Delivery, body: bytes, host: str) -> Headers:
    """The delivery's headers, for these bytes, to this host."""
    own = _of_that_connection(delivery)
    left_behind = _HOP_BY_HOP | (own - {"host", *_LENGTHS})
    if own:
        left_behind |= {"connection"}
    headers: list[tuple[str, str]] = []
    length: tuple[str, str] | None = None
    has_host = False
    for name, value in delivery.headers:
        key = name.lower()
        if key in left_behind:
            continue
        if key == "host":
            if not has_host:
                headers.append((name, host))
            has_host = True
        elif key in _LENGTHS:
            if length is None:
                name = name if key == "content-length" else "Content-Length"
                length = (name, str(len(body)))
                headers.append(length)
        else:
            headers.append((name, value))
    if length is None:
        headers.append(("Content-Length", str(len(body))))
    if not has_host:
        headers.append(("Host", host))
    return tuple(headers)


def other_method(delivery: Delivery) -> str:
    """The method it came by, where that is not the one that all is sent by."""
    method = delivery.method.upper()
    return "" if method == "POST" else visible(shorten(method, _LONGEST_METHOD))


def came_otherwise(which: str, method: str) -> str:
    """What to say of deliveries that came by another method."""
    return f"{which} came by {method}: sent by POST, as Twenty sends everything"


def re_signed(
    headers: Headers, body: bytes, secret: str, timestamp: str, nonce: str
) -> Headers:
    """The same headers with another signature, where the old one stood.

    Without an old one it comes where Twenty has it: after Content-Type.
    """
    fresh = {
        name.lower(): (name, value)
        for name, value in signed_headers(body, secret, timestamp, nonce)
    }
    signed: list[tuple[str, str]] = []
    place: int | None = None
    for name, value in headers:
        key = name.lower()
        if key not in _SIGNATURE:
            signed.append((name, value))
            if key == "content-type" and place is None:
                place = len(signed)
        elif key in fresh:
            signed.append((name, fresh.pop(key)[1]))
            place = len(signed)
    place = len(signed) if place is None else place
    signed[place:place] = fresh.values()
    return tuple(signed)


def with_headers(headers: Headers, extra: Headers) -> Headers:
    """The first extra one of a name replaces the header of that name in its place,
    others come last."""
    changed = list(headers)
    places = {name.lower(): place for place, (name, _) in enumerate(headers)}
    for name, value in extra:
        place = places.pop(name.lower(), None)
        if place is None:
            changed.append((name, value))
        else:
            changed[place] = (name, value)
    return tuple(changed)


def _of_that_connection(delivery: Delivery) -> frozenset[str]:
    """The headers that `Connection` says are not for anybody else."""
    named = (
        option.strip().lower()
        for name, value in delivery.headers
        if name.lower() == "connection"
        for option in value.split(",")
    )
    return frozenset(named) - _OF_ANY_CONNECTION
