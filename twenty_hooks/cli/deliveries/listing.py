"""`hooks deliveries list`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.cli.deliveries.choosing import (
    EventOption,
    RecordOption,
    SearchOption,
    SinceOption,
    VerdictOption,
    WebhookOption,
    no_store,
    opened,
    selection,
)
from twenty_hooks.cli.kept import recent
from twenty_hooks.cli.options import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.output import Output, wants_color

if TYPE_CHECKING:
    from twenty_hooks.stored import Entry, Forward

_DEFAULT_LIMIT = 20


def list_(
    event: EventOption = None,
    webhook: WebhookOption = "",
    record: RecordOption = "",
    verdict: VerdictOption = None,
    since: SinceOption = None,
    search: SearchOption = "",
    failed: Annotated[
        bool,
        typer.Option(
            "--failed",
            help="Only what 'hooks replay --failed' would send: it last failed where "
            "it was sent, or its listener ended before it was forwarded.",
        ),
    ] = False,
    limit: Annotated[
        int,
        typer.Option("--limit", min=0, metavar="N", help="At most so many; 0 for all."),
    ] = _DEFAULT_LIMIT,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List deliveries, the latest first.

    Where any was forwarded or sent again, each says what became of it: ok; failed,
    the last time; unsent, as the listener ended before; waiting, for one that runs.

    \b
    hooks deliveries list
    hooks deliveries list --event 'person.*' --since 10m
    hooks deliveries list --verdict mismatch --limit 0 --json
    """
    chosen = replace(
        selection(event, webhook, record, verdict, since, search), failed=failed
    )
    output = Output(as_json=as_json, color=color.value)
    shown = 0
    with opened(store) as database:
        show = None if as_json else _printer(output, database.has_forwards())
        for entry, forward in database.entries_and_forwards(chosen, limit or None):
            shown += 1
            if show is None:
                output.json_line({**entry.to_json(), "forward": forward})
            else:
                show(entry, forward)
        recent.refresh(database)
        if text := no_store(database, store):
            output.words(text)
            return
        if as_json:
            return
        if not shown:
            output.words(
                "none of the deliveries in the store is like this"
                if not database.is_empty()
                else "no deliveries yet: hooks listen keeps what comes"
            )
        elif shown == limit and (total := database.count(chosen)) > shown:
            output.words(f"{shown} of {total}; --limit 0 shows all")


def _printer(
    output: Output, has_forwards: bool
) -> Callable[[Entry, Forward | None], None]:
    """What prints a row; as wide as the terminal, whole where there is none."""
    from twenty_hooks.render import console
    from twenty_hooks.render.listing import entry_lines

    is_terminal = sys.stdout.isatty()
    is_plain = not (is_terminal or wants_color(sys.stdout, output.color))
    screen = console.stdout(output.color)

    def show(entry: Entry, forward: Forward | None) -> None:
        width = screen.width if is_terminal else None
        for line in entry_lines(entry, forward, has_forwards=has_forwards, width=width):
            if is_plain:  # there may be a million
                output.data(line.plain)
            else:
                screen.line(line)

    return show
