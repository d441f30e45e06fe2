"""The options that mean the same on every command, defined once.

Each alias is used as the annotation of a parameter; the default stays with the
command.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks.errors import UsageError


class ColorChoice(StrEnum):
    """When to use colour."""

    auto = "auto"
    always = "always"
    never = "never"


SecretOption = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="SECRET",
        help="A secret of the webhook; repeat it while one is being rotated. Visible "
        "in the process list: prefer --secret-file or TWENTY_WEBHOOK_SECRET.",
        show_default=False,
    ),
]
SecretFileOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--secret-file",
        metavar="FILE",
        help="A file that holds the secret, or a JSON object of webhookId to secret.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Print JSON on stdout, errors as JSON on stderr."),
]
ColorOption = Annotated[
    ColorChoice,
    typer.Option("--color", help="When to use colour.", show_default="auto"),
]
ToleranceOption = Annotated[
    str | None,
    typer.Option(
        "--tolerance",
        metavar="DURATION",
        help="Refuse what was signed longer ago than this, or further ahead (5m, 30s). "
        "Without it any age is accepted.",
        show_default=False,
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="PATH",
        help="The file that deliveries are kept in. [default: TWENTY_HOOKS_STORE, or "
        "one in your data directory]",
        show_default=False,
    ),
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Don't ask; needed where nobody can be asked.")
]

TimeoutOption = Annotated[
    str, typer.Option("--timeout", metavar="DURATION", help="For the whole call.")
]
InsecureOption = Annotated[
    bool, typer.Option("--insecure", help="Don't check TLS certificates.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print the exact request; send nothing.")
]


def duration_ms(text: str | None, option: str) -> int | None:
    """Milliseconds of a duration option; None when it was not given."""
    if text is None:
        return None
    from twenty_hooks.text import units

    try:
        return units.parse_duration(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def size_bytes(text: str, option: str) -> int:
    """Bytes of a size option."""
    from twenty_hooks.text import units

    try:
        return units.parse_size(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def timeout_ms(text: str) -> int:
    """Milliseconds of --timeout."""
    milliseconds = duration_ms(text, "--timeout")
    if not milliseconds:
        raise UsageError("--timeout must be more than nothing")
    return milliseconds
