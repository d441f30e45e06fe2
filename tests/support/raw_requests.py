"""Requests to the listener as bytes, and the statuses in its raw answers."""

from __future__ import annotations

import re

from twenty_hooks.protocol.signature import signed_headers

BODY = b'{"eventName":"person.created","record":{"name":"Ada"}}'


def request(
    body: bytes = BODY, *headers: str, target: str = "/", secret: str = "secret"
) -> bytes:
    """Return a whole signed request.

    headers: lines added to it. With `Transfer-Encoding` among them it ends after the
    head: the caller adds the chunks.
    """
    signed = signed_headers(body, secret, "1735066639761", "00" * 16)
    lines = [f"POST {target} HTTP/1.1", "Host: x"]
    lines += [f"{name}: {value}" for name, value in signed]
    lines += [*headers]
    if not any(name.lower().startswith("transfer-encoding") for name in headers):
        lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body
    return "\r\n".join([*lines, "", ""]).encode()


def statuses(answer: bytes) -> list[int]:
    """Return the status of each response in these bytes."""
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]
