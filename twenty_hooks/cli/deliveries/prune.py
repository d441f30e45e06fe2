"""`hooks deliveries prune`."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from twenty_hooks.cli.options.query import no_store, opened
from twenty_hooks.cli.options.shared import (
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
from twenty_hooks.text.units import show_moment, show_size


def prune(
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than",
            metavar="DURATION",
            help="Remove what came longer ago than this (30d).",
            show_default=False,
        ),
    ] = None,
    to_size: Annotated[
        str | None,
        typer.Option(
            "--to-size",
            metavar="SIZE",
            help="Remove the oldest until the rest takes about this much (500mb).",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Remove old deliveries from the store, for good.

    A listener does it by itself, and says so, when the store is larger than its
    --store-limit.

    \b
    hooks deliveries prune --older-than 30d
    hooks deliveries prune --to-size 500mb --yes
    """
    from twenty_hooks.store import Selection

    age_ms = duration_ms(older_than, "--older-than")
    size = None if to_size is None else size_bytes(to_size, "--to-size")
    if age_ms is None and size is None:
        raise UsageError(
            "which ones? give --older-than or --to-size",
            hint=with_store("hooks deliveries prune --older-than 30d", store),
        )
    output = Output(as_json=as_json)
    removed = 0
    with opened(store) as database:
        if text := no_store(database, store):
            output.info(text)
        moments = [] if age_ms is None else [time.time_ns() // 1_000_000 - age_ms]
        over = None if size is None else database.moment_over_size(size)
        moments += [] if over is None else [over]
        before_ms = max(moments, default=None)
        doomed = 0
        if before_ms is not None:
            doomed = database.count(Selection(before_ms=before_ms))
        left = database.count(Selection()) - doomed
    if doomed and before_ms is not None:
        what = "1 delivery" if doomed == 1 else f"{doomed} deliveries"
        prompts.ask(
            f"remove {what} from before {show_moment(before_ms)}, for good? "
            f"{left} stay",
            yes,
        )
        with opened(store, writable=True) as database:
            removed = database.prune(before_ms)
            size_now = database.size()
        spared = max(0, doomed - removed)
        left += spared
        if not as_json:
            output.info(f"{removed} removed; {left} stay ({show_size(size_now)})")
            if spared:
                output.info(
                    f"{spared} that would be removed stay: a running listener still "
                    "has to show or forward them"
                )
    elif not as_json:
        output.info(f"nothing to remove: {left} stay")
    if as_json:
        output.json_document({"removed": removed, "left": left})
