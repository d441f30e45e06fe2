"""Build the request that forwards or replays a received delivery."""

from __future__ import annotations

import re

from twenty_hooks.client.headers import headers_for, re_signed, with_headers
from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import sign_now

# Headers received over HTTP always match, once the blanks around a value are stripped
# (they are not part of it). Headers read from a file may not.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def build_resend(
    delivery: Delivery,
    target: Target,
    *,
    body: bytes | None = None,
    secret: str | None = None,
    extra: Headers = (),
) -> OutgoingRequest:
    """Return a request with the same headers and bytes, to this target.

    Args:
        body: replaces the body of the delivery.
        secret: re-sign with this secret and the current time; None keeps the received
            signature.
        extra: headers to add, or to replace.

    Raises:
        UsageError: a header can't be sent over HTTP.
    """
    body = delivery.body if body is None else body
    headers = headers_for(delivery, body, target.host_header)
    if target.authorization:
        headers = with_headers(headers, (target.authorization,))
    if secret is not None:
        headers = re_signed(headers, sign_now(body, secret))
    headers = tuple(
        (name, value.strip(" \t")) for name, value in with_headers(headers, extra)
    )
    for name, value in headers:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise UsageError(f"its header {name!r} can't be sent over HTTP")
    return OutgoingRequest(target, headers, body)
