"""`hooks delete`: delete webhooks in Twenty."""

from __future__ import annotations

from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    YesOption,
)
from twenty_hooks.cli.options.twenty import (
    ConnectionOptions,
    WebhooksArgument,
    with_connection_options,
)
from twenty_hooks.console import output as console
from twenty_hooks.console import prompts
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError


@with_connection_options
def delete(
    webhook_ids: WebhooksArgument,
    connection: ConnectionOptions,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Delete webhooks, after asking.

    If one of them does not exist, none is deleted.

    \b
    hooks delete 2a6f6d10
    hooks delete https://example.com/hooks --yes
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.render import webhooks as render
    from twenty_hooks.twenty_api import lookup, removal

    if not yes and not console.is_terminal():
        raise UsageError(
            "confirmation is needed but there is no terminal",
            hint=f"hooks delete {' '.join(webhook_ids)} --yes",
        )
    output = Output(as_json=as_json, color=color.value)
    with connect.connect(connection, output) as twenty:
        webhooks = lookup.find_all(twenty, webhook_ids)
        for webhook in webhooks:
            output.info(f"to delete: {render.summary(webhook)}")
        noun = "webhook" if len(webhooks) == 1 else f"{len(webhooks)} webhooks"
        prompts.ask(f"delete {noun}?", yes)
        removals = removal.remove_all(twenty, webhooks)
    webhook_output.emit_removals(
        output, removals, lambda: render.removals(removals, output.style)
    )
    return removal.exit_code(removals)
