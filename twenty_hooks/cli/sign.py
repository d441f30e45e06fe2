"""`hooks sign`: the headers that Twenty would send with a body."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    SecretFileOption,
    SecretOption,
    whole_number,
)
from twenty_hooks.config.secrets import signing_secret
from twenty_hooks.console import file_input
from twenty_hooks.console.output import Output, is_terminal
from twenty_hooks.protocol.signature import sign_now
from twenty_hooks.render import signed_headers


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
            help="Time of signing, in Unix milliseconds. [default: now]",
            show_default=False,
            parser=whole_number(0, 10**16 - 1),
        ),
    ] = None,
    format_: Annotated[
        SignFormat, typer.Option("--format", help="What to print.")
    ] = SignFormat.headers,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Sign the exact bytes of a body, as Twenty does.

    \b
    hooks sign body.json --secret-file secret.txt
    hooks sample person.created | hooks sign -
    hooks sign body.json | curl -H @- --data-binary @body.json http://127.0.0.1:8020
    """
    body = file_input.read(file, "the body")
    chosen = signing_secret(secret, secret_file, body=body)
    headers = sign_now(body, chosen.secret, timestamp_ms=timestamp)
    output = Output(as_json=format_ is SignFormat.json, color=color.value)
    output.emit(
        dict(headers),
        lambda: signed_headers.lines(format_.value, file, body, headers),
    )
    if not chosen.is_given and is_terminal():
        output.info(f"signed with {chosen.origin}")
