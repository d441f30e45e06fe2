"""The options of the commands that talk to Twenty."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

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


def with_connection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of its parameter `connection`.

    Typer makes an option of each parameter in a signature. So the signature has the
    fields of ConnectionOptions instead of `connection`, behind the other parameters.
    """
    hints = get_type_hints(ConnectionOptions, include_extras=True)
    options = [
        inspect.Parameter(
            option.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=option.default,
            annotation=hints[option.name],
        )
        for option in fields(ConnectionOptions)
    ]

    @functools.wraps(command)
    def run(**given: Any) -> Any:
        values = {option.name: given.pop(option.name) for option in options}
        return command(connection=ConnectionOptions(**values), **given)

    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.name != "connection"
    ]
    run.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
    return run
