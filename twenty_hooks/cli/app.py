"""The commands, put together under the headings of the help."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import twenty_hooks
from twenty_hooks.cli import (
    completion,
    config,
    create,
    delete,
    secret,
    show,
    sign,
    update,
    verify,
)
from twenty_hooks.cli import list as list_
from twenty_hooks.cli.group import HooksGroup

app = typer.Typer(
    name="hooks",
    cls=HooksGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)

WEBHOOKS = "Webhooks"
CHECK = "Check signatures"
SET_UP = "Set-up"

app.command("create", rich_help_panel=WEBHOOKS)(create.create)
app.command("list", rich_help_panel=WEBHOOKS)(list_.list_webhooks)
app.command("show", rich_help_panel=WEBHOOKS)(show.show)
app.command("update", rich_help_panel=WEBHOOKS)(update.update)
app.command("delete", rich_help_panel=WEBHOOKS)(delete.delete)

app.command("sign", rich_help_panel=CHECK)(sign.sign)
app.command("verify", rich_help_panel=CHECK)(verify.verify)
app.command("secret", rich_help_panel=CHECK)(secret.secret)

app.add_typer(config.app, name="config", rich_help_panel=SET_UP)
app.command("completion", rich_help_panel=SET_UP)(completion.completion)


def _show_version(value: bool) -> None:
    if value:
        sys.stdout.write(f"hooks {twenty_hooks.__version__}\n")
        raise typer.Exit


@app.callback()
def hooks(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    """Work with the webhooks of Twenty, the open-source CRM.

    \b
    hooks demo                                    see it all work, in one go
    hooks listen                                  watch deliveries arrive
    hooks send person.created --to http://127.0.0.1:8020
    hooks verify delivery.jsonl --secret-file FILE
    """


def run() -> None:
    """The entry point of `hooks` and `twenty-hooks`."""
    app()
