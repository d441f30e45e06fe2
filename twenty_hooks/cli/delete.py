"""`hooks delete`: take webhooks out of Twenty, after a look at them."""

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
    WebhooksArgument,
)
from twenty_hooks.console.output import Output, is_terminal
from twenty_hooks.errors import EXIT_OK, UsageError


def delete(
    webhook_ids: WebhooksArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonOption = False,
    api_url: ApiUrlOption = None,
    api_key: ApiKeyOption = None,
    api_key_file: ApiKeyFileOption = None,
    profile: ProfileOption = None,
    insecure: InsecureOption = False,
    timeout: TimeoutOption = DEFAULT_TIMEOUT,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Delete webhooks, after asking.

    If any of them can't be found, none is deleted.

    \b
    hooks delete 2a6f6d10
    hooks delete https://example.com/hooks --yes
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.twenty_api import lookup, removal

    if not yes and not is_terminal():
        raise UsageError(
            "deleting needs --yes where nobody can be asked",
            hint=f"hooks delete {' '.join(webhook_ids)} --yes",
        )
    output = Output(as_json=as_json, color=color.value)
    access = connect.Access(api_url, api_key, api_key_file, profile, insecure, timeout)
    with connect.connect(access, output) as twenty:
        webhooks = lookup.find_all(twenty, webhook_ids)
        webhook_output.print_doomed(output, webhooks)
        if not yes:
            noun = "webhook" if len(webhooks) == 1 else f"{len(webhooks)} webhooks"
            typer.confirm(f"delete {noun}?", abort=True, err=True)
        removals = removal.remove_all(twenty, webhooks)
    webhook_output.print_removals(output, removals)
    failed = [each.error for each in removals if each.error is not None]
    return failed[0].exit_code if failed else EXIT_OK
