"""`hooks list`: the webhooks of a workspace, and what looks wrong about them."""

from __future__ import annotations

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import (
    DEFAULT_TIMEOUT,
    ApiKeyFileOption,
    ApiKeyOption,
    ApiUrlOption,
    InsecureOption,
    ProfileOption,
    TimeoutOption,
)
from twenty_hooks.console.output import Output


def list_webhooks(
    as_json: JsonOption = False,
    api_url: ApiUrlOption = None,
    api_key: ApiKeyOption = None,
    api_key_file: ApiKeyFileOption = None,
    profile: ProfileOption = None,
    insecure: InsecureOption = False,
    timeout: TimeoutOption = DEFAULT_TIMEOUT,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List the webhooks of the workspace, with warnings.

    \b
    hooks list
    hooks list --json | jq -r '.[] | select(.signed | not) | .id'
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.completions import webhook_cache
    from twenty_hooks.render import webhooks as render
    from twenty_hooks.webhooks import lint
    from twenty_hooks.webhooks.webhook import to_json

    output = Output(as_json=as_json, color=color.value)
    access = connect.Access(api_url, api_key, api_key_file, profile, insecure, timeout)
    with connect.connect(access, output) as twenty:
        webhooks = list(twenty.list())
        found = lint.about_all(webhooks, twenty.release())
    webhook_cache.write(webhooks)
    if as_json:
        output.json_document(
            [
                to_json(webhook)
                | {"warnings": [each.to_json() for each in found[webhook.id]]}
                for webhook in webhooks
            ]
        )
        return
    if not webhooks:
        output.info("there are no webhooks yet: hooks create URL")
        return
    output.data(
        render.table(
            webhooks,
            found,
            width=webhook_output.terminal_width(),
            color=webhook_output.has_color(output),
        )
    )
    webhook_output.print_concerns(
        output,
        [
            lint.LintWarning(each.code, f"{webhook.id[:8]}: {each.message}")
            for webhook in webhooks
            for each in found[webhook.id]
        ],
    )
