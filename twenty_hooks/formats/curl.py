"""Build a shell command that sends the bytes of a delivery with curl.

The command needs only `sh`, printf, base64 and curl. The body goes through a pipe, so
neither its size nor a leading @ matters. Bytes of a header that are not ASCII are
written in octal, so that no character set changes them. Headers that curl would add by
itself are suppressed unless the delivery has them.
"""

from __future__ import annotations

import base64
import re
import shlex
import sys

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)

DEFAULT_BASE = "http://127.0.0.1:8020"
# curl sets these itself, for its own connection.
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
_ADDED_BY_CURL = ("Accept", "User-Agent", "Content-Type")
# curl sends `Expect: 100-continue` before a body of about this size.
_LARGE = 1_000_000
_GLOBBED = re.compile(r"[\[\]{}]")
_OF_THE_SIGNATURE = frozenset(
    name.lower() for name in (SIGNATURE_HEADER, TIMESTAMP_HEADER, NONCE_HEADER)
)


def command(delivery: Delivery, base: str = DEFAULT_BASE) -> str:
    """Return the command, over several lines.

    A redacted delivery is sent without its signature, which is not of these bytes.

    Args:
        base: URL to send to, without the path. A quoted shell variable (`"$TO"`) is
            kept as it is.
    """
    origin = base if base.startswith('"') else shlex.quote(base)
    options = "-sS"
    if _GLOBBED.search(delivery.path):
        options += " --globoff"
    if "/." in delivery.path:
        options += " --path-as-is"
    url = f"{origin}{_quoted(delivery.path)}"
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
    missing = [name for name in _ADDED_BY_CURL if delivery.header(name) is None]
    if len(delivery.body) > _LARGE:
        missing.append("Expect")
    lines += [f"-H {name}:" for name in missing]
    return " \\\n  ".join([*lines, "--data-binary @-"])


def write(delivery: Delivery, output: Output) -> None:
    """Write the command to stdout: exact to a pipe, escaped to a terminal."""
    text = command(delivery)
    if sys.stdout.isatty():
        output.data(visible(text, keep="\n"))
    else:
        output.raw(f"{text}\n".encode("utf-8", "backslashreplace"))


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
    # "Name:" makes curl leave the header out; "Name;" makes it send an empty one.
    return f"{name}: {value}" if value else f"{name};"


def _quoted(text: str) -> str:
    """Quote text as one word of the shell. HTTP headers are latin-1."""
    if text.isascii() and text.isprintable():
        return shlex.quote(text)
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:  # from a file: HTTP never carried it
        data = text.encode("utf-8", "backslashreplace")
    plain = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b"%\\" else f"\\{byte:03o}"
        for byte in data
    )
    return f'"$(printf {shlex.quote(plain)})"'
