"""`hooks show`: one webhook."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import (
    ConnectionOptions,
    WebhookArgument,
    with_connection_options,
)
from twenty_hooks.console.output import Output


@with_connection_options
def show(
    webhook_id: WebhookArgument,
    connection: ConnectionOptions,
    show_secrets: Annotated[
        bool,
        typer.Option(
            "--show-secrets", help="Show the secret, and store it on this machine."
        ),
    ] = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Show one webhook, with warnings.

    \b
    hooks show 2a6f6d10
    hooks show https://example.com/hooks --show-secrets
    """
    from twenty_hooks.cli import connect, webhook_argument, webhook_output
    from twenty_hooks.render import webhooks as render
    from twenty_hooks.twenty_api import registration

    output = Output(as_json=as_json, color=color.value)
    with (
        webhook_argument.suggest_delivery(webhook_id),
        connect.connect(connection, output) as twenty,
    ):
        result = registration.find(twenty, webhook_id, show_secret=show_secrets)
    webhook_output.emit(
        output,
        result,
        lambda: render.card(result.webhook, output.width, show_secret=show_secrets),
    )
