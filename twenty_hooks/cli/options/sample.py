"""The options of `hooks sample` and `hooks send` that choose a body."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from random import Random
from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import whole_number
from twenty_hooks.samples.arguments import SampleArguments
from twenty_hooks.text import units

# With --seed, the bytes must be the same on every run, dates included.
SEEDED_MOMENT_MS = 1_784_107_812_345  # 2026-07-15T09:30:12.345Z


class EraChoice(StrEnum):
    """The releases with bodies of their own."""

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
        help="Body format of this release. 'documented' is the body in Twenty's "
        "documentation, {event, data, timestamp}, which no release ever sent.",
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
        help="Set a value of the record (name.firstName=Ada), or of the whole body "
        "if PATH begins with / (/workspaceId=...). The value takes the type of the "
        "one it replaces. PATH:=JSON sets exactly this JSON. Repeatable.",
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
        metavar="N",
        help="Make the same bytes on every run, also the dates, which then start at "
        "2026-07-15T09:30:12.345Z.",
        show_default=False,
        parser=whole_number(),
    ),
]


def sample_arguments(
    as_: EraChoice,
    actor: ActorChoice,
    set_: Sequence[str] | None,
    unset: Sequence[str] | None,
    seed: int | None,
) -> SampleArguments:
    """Return the arguments of `samples.compose`.

    Composing again with the same `random` makes a different record. Raises UsageError
    for a --set that is not valid.
    """
    # Loading the objects of all releases is slow, and most commands sample nothing.
    from twenty_hooks.samples import Overrides

    return SampleArguments(
        random=Random(seed),  # noqa: S311 - nothing depends on it being secret
        now_ms=units.now_ms() if seed is None else SEEDED_MOMENT_MS,
        era=as_.value,
        actor=actor.value,
        overrides=Overrides.parse(set_ or (), unset or ()),
    )
