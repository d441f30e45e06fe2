"""A delivery as a shell command that sends the same bytes with curl.

For `sh`, with nothing but printf, base64 and curl. The body goes through a pipe, so
that neither its size nor a leading @ matters; what is not ASCII in a header is spelled
in octal, so that no character set turns it into other bytes. Headers that curl would
add by itself are left out where the delivery has none.
"""

from __future__ import annotations

import base64
import re
import shlex

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)

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
_MADE_UP_BY_CURL = ("Accept", "User-Agent", "Content-Type")
# From about here curl asks with `Expect: 100-continue` before it sends a body.
_LARGE = 1_000_000
_GLOBBED = re.compile(r"[\[\]{}]")
_OF_THE_SIGNATURE = frozenset(
    name.lower() for name in (SIGNATURE_HEADER, TIMESTAMP_HEADER, NONCE_HEADER)
)


def command(delivery: Delivery, base: str = DEFAULT_BASE) -> str:
    """The command, over several lines.

    base: where to, without the path; a shell variable (`"$TO"`) stays one. What was
    redacted is sent without the signature, which is not of these bytes.
    """
    where = base if base.startswith('"') else shlex.quote(base)
    options = "-sS"
    if _GLOBBED.search(delivery.path):
        options += " --globoff"
    if "/." in delivery.path:
        options += " --path-as-is"
    url = f"{where}{_quoted(delivery.path)}"
    lines = [f"{_body(delivery.body)} | curl {options} {url}"]
    if delivery.method != "POST":
        lines.append(f"-X {shlex.quote(delivery.method)}")
    for name, value in delivery.headers:
        key = name.lower()
        if key in _OF_THE_CONNECTION:
            continue
        if key in _OF_THE_SIGNATURE and delivery.is_redacted:
            continue
        lines.append(f"-H {_quoted(_header(name, value))}")
    missing = [name for name in _MADE_UP_BY_CURL if delivery.header(name) is None]
    if len(delivery.body) > _LARGE:
        missing.append("Expect")
    lines += [f"-H {name}:" for name in missing]
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


def _quoted(text: str) -> str:
    """One word of the shell. What HTTP carries is latin-1."""
    if text.isascii() and text.isprintable():
        return shlex.quote(text)
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:  # out of a file: nothing ever carried it
        data = text.encode("utf-8", "backslashreplace")
    plain = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b"%\\" else f"\\{byte:03o}"
        for byte in data
    )
    return f'"$(printf {shlex.quote(plain)})"'
