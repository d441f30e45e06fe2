"""`hooks deliveries list`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.cli.options.query import (
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
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.console.output import Output, wants_color

if TYPE_CHECKING:
    from twenty_hooks.deliveries.stored import DeliverySummary, Forward

_DEFAULT_LIMIT = 20
# So many rows say how wide the column of verdicts has to be.
_LOOKED_AT = 1_000


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
    with opened(store) as database:
        if text := no_store(database, store):
            output.info(text)
            return
        rows = database.entries_and_forwards(chosen, limit or None)
        if as_json:
            for entry, forward in rows:
                output.json_line({**entry.to_json(), "forward": forward})
            return
        shown = _print(output, rows, has_forwards=database.has_forwards())
        if not shown:
            output.info(
                "none of the deliveries in the store is like this"
                if not database.is_empty()
                else "no deliveries yet: hooks listen keeps what comes"
            )
        elif shown == limit and (total := database.count(chosen)) > shown:
            output.info(f"{shown} of {total}; --limit 0 shows all")


def _print(
    output: Output,
    rows: Iterator[tuple[DeliverySummary, Forward | None]],
    *,
    has_forwards: bool,
) -> int:
    """Print rows as wide as the terminal, or whole where there is none; how many."""
    from twenty_hooks.render import console
    from twenty_hooks.render.delivery_rows import LONGEST_VERDICT, entry_lines

    screen = console.stdout(output.color)
    is_terminal = sys.stdout.isatty()
    is_plain = not (is_terminal or wants_color(sys.stdout, output.color))
    first = list(islice(rows, _LOOKED_AT if is_terminal else 0))
    longest = max((len(entry.verdict) for entry, _ in first), default=LONGEST_VERDICT)
    count = 0
    for entry, forward in chain(first, rows):
        count += 1
        for line in entry_lines(
            entry,
            forward,
            has_forwards=has_forwards,
            width=screen.width if is_terminal else None,
            longest_verdict=longest,
        ):
            if is_plain:  # faster: there may be a million
                output.data(line.plain)
            else:
                screen.line(line)
    return count
