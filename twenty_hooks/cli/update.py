"""`hooks update`: change a webhook, before and after side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import (
    DEFAULT_TIMEOUT,
    ApiKeyFileOption,
    ApiKeyOption,
    ApiUrlOption,
    DescriptionOption,
    ForceOption,
    InsecureOption,
    ProfileOption,
    TimeoutOption,
    WebhookArgument,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError


def update(
    webhook_id: WebhookArgument,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="URL", help="Send to this URL now.", show_default=False
        ),
    ] = None,
    operation: Annotated[
        list[str] | None,
        typer.Option(
            "--operation",
            "-o",
            metavar="OP",
            help="Subscribe to this, instead of all it had; repeatable.",
            show_default=False,
        ),
    ] = None,
    description: DescriptionOption = None,
    rotate_secret: Annotated[
        bool,
        typer.Option(
            "--rotate-secret", help="Make a new secret, show it once and remember it."
        ),
    ] = False,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="No secret: deliveries are not signed.")
    ] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
    api_url: ApiUrlOption = None,
    api_key: ApiKeyOption = None,
    api_key_file: ApiKeyFileOption = None,
    profile: ProfileOption = None,
    insecure: InsecureOption = False,
    timeout: TimeoutOption = DEFAULT_TIMEOUT,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Change the settings of a webhook.

    \b
    hooks update 2a6f6d10 -o person.created -o person.updated
    hooks update 2a6f6d10 --rotate-secret
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.twenty_api import lookup, registration
    from twenty_hooks.webhooks.webhook import Changes

    if rotate_secret and unsigned:
        raise UsageError("--rotate-secret and --unsigned can't both be meant")
    secret = registration.new_secret() if rotate_secret else "" if unsigned else None
    operations = tuple(operation) if operation else None
    changes = Changes(url, operations, description, secret)
    if not changes.to_json():
        raise UsageError(
            "there is nothing to change",
            hint="give --url, --operation, --description, --rotate-secret, --unsigned",
        )
    registration.refuse_doubtful(url, operations or (), force=force)
    output = Output(as_json=as_json, color=color.value)
    access = connect.Access(api_url, api_key, api_key_file, profile, insecure, timeout)
    with connect.connect(access, output) as twenty:
        before = lookup.find(twenty, webhook_id)
        changed = registration.change(twenty, before.id, changes)
    if as_json:
        webhook_output.print_document(
            output, changed.webhook, changed.concerns, show_secret=rotate_secret
        )
        return
    webhook_output.print_change(
        output, before, changed.webhook, changed.concerns, show_secret=rotate_secret
    )
