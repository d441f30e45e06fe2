"""`hooks sample`: the body of an event."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from twenty_hooks.cli.options.sample import (
    ActorChoice,
    ActorOption,
    AsOption,
    EraChoice,
    SeedOption,
    SetOption,
    UnsetOption,
    sample_arguments,
)
from twenty_hooks.cli.options.shared import ColorChoice, ColorOption
from twenty_hooks.console.output import Output


def sample(
    event: Annotated[
        str,
        typer.Argument(
            metavar="EVENT",
            help="Name of the event: person.created, or metadata.view.updated. An "
            "object that Twenty does not have is a custom one. See 'hooks events'.",
        ),
    ],
    as_: AsOption = EraChoice.v2x,
    actor: ActorOption = ActorChoice.key,
    set_: SetOption = None,
    unset: UnsetOption = None,
    seed: SeedOption = None,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Print the body of an event, exactly as Twenty sends it.

    The record is different each time. On a terminal the JSON is indented and coloured;
    a pipe or file gets the exact bytes, without a newline at the end.

    \b
    hooks sample person.created
    hooks sample person.updated --set jobTitle=CTO | hooks sign -
    hooks sample opportunity.updated --as 1.8 --set stage=CUSTOMER
    hooks sample invoice.created --set 'total:=99.5'      a custom object
    """
    from twenty_hooks import samples
    from twenty_hooks.render import pretty_json

    arguments = sample_arguments(as_, actor, set_, unset, seed)
    body = samples.compose(event, **arguments).body
    output = Output(color=color.value)
    if sys.stdout.isatty():
        output.data(pretty_json.of_body(body, output.style))
    else:
        output.raw(body)
