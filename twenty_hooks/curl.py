"""A delivery as a shell command that sends the same bytes with curl.

For `sh`, with nothing but printf, base64 and curl. The body goes through a pipe, so
that neither its size nor a leading @ matters.
"""

from __future__ import annotations

import base64
import shlex

from twenty_hooks.delivery import Delivery
from twenty_hooks.signature import NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER

DEFAULT_BASE = "http://127.0.0.1:8020"
# curl makes them itself, for the bytes and the connection that there are.
_OF_THE_CONNECTION = frozenset(
    {
        "host",
        "content-length",
        "connection",
        "accept-encoding",
        "transfer-encoding",
        "expect",
    }
)
_OF_THE_SIGNATURE = frozenset(
    name.lower() for name in (SIGNATURE_HEADER, TIMESTAMP_HEADER, NONCE_HEADER)
)


def command(delivery: Delivery, base: str = DEFAULT_BASE) -> str:
    """The command, over several lines.

    base: where to, without the path; a shell variable (`"$TO"`) stays one. What was
    redacted is sent without the signature, which is not of these bytes.
    """
    where = base if base.startswith('"') else shlex.quote(base)
    lines = [f"{_body(delivery.body)} | curl {where}{shlex.quote(delivery.path)}"]
    if delivery.method != "POST":
        lines.append(f"-X {shlex.quote(delivery.method)}")
    for name, value in delivery.headers:
        key = name.lower()
        if key in _OF_THE_CONNECTION:
            continue
        if key in _OF_THE_SIGNATURE and delivery.is_redacted:
            continue
        lines.append(f"-H {shlex.quote(_header(name, value))}")
    return " \\\n  ".join([*lines, "--data-binary @-"])


def _body(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        encoded = base64.b64encode(body).decode("ascii")
        return f"printf %s {shlex.quote(encoded)} | base64 -d"
    return f"printf %s {shlex.quote(text)}"


def _header(name: str, value: str) -> str:
    # With "Name:" curl leaves the header out; with "Name;" it sends it empty.
    return f"{name}: {value}" if value else f"{name};"
