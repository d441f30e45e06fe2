"""Asking before something that reaches further than this machine."""

from __future__ import annotations

import typer

from twenty_hooks.console import output
from twenty_hooks.errors import UsageError


def ask(question: str, yes: bool) -> None:
    """Go on only if --yes was given or the person says so.

    Raises UsageError where nobody can be asked, typer.Abort for a no.
    """
    if yes:
        return
    if not output.is_terminal():
        raise UsageError(
            f"nobody can be asked here: {question}", hint="add --yes to go ahead"
        )
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:  # Ctrl-C: a break, and not an answer
        raise KeyboardInterrupt from None
    if not agreed:
        raise typer.Abort
