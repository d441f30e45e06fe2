"""`hooks deliveries`: list, show, compare, export, import and prune deliveries."""

from __future__ import annotations

from typing import Any

import typer

from twenty_hooks.cli.deliveries.diff import diff
from twenty_hooks.cli.deliveries.export import export
from twenty_hooks.cli.deliveries.import_ import import_
from twenty_hooks.cli.deliveries.list import list_
from twenty_hooks.cli.deliveries.prune import prune
from twenty_hooks.cli.deliveries.show import show
from twenty_hooks.cli.group import new_app
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.errors import UsageError

app = new_app(invoke_without_command=True)


@app.callback()
def deliveries(
    context: typer.Context,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> Any:
    """List, show, compare, export and prune deliveries.

    Without a command, lists the latest. Name a delivery by its id, the beginning of
    its id, or by @1 (the latest), @2 (the one before), and so on.

    \b
    hooks deliveries
    hooks deliveries list --event 'person.*' --since 10m
    hooks deliveries show @1 --view full
    """
    command = context.invoked_subcommand
    if command is None:
        return list_(store=store, as_json=as_json, color=color)
    given = {
        "--store": store is not None,
        "--json": as_json,
        "--color": color is not ColorChoice.auto,
    }
    for option in (option for option, is_given in given.items() if is_given):
        raise UsageError(
            f"{option} must follow the command: hooks deliveries {command} {option}",
            hint=f"see 'hooks deliveries {command} --help'",
        )
    return None


app.command("list")(list_)
app.command("show")(show)
app.command("diff")(diff)
app.command("export")(export)
app.command("import")(import_)
app.command("prune")(prune)
