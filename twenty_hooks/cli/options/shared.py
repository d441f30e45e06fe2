"""Options that mean the same in every command.

Each alias annotates a parameter of a command; the default stands in the command.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks.errors import UsageError


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
        help="Refuse signatures older than this, or as far in the future (5m, 30s). "
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
