"""`hooks deliveries list`."""

from __future__ import annotations

from twenty_hooks.cli.arguments import missing_store, open_store
from twenty_hooks.cli.options.deliveries import FailedOption
from twenty_hooks.cli.options.query import FilterOptions, with_filters
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    LimitOption,
    StoreOption,
)
from twenty_hooks.console.output import Output

_DEFAULT_LIMIT = 20


@with_filters
def list_(
    filters: FilterOptions,
    failed: FailedOption = False,
    limit: LimitOption = _DEFAULT_LIMIT,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List deliveries, the latest first.

    The last column is the result of forwarding or replaying: ok, failed (at the latest
    attempt), unsent (its listener ended before), or waiting (for a running listener).

    \b
    hooks deliveries list
    hooks deliveries list --event 'person.*' --since 10m
    hooks deliveries list --verdict mismatch --limit 0 --json
    """
    from twenty_hooks.render.delivery_rows import rows_of

    chosen = filters.selection(failed=failed)
    output = Output(as_json=as_json, color=color.value)
    with open_store(store) as database:
        if message := missing_store(database, store):
            output.info(message)
            return
        rows = database.entries_and_forwards(chosen, limit or None)
        shown = 0
        has_forwards = database.has_forwards()
        for row in rows_of(rows, has_forwards=has_forwards, color=output.color):
            output.emit_item(row, row.lines)
            shown += 1
        if as_json:
            return
        if not shown and database.is_empty():
            output.info("no deliveries yet; receive some with: hooks listen")
        elif not shown:
            output.info("no stored delivery matches")
        elif shown == limit and (total := database.count(chosen)) > shown:
            output.info(f"{shown} of {total}; --limit 0 shows all")
