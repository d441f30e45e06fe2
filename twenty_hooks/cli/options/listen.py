"""The options of `hooks listen`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_PORT = 8020


class ViewChoice(StrEnum):
    """How much of each delivery is shown."""

    summary = "summary"
    record = "record"
    full = "full"
    raw = "raw"


PortOption = Annotated[
    int,
    typer.Option("--port", min=0, max=65535, help="Port; 0 takes any free one."),
]

HostOption = Annotated[
    str,
    typer.Option(
        "--host", help="Address to listen on; the default is this machine only."
    ),
]

AcceptInvalidOption = Annotated[
    bool,
    typer.Option("--accept-invalid", help="Answer 200 also to what is refused."),
]

ShownEventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        metavar="PATTERN",
        help="Show only these events (person.created, person.*, *.deleted); "
        "all are still verified, saved and answered.",
        show_default=False,
    ),
]

ViewOption = Annotated[
    ViewChoice, typer.Option("--view", help="How much of each to show.")
]

CountOption = Annotated[
    int | None,
    typer.Option(
        "--count",
        min=1,
        metavar="N",
        help="End after N accepted deliveries (that --event lets through).",
        show_default=False,
    ),
]

ForOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="DURATION",
        help="End after this time; exit code 1 if fewer than --count came.",
        show_default=False,
    ),
]

SaveOption = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Append every delivery to FILE (JSON Lines) before answering it.",
        show_default=False,
    ),
]

NoStoreOption = Annotated[
    bool,
    typer.Option(
        "--no-store", help="Keep nothing: what is not shown or saved is gone."
    ),
]

StoreLimitOption = Annotated[
    str,
    typer.Option(
        "--store-limit",
        metavar="SIZE",
        help="When the store is larger, say so and remove the oldest deliveries.",
    ),
]

MaxBodyOption = Annotated[
    str, typer.Option("--max-body", metavar="SIZE", help="Larger ones get 413.")
]

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
    bool,
    typer.Option(
        "--drop",
        help="Close the connection without an answer; per event it is "
        "--respond 'person.*=drop'.",
    ),
]
RedirectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--redirect",
        metavar="[PATTERN=]URL",
        help="Answer with a redirect: 302, or the 3xx that --respond says. Repeatable.",
        show_default=False,
    ),
]
