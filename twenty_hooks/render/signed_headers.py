"""The output of `hooks sign`: headers, the bare signature, or a curl command."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from twenty_hooks.console import file_input
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import SIGNATURE_HEADER

_LISTENER = "http://127.0.0.1:8020"


def lines(
    format_: str, file: str, body: bytes, headers: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """Yield the lines of a signature.

    Args:
        format_: `headers`, `hex` or `curl`.
        file: the file that the body was read from, or `-`.
    """
    if format_ == "hex":
        yield dict(headers)[SIGNATURE_HEADER]
    elif format_ == "curl":
        yield _curl(file, body, headers)
    else:
        for name, value in headers:
            yield f"{name}: {value}"


def _curl(file: str, body: bytes, headers: Sequence[tuple[str, str]]) -> str:
    words = ["curl", _LISTENER]
    for name, value in (("Content-Type", "application/json"), *headers):
        words += ["-H", f"{name}: {value}"]
    return shlex.join([*words, "--data-binary", _data(file, body)])


def _data(file: str, body: bytes) -> str:
    """Return the value of curl's --data-binary."""
    if file != file_input.STDIN:
        return f"@{file}"
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith("@"):
        raise UsageError(
            "this body can't be an argument of a command",
            hint="save it to a file: hooks sign FILE --format curl",
        )
    return text
