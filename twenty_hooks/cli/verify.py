"""`hooks verify`: verify the signatures of deliveries."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    ToleranceOption,
    duration_ms,
    whole_number,
)
from twenty_hooks.config.secrets import verification_secrets
from twenty_hooks.console.output import Output
from twenty_hooks.protocol.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER
from twenty_hooks.verifier import run
from twenty_hooks.verifier.source import SourceRequest


class InputForm(StrEnum):
    """Format of the input."""

    auto = "auto"
    body = "body"
    http = "http"
    delivery = "delivery"


def verify(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE|-|DELIVERY]",
            help="A body, raw HTTP requests, deliveries (JSON or JSON Lines), or a HAR "
            "file; or a stored delivery, by id or as @1. [default: stdin; on a "
            "terminal @1]",
            show_default=False,
        ),
    ] = None,
    signature: Annotated[
        str | None,
        typer.Option(
            "--signature",
            metavar="HEX",
            help=f"{SIGNATURE_HEADER} of a bare body.",
            show_default=False,
        ),
    ] = None,
    timestamp: Annotated[
        str | None,
        typer.Option(
            "--timestamp",
            metavar="MS",
            help=f"{TIMESTAMP_HEADER} of a bare body.",
            show_default=False,
        ),
    ] = None,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    tolerance: ToleranceOption = None,
    now: Annotated[
        int | None,
        typer.Option(
            "--now",
            metavar="MS",
            parser=whole_number(0),
            help="Measure the age of deliveries without a time of receipt at this "
            "time, in Unix milliseconds. [default: now]",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    form: Annotated[
        InputForm, typer.Option("--input", help="Format of the input.")
    ] = InputForm.auto,
    no_diagnose: Annotated[
        bool,
        typer.Option(
            "--no-diagnose", help="Do not search for the cause of an invalid signature."
        ),
    ] = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Verify signatures, and find out why one fails.

    For an invalid signature, searches for the cause: a change to the body, headers or
    secret under which the signature matches. Exit code 0: all are valid; 1: one is
    not; 3: there is no secret to verify them with.

    \b
    hooks verify delivery.jsonl --secret-file secrets.json
    hooks verify body.json --signature 3cd2... --timestamp 1735066639761
    nc -l 8020 > request.http; hooks verify request.http
    hooks verify @1
    """
    return run.verify(
        SourceRequest(file, signature, timestamp, form.value, store),
        verification_secrets(secret, secret_file),
        Output(as_json=as_json, color=color.value),
        tolerance_ms=duration_ms(tolerance, "--tolerance"),
        now_ms=now,
        diagnose=not no_diagnose,
    )
