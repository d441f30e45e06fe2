"""The options of the commands that talk to Twenty, defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_TIMEOUT = "30s"

WebhookArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its id, the beginning of it (4 characters or more), or its target URL.",
    ),
]
WebhooksArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Their ids, beginnings of them (4 characters or more), or target URLs.",
    ),
]
OperationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--operation",
        "-o",
        metavar="OP",
        help="What to subscribe to, such as person.created, company.* or *.deleted; "
        "repeatable.",
        show_default=False,
    ),
]
DescriptionOption = Annotated[
    str | None,
    typer.Option(
        "--description", metavar="TEXT", help="A word for people.", show_default=False
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Store it even where it can never work.")
]
ApiUrlOption = Annotated[
    str | None,
    typer.Option(
        "--api-url",
        metavar="URL",
        help="The address of Twenty, or TWENTY_API_URL. "
        "[default: https://api.twenty.com]",
        show_default=False,
    ),
]
ApiKeyOption = Annotated[
    str | None,
    typer.Option(
        "--api-key",
        metavar="KEY",
        help="The API key. Visible in the process list: prefer --api-key-file or "
        "TWENTY_API_KEY.",
        show_default=False,
    ),
]
ApiKeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--api-key-file",
        metavar="FILE",
        help="A file that holds the API key.",
        show_default=False,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="A workspace of your config.toml, or TWENTY_HOOKS_PROFILE.",
        show_default=False,
    ),
]
InsecureOption = Annotated[
    bool, typer.Option("--insecure", help="Do not verify Twenty's TLS certificate.")
]
TimeoutOption = Annotated[
    str,
    typer.Option(
        "--timeout", metavar="DURATION", help="How long to wait for each answer."
    ),
]
