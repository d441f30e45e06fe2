"""`hooks list`: the webhooks of a workspace, and the warnings about them."""

from __future__ import annotations

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import ConnectionOptions, with_connection_options
from twenty_hooks.console.output import Output


@with_connection_options
def list_webhooks(
    connection: ConnectionOptions,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List the webhooks of the workspace, with warnings.

    \b
    hooks list
    hooks list --json | jq -r '.[] | select(.signed | not) | .id'
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.completions import webhook_cache
    from twenty_hooks.render import webhook_table
    from twenty_hooks.webhooks import lint

    output = Output(as_json=as_json, color=color.value)
    with connect.connect(connection, output) as twenty:
        webhooks = twenty.list()
        results = lint.lint_all(webhooks, twenty.release())
    webhook_cache.write(webhooks)
    if not webhooks:
        webhook_output.show_info(
            output, "there are no webhooks yet; register one: hooks create URL"
        )
    webhook_output.emit_list(
        output,
        results,
        lambda: webhook_table.lines(
            results, width=output.width, color=output.has_color
        ),
    )
