"""`hooks update`: change a webhook, and show its old and new settings."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import (
    ConnectionOptions,
    DescriptionOption,
    ForceOption,
    WebhookArgument,
    with_connection_options,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError


@with_connection_options
def update(
    webhook_id: WebhookArgument,
    connection: ConnectionOptions,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="URL", help="New target URL.", show_default=False
        ),
    ] = None,
    operation: Annotated[
        list[str] | None,
        typer.Option(
            "--operation",
            "-o",
            metavar="OP",
            help="Subscribe to this operation, instead of all present ones. "
            "Repeatable.",
            show_default=False,
        ),
    ] = None,
    description: DescriptionOption = None,
    rotate_secret: Annotated[
        bool,
        typer.Option("--rotate-secret", help="Make a new secret, and print it once."),
    ] = False,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Remove the secret.")
    ] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Change the settings of a webhook.

    \b
    hooks update 2a6f6d10 -o person.created -o person.updated
    hooks update 2a6f6d10 --rotate-secret
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.render import webhooks as render
    from twenty_hooks.twenty_api import lookup, registration
    from twenty_hooks.webhooks.webhook import WebhookChanges

    if rotate_secret and unsigned:
        raise UsageError("--rotate-secret and --unsigned can't be combined")
    secret = registration.new_secret() if rotate_secret else "" if unsigned else None
    operations = tuple(operation) if operation else None
    changes = WebhookChanges(url, operations, description, secret)
    registration.validate(changes, force=force)
    output = Output(as_json=as_json, color=color.value)
    with connect.connect(connection, output) as twenty:
        before = lookup.find(twenty, webhook_id)
        result = registration.change(twenty, before.id, changes)
    webhook_output.emit(
        output,
        result,
        lambda: render.updated(before, result, output.style, output.width),
    )
