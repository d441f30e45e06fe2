"""Options and arguments of the commands of `hooks deliveries`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class ShowView(StrEnum):
    """How a delivery is shown."""

    summary = "summary"
    record = "record"
    full = "full"
    raw = "raw"
    curl = "curl"


class ExportFormat(StrEnum):
    """Format of an export."""

    jsonl = "jsonl"
    har = "har"
    curl = "curl"


DeliveryArgument = Annotated[
    str,
    typer.Argument(
        metavar="[DELIVERY]",
        help="An id, the beginning of one, or @1 (the latest), @2 (the one before).",
    ),
]
OtherDeliveryArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[DELIVERY2]",
        help="The delivery to compare it with. [default: the previous state]",
        show_default=False,
    ),
]
DeliveriesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DELIVERY]...",
        help="Deliveries to export. [default: all that match the options]",
        show_default=False,
    ),
]
ImportArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE|-",
        help="Deliveries in any format that 'hooks verify' reads.",
    ),
]
NoRedactOption = Annotated[
    bool,
    typer.Option("--no-redact", help="Do not mask tokens, passwords and so on."),
]
ViewOption = Annotated[
    ShowView | None,
    typer.Option(
        "--view", help="How to show it. [default: summary]", show_default=False
    ),
]
FailedOption = Annotated[
    bool,
    typer.Option(
        "--failed", help="Only deliveries that 'hooks replay --failed' would resend."
    ),
]
FormatOption = Annotated[
    ExportFormat,
    typer.Option(
        "--format",
        help="JSON Lines in the delivery format, an HTTP Archive, or a shell script "
        "that calls curl.",
    ),
]
OlderThanOption = Annotated[
    str | None,
    typer.Option(
        "--older-than",
        metavar="DURATION",
        help="Remove deliveries received longer ago than this (30d).",
        show_default=False,
    ),
]
ToSizeOption = Annotated[
    str | None,
    typer.Option(
        "--to-size",
        metavar="SIZE",
        help="Remove the oldest until the rest takes about this much (500mb).",
        show_default=False,
    ),
]
