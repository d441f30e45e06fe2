"""`hooks sign`: the headers that Twenty would send with these bytes."""

from __future__ import annotations

import os
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.cli.options.shared import SecretFileOption, SecretOption
from twenty_hooks.config.secrets import signing_secret
from twenty_hooks.console import file_input
from twenty_hooks.console.output import Output, is_terminal
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import signed_headers

if TYPE_CHECKING:
    from twenty_hooks.deliveries.delivery import Headers

_LISTENER = "http://127.0.0.1:8020"


class SignFormat(StrEnum):
    """How the signature is printed."""

    headers = "headers"
    hex = "hex"
    json = "json"
    curl = "curl"


def sign(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="The body; - reads stdin.")
    ],
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    timestamp: Annotated[
        int | None,
        typer.Option(
            "--timestamp",
            metavar="MS",
            min=0,
            max=10**16 - 1,
            help="When it was signed, Unix milliseconds. [default: now]",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        SignFormat, typer.Option("--format", help="What to print.")
    ] = SignFormat.headers,
) -> None:
    """Sign the exact bytes of a body, as Twenty does.

    \b
    hooks sign body.json --secret-file secret.txt
    hooks sample person.created | hooks sign -
    hooks sign body.json | curl -H @- --data-binary @body.json http://127.0.0.1:8020
    """
    body = file_input.read(file, "the body")
    chosen = signing_secret(secret, secret_file, body=body)
    moment = str(time.time_ns() // 1_000_000 if timestamp is None else timestamp)
    headers = signed_headers(body, chosen.secret, moment, os.urandom(16).hex())
    output = Output()
    if format_ is SignFormat.json:
        output.json_document(dict(headers))
    elif format_ is SignFormat.hex:
        output.data(dict(headers)["X-Twenty-Webhook-Signature"])
    elif format_ is SignFormat.curl:
        output.data(_curl(file, body, headers))
    else:
        for name, value in headers:
            output.data(f"{name}: {value}")
    if not chosen.is_given and is_terminal():
        output.info(f"signed with {chosen.origin}")


def _curl(file: str, body: bytes, headers: Headers) -> str:
    import shlex

    words = ["curl", _LISTENER]
    for name, value in (("Content-Type", "application/json"), *headers):
        words += ["-H", f"{name}: {value}"]
    return shlex.join([*words, "--data-binary", _data(file, body)])


def _data(file: str, body: bytes) -> str:
    if file != file_input.STDIN:
        return f"@{file}"
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith("@"):
        raise UsageError(
            "this body can't stand in a command line",
            hint="save it to a file: hooks sign FILE --format curl",
        )
    return text
