"""`hooks deliveries prune`."""

from __future__ import annotations

from twenty_hooks.cli.arguments import missing_store, open_store
from twenty_hooks.cli.options.deliveries import OlderThanOption, ToSizeOption
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
    YesOption,
    duration_ms,
    size_bytes,
)
from twenty_hooks.console import prompts
from twenty_hooks.console.hints import with_store
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError


def prune(
    older_than: OlderThanOption = None,
    to_size: ToSizeOption = None,
    store: StoreOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Permanently remove old deliveries from the store.

    A running listener does so by itself, with a message, when the store is larger than
    its --store-limit.

    \b
    hooks deliveries prune --older-than 30d
    hooks deliveries prune --to-size 500mb --yes
    """
    from twenty_hooks.store import prune_plan

    age_ms = duration_ms(older_than, "--older-than")
    size = None if to_size is None else size_bytes(to_size, "--to-size")
    if age_ms is None and size is None:
        raise UsageError(
            "missing option: --older-than DURATION or --to-size SIZE",
            hint=with_store("hooks deliveries prune --older-than 30d", store),
        )
    output = Output(as_json=as_json, color=color.value)
    with open_store(store) as database:
        if message := missing_store(database, store):
            output.info(message)
        plan = prune_plan.plan_prune(database, age_ms, size)
    if plan.count:
        prompts.ask(plan.question, yes)
    result = prune_plan.prune(database.path, plan)
    output.emit(result, result.lines)
