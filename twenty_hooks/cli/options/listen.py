"""The options of `hooks listen`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import whole_number

DEFAULT_PORT = 8020


class ViewChoice(StrEnum):
    """How much of each delivery to show."""

    summary = "summary"
    record = "record"
    full = "full"
    raw = "raw"


PortOption = Annotated[
    int,
    typer.Option(
        "--port",
        "-p",
        metavar="PORT",
        help="Port to listen on; 0 takes any free port.",
        parser=whole_number(0, 65535),
    ),
]

HostOption = Annotated[
    str,
    typer.Option(
        "--host",
        metavar="ADDRESS",
        help="Address to listen on; by default only this machine can connect.",
    ),
]

AcceptInvalidOption = Annotated[
    bool,
    typer.Option("--accept-invalid", help="Answer 200 even when verification fails."),
]

ShownEventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        metavar="PATTERN",
        help="Show only these events (person.created, person.*, *.deleted); all others "
        "are still verified, stored and answered. Repeatable.",
        show_default=False,
    ),
]

ViewOption = Annotated[
    ViewChoice, typer.Option("--view", help="How much of each delivery to show.")
]

CountOption = Annotated[
    int | None,
    typer.Option(
        "--count",
        metavar="N",
        help="Stop after this number of accepted deliveries.",
        show_default=False,
        parser=whole_number(1),
    ),
]

ForOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="DURATION",
        help="Stop after this time; exit code 1 if --count was not reached.",
        show_default=False,
    ),
]

SaveOption = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Append every delivery to this JSON Lines file before answering it.",
        show_default=False,
    ),
]

NoStoreOption = Annotated[
    bool,
    typer.Option(
        "--no-store", help="Store nothing after the end; up to 64 MB while it runs."
    ),
]

StoreLimitOption = Annotated[
    str,
    typer.Option(
        "--store-limit",
        metavar="SIZE",
        help="Remove the oldest deliveries when the store is larger.",
    ),
]

MaxBodyOption = Annotated[
    str,
    typer.Option("--max-body", metavar="SIZE", help="Reject larger bodies with 413."),
]

ForwardToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--forward-to",
        metavar="[PATTERN=]URL",
        help="Forward accepted deliveries, bytes and headers unchanged. With a pattern "
        "('person.*=http://...') only those events; a URL without one gets all others. "
        "Repeatable.",
        show_default=False,
    ),
]
RelayOption = Annotated[
    bool,
    typer.Option(
        "--relay", help="Wait for the receiver, and answer with its status and body."
    ),
]
ForwardHeaderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--header",
        "-H",
        metavar="'NAME: VALUE'",
        help="Add or replace a header when forwarding. Repeatable.",
        show_default=False,
    ),
]
ForwardSecretFileOption = Annotated[
    Path | None,
    typer.Option(
        "--forward-secret-file",
        metavar="FILE",
        help="Re-sign forwarded deliveries with the secret in this file; may be a JSON "
        "object of webhookId to secret.",
        show_default=False,
    ),
]
RespondOption = Annotated[
    list[str] | None,
    typer.Option(
        "--respond",
        metavar="[PATTERN=]STATUS",
        help="Answer accepted deliveries with this status, or 'drop' the connection. "
        "Repeatable.",
        show_default=False,
    ),
]
DelayOption = Annotated[
    list[str] | None,
    typer.Option(
        "--delay",
        metavar="[PATTERN=]DURATION",
        help="Wait this long before answering. Repeatable.",
        show_default=False,
    ),
]
FailRateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-rate",
        metavar="[PATTERN=]SHARE",
        help="Apply the fault to this share of deliveries (0.3) by chance; without "
        "another fault, answer them 500. Repeatable.",
        show_default=False,
    ),
]
DropOption = Annotated[
    bool,
    typer.Option(
        "--drop",
        help="Close the connection without a response; the same as --respond drop.",
    ),
]
RedirectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--redirect",
        metavar="[PATTERN=]URL",
        help="Answer with a redirect: 302, or the 3xx of --respond. Repeatable.",
        show_default=False,
    ),
]
