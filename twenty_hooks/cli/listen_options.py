"""The options of `hooks listen` that forward what comes, and that misbehave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ForwardToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--forward-to",
        metavar="[PATTERN=]URL",
        help="Forward every delivery that is accepted, bytes and headers as they came; "
        "with a pattern ('person.*=http://...') only those events, and the URLs "
        "without one get the rest. Repeatable.",
        show_default=False,
    ),
]
RelayOption = Annotated[
    bool,
    typer.Option(
        "--relay", help="Wait for the receiver and answer with its status, as it would."
    ),
]
ForwardHeaderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--header",
        metavar="'K: V'",
        help="One more header when forwarding, or another value. Repeatable.",
        show_default=False,
    ),
]
ForwardSecretFileOption = Annotated[
    Path | None,
    typer.Option(
        "--forward-secret-file",
        metavar="FILE",
        help="Sign anew with this secret, for a receiver that has another (or a JSON "
        "object of webhookId to secret).",
        show_default=False,
    ),
]
InsecureOption = Annotated[
    bool,
    typer.Option(
        "--insecure", help="Don't check TLS certificates of where it is forwarded."
    ),
]
RespondOption = Annotated[
    list[str] | None,
    typer.Option(
        "--respond",
        metavar="[PATTERN=]STATUS",
        help="Be a broken receiver: answer what is valid with this status, or 'drop'. "
        "Per event: 'person.*=500'. Repeatable.",
        show_default=False,
    ),
]
DelayOption = Annotated[
    list[str] | None,
    typer.Option(
        "--delay",
        metavar="[PATTERN=]DURATION",
        help="Answer only after this time (6s). Repeatable.",
        show_default=False,
    ),
]
FailRateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-rate",
        metavar="[PATTERN=]SHARE",
        help="Misbehave to this share only (0.3), by chance; 500 if no other option "
        "says how. Repeatable.",
        show_default=False,
    ),
]
DropOption = Annotated[
    bool, typer.Option("--drop", help="Close the connection without an answer.")
]
RedirectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--redirect",
        metavar="[PATTERN=]URL",
        help="Answer with a redirect: 302, or what --respond says. Repeatable.",
        show_default=False,
    ),
]
