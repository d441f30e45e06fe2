"""The options of the commands that talk to Twenty."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks.cli.options.groups import with_options
from twenty_hooks.cli.options.shared import InsecureOption, TimeoutOption

WebhookArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Id of the webhook, the beginning of it (4 characters or more), or its "
        "target URL.",
    ),
]
WebhooksArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Ids of webhooks, the beginnings of them (4 characters or more), or "
        "target URLs.",
    ),
]
DescriptionOption = Annotated[
    str | None,
    typer.Option(
        "--description",
        metavar="TEXT",
        help="Description of the webhook.",
        show_default=False,
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Store it even if it can never work.")
]
ApiUrlOption = Annotated[
    str | None,
    typer.Option(
        "--api-url",
        metavar="URL",
        help="URL of the Twenty server. [default: TWENTY_API_URL, or "
        "https://api.twenty.com]",
        show_default=False,
    ),
]
ApiKeyOption = Annotated[
    str | None,
    typer.Option(
        "--api-key",
        metavar="KEY",
        help="API key. Visible in the process list: prefer --api-key-file or "
        "TWENTY_API_KEY.",
        show_default=False,
    ),
]
ApiKeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--api-key-file",
        metavar="FILE",
        help="File with the API key.",
        show_default=False,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Profile in your config.toml. [default: TWENTY_HOOKS_PROFILE]",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class ConnectionOptions:
    """How to reach Twenty. Each field is an option."""

    api_url: ApiUrlOption = None
    api_key: ApiKeyOption = field(default=None, repr=False)
    api_key_file: ApiKeyFileOption = None
    profile: ProfileOption = None
    insecure: InsecureOption = False
    timeout: TimeoutOption = "30s"


# The options of a command that talks to Twenty, behind its own.
with_connection_options = with_options("connection", ConnectionOptions, last=True)
