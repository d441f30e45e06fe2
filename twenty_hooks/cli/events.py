"""`hooks events`: what Twenty can send, and what each event carries."""

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
    if as_json:
        output.json_document([known.to_json() for known in known_events(as_.value)])
        return
    for line in event_catalogue.lines(
        as_.value, lambda text: output.style(text, bold=True)
    ):
        output.data(line)
