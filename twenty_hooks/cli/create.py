"""`hooks create`: register a webhook in Twenty."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    DryRunOption,
    JsonOption,
)
from twenty_hooks.cli.options.twenty import (
    ConnectionOptions,
    DescriptionOption,
    ForceOption,
    with_connection_options,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError


@with_connection_options
def create(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Target URL of the deliveries.")
    ],
    connection: ConnectionOptions,
    operation: Annotated[
        list[str] | None,
        typer.Option(
            "--operation",
            "-o",
            metavar="OP",
            help="Subscribe to this operation: person.created, company.* or "
            "*.deleted. Repeatable. [default: *.*]",
            show_default=False,
        ),
    ] = None,
    description: DescriptionOption = None,
    secret: Annotated[
        str | None,
        typer.Option(
            "--secret",
            metavar="SECRET",
            help="Secret of the webhook. Visible in the process list: prefer "
            "--secret-file. [default: a new secret]",
            show_default=False,
        ),
    ] = None,
    secret_file: Annotated[
        Path | None,
        typer.Option(
            "--secret-file",
            metavar="FILE",
            help="File with the secret.",
            show_default=False,
        ),
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Register it without a secret.")
    ] = False,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Register a webhook in Twenty, with a new secret.

    Without --operation, the webhook subscribes to everything (*.*). The secret is
    printed once and stored on this machine, where `listen` and `verify` find it. The
    new webhook is read back and compared with the request.

    \b
    hooks create https://example.com/hooks -o person.created -o 'company.*'
    hooks create https://example.com/hooks --description CRM --json
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.config import secret_options
    from twenty_hooks.render import webhooks as render
    from twenty_hooks.twenty_api import registration
    from twenty_hooks.webhooks.operations import EVERYTHING
    from twenty_hooks.webhooks.webhook import WebhookChanges

    given = secret_options.read_one(secret, secret_file)
    if unsigned and given is not None:
        raise UsageError("--unsigned and a secret can't be combined")
    operations = tuple(operation or (EVERYTHING,))
    wanted = WebhookChanges(url, operations, description, "" if unsigned else given)
    registration.validate(wanted, force=force)
    output = Output(as_json=as_json, color=color.value)
    if dry_run:
        request = registration.dry_run(connect.settings(connection).origin, wanted)
        output.emit(request, lambda: render.request(request))
        webhook_output.show_warnings(output, request.warnings)
        webhook_output.show_info(output, "nothing was sent")
        return
    with connect.connect(connection, output) as twenty:
        result = registration.create(twenty, wanted)
    webhook_output.emit(
        output,
        result,
        lambda: render.created(result.webhook, output.style, output.width),
    )
