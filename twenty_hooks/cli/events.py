"""`hooks events`: the events that Twenty sends, and what each contains."""

from __future__ import annotations

from twenty_hooks.cli.options.sample import AsOption, EraChoice
from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.console.output import Output


def events(
    as_: AsOption = EraChoice.v2x,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List the events that Twenty sends.

    \b
    hooks events
    hooks events --as 0.55
    hooks events --json | jq -r '.[].event'
    """
    from twenty_hooks.render import event_catalogue
    from twenty_hooks.samples.known_events import known_events

    output = Output(as_json=as_json, color=color.value)
    output.emit(
        [event.to_json() for event in known_events(as_.value)],
        lambda: event_catalogue.lines(as_.value, output.style),
    )
