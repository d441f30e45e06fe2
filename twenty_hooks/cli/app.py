"""The commands under the headings of the help, each loaded when it is called.

The help of `hooks` needs no more than the line in this table, and a command nothing
of the others: with all of them imported, `hooks --help` took two and a half times as
long as an empty Typer application. A test holds every summary against the command's
own docstring.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import twenty_hooks
from twenty_hooks.cli.group import SETTINGS, CommandEntry, HooksGroup

_WEBHOOKS = "Webhooks"
_SEND_AND_LISTEN = "Send and listen"
_RECORDED = "Look at what came"
_CHECK = "Check signatures"
_SET_UP = "Set-up"

COMMANDS = (
    CommandEntry(
        "create", _WEBHOOKS, "Register a webhook in Twenty, with a secret made here."
    ),
    CommandEntry(
        "list",
        _WEBHOOKS,
        "List the webhooks of the workspace, and what looks wrong about them.",
        function="list_webhooks",
    ),
    CommandEntry("show", _WEBHOOKS, "Show one webhook, and what looks wrong about it."),
    CommandEntry(
        "update", _WEBHOOKS, "Change a webhook; what is not named stays as it is."
    ),
    CommandEntry(
        "delete",
        _WEBHOOKS,
        "Delete webhooks. Shows which, and asks; off a terminal it needs --yes.",
    ),
    CommandEntry(
        "demo",
        _SEND_AND_LISTEN,
        "Watch signed deliveries arrive, and one that was tampered with be refused.",
    ),
    CommandEntry(
        "listen",
        _SEND_AND_LISTEN,
        "Receive deliveries on any path, verify them and show them as they come.",
    ),
    CommandEntry(
        "send",
        _SEND_AND_LISTEN,
        "Send a signed delivery to your own code, as Twenty would.",
    ),
    CommandEntry(
        "replay",
        _SEND_AND_LISTEN,
        "Send deliveries that came once more, signed anew.",
    ),
    CommandEntry(
        "sample",
        _SEND_AND_LISTEN,
        "Print a realistic body of an event, exactly as Twenty sends it.",
    ),
    CommandEntry(
        "events",
        _SEND_AND_LISTEN,
        "List the events that Twenty sends, and what each carries.",
    ),
    CommandEntry(
        "deliveries",
        _RECORDED,
        "Find, compare and export the deliveries that came.",
    ),
    CommandEntry("sign", _CHECK, "Sign the exact bytes of a body, as Twenty would."),
    CommandEntry(
        "verify", _CHECK, "Check the signatures of deliveries, over their exact bytes."
    ),
    CommandEntry("secret", _CHECK, "Print this machine's local secret."),
    CommandEntry(
        "config", _SET_UP, "Show the settings in force, and where they are kept."
    ),
    CommandEntry(
        "completion",
        _SET_UP,
        "Print a completion script. It needs no Python when it completes.",
    ),
)


class _Hooks(HooksGroup):
    entries = COMMANDS


app = typer.Typer(
    name="hooks",
    cls=_Hooks,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings=SETTINGS,
)


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
    # Python has none where whoever started us closed it (`hooks list >&-`).
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    app()
