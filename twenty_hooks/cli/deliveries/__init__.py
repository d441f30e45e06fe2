"""`hooks deliveries`: what came, found again, compared, given away and removed."""

from __future__ import annotations

from typing import Any

import typer

from twenty_hooks.cli.deliveries.export import export
from twenty_hooks.cli.deliveries.import_ import import_
from twenty_hooks.cli.deliveries.list import list_
from twenty_hooks.cli.deliveries.prune import prune
from twenty_hooks.cli.deliveries.show import diff, show
from twenty_hooks.cli.group import new_app
from twenty_hooks.cli.options.shared import JsonOption, StoreOption
from twenty_hooks.errors import UsageError

app = new_app(invoke_without_command=True)


@app.callback()
def deliveries(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> Any:
    """List, show, compare, export and prune deliveries.

    Without a command, lists the latest as 'list' does. A delivery is named by its id,
    by the beginning of one, or by @1 (the latest), @2 (the one before) and so on.

    \b
    hooks deliveries
    hooks deliveries list --event 'person.*' --since 10m
    hooks deliveries show @1 --view full
    """
    command = context.invoked_subcommand
    if command is None:
        return list_(store=store, as_json=as_json)
    # Each takes its own, and not all of them take both.
    for option, is_given in (("--store", store is not None), ("--json", as_json)):
        if is_given:
            raise UsageError(
                f"{option} stands behind the command: hooks deliveries {command} "
                f"{option}",
                hint=f"see 'hooks deliveries {command} --help'",
            )
    return None


app.command("list")(list_)
app.command("show")(show)
app.command("diff")(diff)
app.command("export")(export)
app.command("import")(import_)
app.command("prune")(prune)
