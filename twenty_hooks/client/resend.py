"""A delivery that came, as it is sent once more: on to a receiver, or again."""

from __future__ import annotations

import re
import secrets
import time

from twenty_hooks.client.headers import headers_for, re_signed, with_headers
from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.errors import UsageError

# What came over HTTP fits, once the blanks around a value are gone, which are no part
# of it; what was read from a file need not.
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
    """The same headers and bytes, to this target.

    body: others. secret: to sign with, now; None leaves the signature as it is. extra:
    headers added, or put in the place of one. Raises UsageError for a header that HTTP
    can't carry.
    """
    body = delivery.body if body is None else body
    headers = headers_for(delivery, body, target.host_header)
    if target.authorization:
        headers = with_headers(headers, (target.authorization,))
    if secret is not None:
        moment = str(time.time_ns() // 1_000_000)
        headers = re_signed(headers, body, secret, moment, secrets.token_hex(16))
    headers = tuple(
        (name, value.strip(" \t")) for name, value in with_headers(headers, extra)
    )
    for name, value in headers:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise UsageError(f"HTTP can't carry its header {name!r}")
    return OutgoingRequest(target, headers, body)
