"""`hooks sample`: a realistic body of any event."""

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
from twenty_hooks.render.pretty_json import Kind, pretty
from twenty_hooks.text import js_json

_COLORS: dict[Kind, str] = {
    "key": "blue",
    "text": "green",
    "number": "cyan",
    "word": "magenta",
}


def sample(
    event: Annotated[
        str,
        typer.Argument(
            metavar="EVENT",
            help="Such as person.created or metadata.view.updated; an object that "
            "Twenty does not have is a custom one. See 'hooks events'.",
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

    Off a terminal these are the exact bytes, with no newline at the end. The record
    is a different one each time.

    \b
    hooks sample person.created
    hooks sample person.updated --set jobTitle=CTO | hooks sign -
    hooks sample opportunity.updated --as 1.8 --set stage=CUSTOMER
    hooks sample invoice.created --set 'total:=99.5'      a custom object
    """
    from twenty_hooks import samples

    arguments = sample_arguments(as_, actor, set_, unset, seed)
    body = samples.compose(event, **arguments).body
    output = Output(color=color.value)
    if sys.stdout.isatty():

        def paint(text: str, kind: Kind) -> str:
            return output.style(text, fg=_COLORS[kind])

        output.data(pretty(js_json.parse(body), paint))
    else:
        output.raw(body)
