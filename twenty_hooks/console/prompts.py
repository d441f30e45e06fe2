"""Ask for confirmation before an action that affects other systems."""

from __future__ import annotations

import typer

from twenty_hooks.console import output
from twenty_hooks.errors import UsageError


def ask(question: str, yes: bool) -> None:
    """Return only if `--yes` was given or the user confirms.

    Raises:
        UsageError: there is no terminal to ask on.
        typer.Abort: the user declined.
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    if yes:
        return
    if not output.is_terminal():
        raise UsageError(
            f"confirmation is needed but there is no terminal: {question}",
            hint="pass --yes to go ahead without a question",
        )
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:  # Ctrl-C interrupts; it is not the answer "no"
        raise KeyboardInterrupt from None
    if not agreed:
        raise typer.Abort
