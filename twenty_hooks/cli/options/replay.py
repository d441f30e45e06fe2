"""Options of `hooks replay`."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import whole_number

NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DELIVERY|FILE|-]...",
        help="Stored deliveries (an id, the beginning of one, @1, @2), or files of "
        "deliveries. '-' reads stdin; deliveries from a pipe are sent as they are "
        "read.",
        show_default=False,
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="URL",
        help="URL of the receiver. [default: the forward targets of each delivery]",
        show_default=False,
    ),
]
AllOption = Annotated[
    bool,
    typer.Option("--all", help="Every stored delivery, also without an event name."),
]
FailedOption = Annotated[
    bool,
    typer.Option(
        "--failed",
        help="Only deliveries that failed at a target, or were never forwarded to it. "
        "With --to, those that have not succeeded there.",
    ),
]
AsReceivedOption = Annotated[
    bool,
    typer.Option("--as-received", help="Keep the received signature and timestamp."),
]
RepeatOption = Annotated[
    int,
    typer.Option(
        "--count",
        metavar="N",
        help="Send each delivery N times.",
        parser=whole_number(1),
    ),
]
ShuffleOption = Annotated[bool, typer.Option("--shuffle", help="Send in random order.")]
RateOption = Annotated[
    str | None,
    typer.Option(
        "--rate",
        metavar="N/s",
        help="Requests per second (20/s), minute (30/m) or hour (100/h).",
        show_default=False,
    ),
]
OriginalTimingOption = Annotated[
    bool,
    typer.Option(
        "--original-timing", help="Keep the original pauses between deliveries."
    ),
]
InFlightOption = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        metavar="N",
        parser=whole_number(1, 500),
        help="Number of requests in flight at once. [default: 1; 20 with --rate or "
        "--original-timing]",
        show_default=False,
    ),
]
