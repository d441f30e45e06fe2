"""The options that say which body to make: of `hooks sample` and `hooks send`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import StrEnum
from random import Random
from typing import Annotated

import typer

from twenty_hooks.samples.arguments import SampleArguments

# With --seed the bytes must be the same on every run, dates included.
SEEDED_MOMENT_MS = 1_784_107_812_345  # 2026-07-15T09:30:12.345Z


class EraChoice(StrEnum):
    """Whose bodies."""

    v2x = "2.x"
    v18 = "1.8"
    v055 = "0.55"
    documented = "documented"


class ActorChoice(StrEnum):
    """Who wrote the record."""

    key = "key"
    user = "user"


AsOption = Annotated[
    EraChoice,
    typer.Option(
        "--as",
        help="Whose bodies. 'documented' is the {event, data, timestamp} of Twenty's "
        "documentation, which no release ever sent.",
    ),
]
ActorOption = Annotated[
    ActorChoice,
    typer.Option("--actor", help="Who wrote the record: an API key, or a user."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Set a value of the record (name.firstName=Ada), or after a / of the "
        "whole body (/workspaceId=...). It takes the type of what it replaces; text "
        "where there was nothing. PATH:=JSON sets exactly that JSON. Repeatable.",
        show_default=False,
    ),
]
UnsetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unset",
        metavar="PATH",
        help="Remove a key of the record. Repeatable.",
        show_default=False,
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        min=0,
        metavar="N",
        help="Make the same bytes on every run: also the dates, which then count from "
        "2026-07-15T09:30:12.345Z.",
        show_default=False,
    ),
]


def sample_arguments(
    as_: EraChoice,
    actor: ActorChoice,
    set_: Sequence[str] | None,
    unset: Sequence[str] | None,
    seed: int | None,
) -> SampleArguments:
    """What the options mean. Composing again with the same `random` gives another
    record. Raises UsageError for a --set that can't be read."""
    # The objects of all releases are much to load for commands that sample nothing.
    from twenty_hooks.samples import Edits

    return SampleArguments(
        random=Random(seed),  # noqa: S311 - a sample hides nothing
        now_ms=time.time_ns() // 1_000_000 if seed is None else SEEDED_MOMENT_MS,
        era=as_.value,
        actor=actor.value,
        edits=Edits.parse(set_ or (), unset or ()),
    )
