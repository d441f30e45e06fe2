"""The options that choose deliveries, the same on `list` and `export`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.console.hints import with_store
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import events
from twenty_hooks.system import paths
from twenty_hooks.text import units

if TYPE_CHECKING:  # an edge: imported by the command that needs it
    from twenty_hooks.store import Selection, Store

VERDICTS = (
    *("valid", "mismatch", "unsigned", "malformed", "too-old", "from-the-future"),
    *("no-secret", "redacted"),
)
EventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        metavar="PATTERN",
        help="Only these events (person.created, person.*, *.deleted). Repeatable.",
        show_default=False,
    ),
]
WebhookOption = Annotated[
    str,
    typer.Option(
        "--webhook",
        metavar="ID",
        help="Only of this webhook, or of those whose id begins so.",
        show_default=False,
    ),
]
RecordOption = Annotated[
    str,
    typer.Option(
        "--record",
        metavar="RECORD",
        help="Only about the record of this id, or those whose id begins so.",
        show_default=False,
    ),
]
VerdictOption = Annotated[
    list[str] | None,
    typer.Option(
        "--verdict",
        metavar="VERDICT",
        help=f"Only judged like this: {', '.join(VERDICTS)}. Repeatable.",
        show_default=False,
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="WHEN",
        help="Only of this last time (10m, 2h), or since a moment (2026-07-15T09:30, "
        "local time unless it ends with Z).",
        show_default=False,
    ),
]
SearchOption = Annotated[
    str,
    typer.Option(
        "--search",
        metavar="TEXT",
        help="Only with this text in body, path or headers, in any case of letters.",
        show_default=False,
    ),
]


def selection(
    event: Sequence[str] | None,
    webhook: str,
    record: str,
    verdict: Sequence[str] | None,
    since: str | None,
    search: str,
) -> Selection:
    """What the options mean. Raises UsageError for what can't be meant."""
    from twenty_hooks.store import Selection

    for pattern in event or ():
        if not events.is_pattern(pattern):
            raise UsageError(
                f"--event '{pattern}' can never match an event",
                hint="write person.created, person.*, *.created or metadata.*.*",
            )
    for name in verdict or ():
        if name not in VERDICTS:
            raise UsageError(
                f"--verdict '{name}' is none",
                hint=f"one of {', '.join(VERDICTS)}",
            )
    return Selection(
        patterns=tuple(event or ()),
        webhook=webhook,
        record=record,
        verdicts=tuple(verdict or ()),
        since_ms=None if since is None else _since(since),
        text=search,
    )


def opened(path: Path | None, *, writable: bool = False) -> Store:
    """The store, by option, variable or default. Raises SetupError."""
    from twenty_hooks.store import Store

    return Store(path or paths.store_file(), writable=writable)


def no_store(database: Store, named: Path | None) -> str:
    """What to say where there is no store at all; empty where there is one.

    named: the one of --store.
    """
    if named is None or database.path.exists():
        return ""
    return f"there is no store {named}: {with_store('hooks listen', named)} makes it"


def _since(text: str) -> int:
    try:
        return time.time_ns() // 1_000_000 - units.parse_duration(text)
    except ValueError:
        pass
    try:
        return units.from_iso(text, is_typed=True)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--since '{text}' is neither a duration nor a time",
            hint="write 10m, 2h, 30d or 2026-07-15T09:30Z",
        ) from error
