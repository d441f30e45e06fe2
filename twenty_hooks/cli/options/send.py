"""Options of `hooks send`."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import whole_number

EventArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[EVENT]",
        help="Event to send, such as person.created; see 'hooks events'.",
        show_default=False,
    ),
]
TargetOption = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="URL", help="URL of the receiver.", show_default=False
    ),
]
DataOption = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="FILE|-",
        help="Send this record, or this whole body if it has an eventName, written as "
        "JSON.stringify does.",
        show_default=False,
    ),
]
BodyOption = Annotated[
    str | None,
    typer.Option(
        "--body",
        metavar="FILE|-",
        help="Send exactly these bytes.",
        show_default=False,
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DELIVERY",
        help="Send the body of a stored delivery (an id, @1, @2), re-signed.",
        show_default=False,
    ),
]
UnsignedOption = Annotated[
    bool,
    typer.Option("--unsigned", help="Do not sign, like a webhook that has no secret."),
]
ConcurrencyOption = Annotated[
    int,
    typer.Option(
        "--concurrency",
        metavar="N",
        help="Number of requests in flight at once.",
        parser=whole_number(1, 500),
    ),
]
