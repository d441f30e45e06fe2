"""`hooks show`: one webhook, all of it."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import (
    DEFAULT_TIMEOUT,
    ApiKeyFileOption,
    ApiKeyOption,
    ApiUrlOption,
    InsecureOption,
    ProfileOption,
    TimeoutOption,
    WebhookArgument,
)
from twenty_hooks.console.output import Output


def show(
    webhook_id: WebhookArgument,
    show_secrets: Annotated[
        bool,
        typer.Option(
            "--show-secrets", help="Show its secret, and remember it on this machine."
        ),
    ] = False,
    as_json: JsonOption = False,
    api_url: ApiUrlOption = None,
    api_key: ApiKeyOption = None,
    api_key_file: ApiKeyFileOption = None,
    profile: ProfileOption = None,
    insecure: InsecureOption = False,
    timeout: TimeoutOption = DEFAULT_TIMEOUT,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Show one webhook, with warnings.

    \b
    hooks show 2a6f6d10
    hooks show https://example.com/hooks --show-secrets
    """
    from twenty_hooks.cli import connect, webhook_argument, webhook_output
    from twenty_hooks.twenty_api import lookup, registration
    from twenty_hooks.webhooks import lint

    output = Output(as_json=as_json, color=color.value)
    access = connect.Access(api_url, api_key, api_key_file, profile, insecure, timeout)
    with (
        webhook_argument.for_a_webhook(webhook_id),
        connect.connect(access, output) as twenty,
    ):
        webhook = lookup.find(twenty, webhook_id)
        others = twenty.list()
        found = [
            *lint.about(webhook.target_url, webhook.operations, twenty.release()),
            *lint.about_same_target(webhook, others),
        ]
    if show_secrets:
        found += registration.remember(webhook)
    if as_json:
        webhook_output.print_document(output, webhook, found, show_secret=show_secrets)
        return
    secret = webhook.secret if show_secrets else None
    webhook_output.print_card(output, "", webhook, found, secret=secret)
