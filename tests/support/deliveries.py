"""Deliveries for the tests of store, replay and forwarding."""

from __future__ import annotations

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.protocol.signature import signed_headers

SECRET = "s3cret"
LONG_AGO = 1_784_107_801_000


def delivery(
    event: str, number: int, *, secret: str = SECRET, at: int | None = None
) -> Delivery:
    """Return a signed delivery.

    Its body has spaces and a `1.0` that JSON.stringify would not write, and its headers
    repeat a name in two spellings, so that only exact bytes pass the tests.

    at: when it was signed and received, in milliseconds; one second per number if
    left out.
    """
    body = (
        f'{{"eventName": "{event}","webhookId":"w1",'
        f'"record":{{"id":"r{number}", "n": 1.0}}}}'
    ).encode()
    moment = LONG_AGO + number * 1_000 if at is None else at
    headers = (
        ("x-Odd", "a"),
        *signed_headers(body, secret, str(moment), "00" * 16),
        ("X-oDD", "b"),
        ("Host", "came.example"),
    )
    return Delivery(headers, body, path="/came", received_at_ms=moment)


def received(delivery: Delivery, status: int | None = 200) -> ReceivedDelivery:
    """Return a delivery as verified without any secret and answered with a status."""
    return ReceivedDelivery(Secrets().verify(delivery), status)


def unsigned(body: bytes = b"{}", at: int = 1) -> ReceivedDelivery:
    """Return a received delivery without any header. at: milliseconds."""
    return received(Delivery((), body, received_at_ms=at))
