"""The commands, put together under the headings of the help."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import twenty_hooks
from twenty_hooks.cli import demo, events, listen, sample, secret, send, sign, verify
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

SEND_AND_LISTEN = "Send and listen"
CHECK = "Check signatures"

app.command("demo", rich_help_panel=SEND_AND_LISTEN)(demo.demo)
app.command("listen", rich_help_panel=SEND_AND_LISTEN)(listen.listen)
app.command("send", rich_help_panel=SEND_AND_LISTEN)(send.send)
app.command("sample", rich_help_panel=SEND_AND_LISTEN)(sample.sample)
app.command("events", rich_help_panel=SEND_AND_LISTEN)(events.events)
app.command("sign", rich_help_panel=CHECK)(sign.sign)
app.command("verify", rich_help_panel=CHECK)(verify.verify)
app.command("secret", rich_help_panel=CHECK)(secret.secret)


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
