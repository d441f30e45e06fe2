"""Asking before something that reaches further than this machine."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from twenty_hooks import output
from twenty_hooks.errors import UsageError
from twenty_hooks.inward import kind_of_network


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


def sending(count: int, urls: Iterable[str], yes: bool) -> None:
    """Ask before more than one delivery goes to a public host."""
    from urllib.parse import urlsplit

    hosts = {urlsplit(url).hostname or "" for url in urls}
    public = sorted(host for host in hosts if kind_of_network(host) is None)
    if count > 1 and public:
        noun = "a public host" if len(public) == 1 else "public hosts"
        ask(f"send {count} deliveries to {', '.join(public)}, {noun}?", yes)
