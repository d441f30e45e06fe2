"""The options of `hooks replay` that no other command has, or has otherwise."""

from __future__ import annotations

from typing import Annotated

import typer

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DELIVERY|FILE]...",
        help="Deliveries of the store (an id, the beginning of one, @1, @2), or "
        "files of them, '-' for stdin (of a pipe each is sent as it comes).",
        show_default=False,
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="URL",
        help="The receiver. [default: where each was forwarded to]",
        show_default=False,
    ),
]
AllOption = Annotated[
    bool,
    typer.Option(
        "--all",
        help="All that the store has, also what has no event name.",
    ),
]
FailedOption = Annotated[
    bool,
    typer.Option(
        "--failed",
        help="Only what was forwarded or sent again and last failed, or was never "
        "forwarded as its listener ended before: there, or to --to what has not gone "
        "well there since.",
    ),
]
AsReceivedOption = Annotated[
    bool,
    typer.Option(
        "--as-received",
        help="With the signature and timestamp that came, not signed anew.",
    ),
]
HeaderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--header",
        metavar="'K: V'",
        help="One more header, or another value for one that came. Repeatable.",
        show_default=False,
    ),
]
TimesOption = Annotated[
    int, typer.Option("--times", min=1, metavar="N", help="All of it, N times.")
]
ShuffleOption = Annotated[
    bool,
    typer.Option("--shuffle", help="In a random order, another each time."),
]
RateOption = Annotated[
    str | None,
    typer.Option(
        "--rate",
        metavar="N/s",
        help="So many a second (20/s), or a minute (30/m).",
        show_default=False,
    ),
]
OriginalTimingOption = Annotated[
    bool,
    typer.Option("--original-timing", help="With the pauses that were between them."),
]
ConcurrencyOption = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        min=1,
        max=500,
        metavar="N",
        help="At once. [default: one after the other; 20, as Twenty, with --rate "
        "or --original-timing]",
        show_default=False,
    ),
]
