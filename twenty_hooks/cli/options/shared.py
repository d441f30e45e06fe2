"""Options that mean the same in every command.

Each alias annotates a parameter of a command; the default is in the command.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks.errors import UsageError


def whole_number(
    minimum: int = 0, maximum: int | None = None
) -> Callable[[str | int], int]:
    """Return a parser for numbers in a range.

    Typer's own `min` and `max` put `[x>=1]` into the help, and call a wrong number "not
    a valid int range".
    """

    def parse(text: str | int) -> int:
        try:
            number = int(text)
        except ValueError:
            raise typer.BadParameter(f"'{text}' is not a whole number") from None
        if number < minimum:
            raise typer.BadParameter(f"{number} is less than {minimum}")
        if maximum is not None and number > maximum:
            raise typer.BadParameter(f"{number} is greater than {maximum}")
        return number

    return parse


class ColorChoice(StrEnum):
    """When to use colors."""

    auto = "auto"
    always = "always"
    never = "never"


SecretOption = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="SECRET",
        help="Secret of the webhook. Repeat it during a rotation. Visible in the "
        "process list: prefer --secret-file or TWENTY_WEBHOOK_SECRET.",
        show_default=False,
    ),
]
SecretFileOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--secret-file",
        metavar="FILE",
        help="File with the secret, or with a JSON object of webhookId to secret.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Print JSON to stdout, and errors as JSON to stderr."),
]
ColorOption = Annotated[
    ColorChoice,
    typer.Option("--color", help="When to use colors."),
]
ToleranceOption = Annotated[
    str | None,
    typer.Option(
        "--tolerance",
        metavar="DURATION",
        help="Reject signatures that are older, or further in the future (5m, 30s). "
        "[default: accept any age]",
        show_default=False,
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="PATH",
        help="File of the delivery store. [default: TWENTY_HOOKS_STORE, or a file in "
        "your data directory]",
        show_default=False,
    ),
]
HeaderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--header",
        "-H",
        metavar="'NAME: VALUE'",
        help="Add a header, or replace one. Repeatable.",
        show_default=False,
    ),
]
CountOption = Annotated[
    int,
    typer.Option(
        "--count",
        metavar="N",
        help="Number of deliveries.",
        parser=whole_number(1),
    ),
]
LimitOption = Annotated[
    int,
    typer.Option(
        "--limit",
        "-n",
        metavar="N",
        help="Maximum number of rows; 0 for all.",
        parser=whole_number(0),
    ),
]
OutputFileOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FILE",
        help="Write to this file. [default: stdout]",
        show_default=False,
    ),
]
YesOption = Annotated[
    bool,
    typer.Option("--yes", "-y", help="Do not ask; required when not interactive."),
]
TimeoutOption = Annotated[
    str,
    typer.Option("--timeout", metavar="DURATION", help="Time limit of each request."),
]
InsecureOption = Annotated[
    bool, typer.Option("--insecure", help="Do not verify TLS certificates.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print the request without sending it.")
]


def duration_ms(text: str | None, option: str) -> int | None:
    """Return the milliseconds of a duration option; None if it was not given."""
    if text is None:
        return None
    from twenty_hooks.text import units

    try:
        return units.parse_duration(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def size_bytes(text: str, option: str) -> int:
    """Return the bytes of a size option."""
    from twenty_hooks.text import units

    try:
        return units.parse_size(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def timeout_ms(text: str) -> int:
    """Return the milliseconds of --timeout."""
    milliseconds = duration_ms(text, "--timeout")
    if not milliseconds:
        raise UsageError("--timeout must be greater than 0")
    return milliseconds
