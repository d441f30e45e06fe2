"""The commands of `hooks`, and the headings that its help lists them under.

A command is imported when it is called, and `hooks --help` needs only this table. With
all commands imported, `hooks --help` took 2.5 times as long as an empty Typer app. A
test compares each summary with the docstring of the command.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import twenty_hooks
from twenty_hooks.cli.group import CommandEntry, HooksGroup, new_app

_WEBHOOKS = "Webhooks"
_SEND_AND_RECEIVE = "Send and receive"
_STORED = "Stored deliveries"
_SIGNATURES = "Signatures"
_SETUP = "Setup"

COMMANDS = (
    CommandEntry(
        "create", _WEBHOOKS, "Register a webhook in Twenty, with a new secret."
    ),
    CommandEntry(
        "list",
        _WEBHOOKS,
        "List the webhooks of the workspace, with warnings.",
        function="list_webhooks",
    ),
    CommandEntry("show", _WEBHOOKS, "Show one webhook, with warnings."),
    CommandEntry("update", _WEBHOOKS, "Change the settings of a webhook."),
    CommandEntry("delete", _WEBHOOKS, "Delete webhooks, after asking."),
    CommandEntry(
        "demo",
        _SEND_AND_RECEIVE,
        "Send deliveries to a listener here, and watch a forged one fail.",
    ),
    CommandEntry(
        "listen", _SEND_AND_RECEIVE, "Receive, verify, store and show deliveries."
    ),
    CommandEntry(
        "send",
        _SEND_AND_RECEIVE,
        "Send signed deliveries to your receiver, as Twenty does.",
    ),
    CommandEntry(
        "replay", _SEND_AND_RECEIVE, "Resend deliveries with a fresh signature."
    ),
    CommandEntry(
        "sample",
        _SEND_AND_RECEIVE,
        "Print the body of an event, exactly as Twenty sends it.",
    ),
    CommandEntry("events", _SEND_AND_RECEIVE, "List the events that Twenty sends."),
    CommandEntry(
        "deliveries", _STORED, "List, show, compare, export and prune deliveries."
    ),
    CommandEntry(
        "sign", _SIGNATURES, "Sign the exact bytes of a body, as Twenty does."
    ),
    CommandEntry(
        "verify", _SIGNATURES, "Verify signatures, and find out why one fails."
    ),
    CommandEntry("secret", _SIGNATURES, "Print the local secret of this machine."),
    CommandEntry("config", _SETUP, "Show the settings, and where each comes from."),
    CommandEntry("completion", _SETUP, "Print a shell completion script."),
)


class _Hooks(HooksGroup):
    entries = COMMANDS


app = new_app(name="hooks", cls=_Hooks, no_args_is_help=True)


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
    hooks demo                                            try it, without set-up
    hooks listen                                          watch deliveries arrive
    hooks send person.created --to http://127.0.0.1:8020  test your receiver
    hooks create https://example.com/hooks                register a webhook
    hooks help COMMAND                                    explain a command
    """


def run() -> None:
    """Run the command line: the entry point of `hooks` and `twenty-hooks`."""
    # Python sets a stream to None if the shell closed it (`hooks list >&-`).
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    app()
