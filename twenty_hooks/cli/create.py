"""`hooks create`: register a webhook in Twenty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    OperationOption,
    ProfileOption,
    TimeoutOption,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError

if TYPE_CHECKING:
    from twenty_hooks.cli.connect import Access
    from twenty_hooks.webhooks.webhook import Changes


def create(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Where Twenty is to send deliveries.")
    ],
    operation: OperationOption = None,
    description: DescriptionOption = None,
    secret: Annotated[
        str | None,
        typer.Option(
            "--secret",
            metavar="SECRET",
            help="The secret, instead of a new one. Visible in the process list: "
            "prefer --secret-file.",
            show_default=False,
        ),
    ] = None,
    secret_file: Annotated[
        Path | None,
        typer.Option(
            "--secret-file",
            metavar="FILE",
            help="A file that holds the secret.",
            show_default=False,
        ),
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="No secret: deliveries are not signed.")
    ] = False,
    force: ForceOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent; send nothing.")
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
    """Register a webhook in Twenty, with a new secret.

    Without --operation it subscribes to everything (*.*). The secret is shown once and
    remembered on this machine, so that `listen` and `verify` know it. What Twenty
    stored is read back and compared.

    \b
    hooks create https://example.com/hooks -o person.created -o 'company.*'
    hooks create https://example.com/hooks --description CRM --json
    """
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.twenty_api import registration
    from twenty_hooks.webhooks.operations import EVERYTHING
    from twenty_hooks.webhooks.webhook import Changes

    given = registration.given_secret(secret, secret_file)
    if unsigned and given is not None:
        raise UsageError("--unsigned means no secret, and one was given")
    operations = tuple(operation or (EVERYTHING,))
    registration.refuse_doubtful(url, operations, force=force)
    output = Output(as_json=as_json, color=color.value)
    access = connect.Access(api_url, api_key, api_key_file, profile, insecure, timeout)
    wanted = Changes(url, operations, description, "" if unsigned else given)
    if dry_run:
        _show_request(wanted, access, output)
        return
    if wanted.secret is None:
        wanted = Changes(url, operations, description, registration.new_secret())
    with connect.connect(access, output) as twenty:
        made = registration.create(twenty, wanted)
    webhook = made.webhook
    if as_json:
        webhook_output.print_document(output, webhook, made.concerns, show_secret=True)
        return
    title = output.style("✓ created", fg="green")
    webhook_output.print_card(
        output, title, webhook, made.concerns, secret=webhook.secret
    )
    webhook_output.print_kept(output, webhook, made.concerns)


def _show_request(wanted: Changes, access: Access, output: Output) -> None:
    from twenty_hooks.cli import connect, webhook_output
    from twenty_hooks.webhooks.lint import about
    from twenty_hooks.webhooks.releases import Release

    body = wanted.to_json()
    if wanted.secret != "":
        made = "32 random bytes in hex, made when it is sent"
        body["secret"] = f"({made if wanted.secret is None else 'the given one'})"
    found = about(wanted.target_url or "", wanted.operations or (), Release())
    where = f"{connect.settings(access).origin}/rest/webhooks"
    if output.as_json:
        output.json_document(
            {
                "dryRun": True,
                "method": "POST",
                "url": where,
                "body": body,
                "warnings": [each.to_json() for each in found],
            }
        )
        return
    output.data(f"POST {where}")
    output.json_document(body)
    webhook_output.print_concerns(output, found)
    output.info("nothing was sent")
