"""Headers of a delivery that is forwarded or replayed.

They are the received headers, with the same order, spelling and repetitions. Only what
belongs to one connection is replaced: Host names the new receiver, Content-Length is
the length of the body (also if it was received in chunks), and the hop-by-hop headers
of HTTP are dropped. `Connection: keep-alive` and `close` are true of any connection
and are kept.
"""

from __future__ import annotations

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
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
    """Return the delivery's headers, adapted to this body and this host."""
    own = _connection_options(delivery)
    dropped = _HOP_BY_HOP | (own - {"host", *_LENGTHS})
    if own:
        dropped |= {"connection"}
    headers: list[tuple[str, str]] = []
    length: tuple[str, str] | None = None
    has_host = False
    for name, value in delivery.headers:
        key = name.lower()
        if key in dropped:
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


def unusual_method(delivery: Delivery) -> str:
    """Return the method of the delivery, safe to print; empty if it is POST."""
    method = delivery.method.upper()
    return "" if method == "POST" else visible(shorten(method, _LONGEST_METHOD))


def re_signed(headers: Headers, signature: Headers) -> Headers:
    """Return the headers with another signature in the place of the old one.

    Unsigned headers get it where Twenty puts it: after Content-Type.

    Args:
        signature: the three signature headers.
    """
    fresh = {name.lower(): (name, value) for name, value in signature}
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
    """Return the headers with extra ones.

    The first extra header of a name replaces the header of that name in its place;
    others are appended.
    """
    changed = list(headers)
    places = {name.lower(): place for place, (name, _) in enumerate(headers)}
    for name, value in extra:
        place = places.pop(name.lower(), None)
        if place is None:
            changed.append((name, value))
        else:
            changed[place] = (name, value)
    return tuple(changed)


def _connection_options(delivery: Delivery) -> frozenset[str]:
    """Return the names of headers that `Connection` reserves for one connection."""
    names = (
        option.strip().lower()
        for name, value in delivery.headers
        if name.lower() == "connection"
        for option in value.split(",")
    )
    return frozenset(names) - _OF_ANY_CONNECTION
