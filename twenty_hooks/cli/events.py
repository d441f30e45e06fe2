"""`hooks events`: what Twenty can send, and what each event carries."""

from __future__ import annotations

import textwrap

from twenty_hooks.cli.options import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.sample_options import AsOption, EraChoice
from twenty_hooks.output import Output
from twenty_hooks.samples import catalogue, known_events
from twenty_hooks.samples.objects_2x import METADATA_NAMES
from twenty_hooks.samples.scene import Era

_TITLES: dict[Era, str] = {
    "2.x": "Twenty 2.x",
    "1.8": "Twenty 1.8",
    "0.55": "Twenty 0.55",
    "documented": "Twenty's documentation",
}
_WIDTH = 80
_LONGEST_ACTION = len("destroyed")


def events(
    as_: AsOption = EraChoice.v2x,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List the events that Twenty sends, and what each carries.

    \b
    hooks events
    hooks events --as 0.55
    hooks events --json | jq -r '.[].event'
    """
    era: Era = as_.value
    output = Output(as_json=as_json, color=color.value)
    if as_json:
        output.json_document(
            [
                {
                    "event": known.event,
                    "kind": known.kind,
                    "object": known.object_name,
                    "action": known.action,
                    "fields": list(known.fields),
                    "note": known.note,
                    "recorded": known.is_recorded,
                }
                for known in known_events.known_events(era)
            ]
        )
        return
    _Listing(output, era).write()


class _Listing:
    """The list for a person, within 80 columns."""

    def __init__(self, output: Output, era: Era) -> None:
        self.output = output
        self.era = era

    def write(self) -> None:
        self._heading(f"Record events of {_TITLES[self.era]}: OBJECT.ACTION")
        self._notes(known_events.record_notes(self.era))
        self.output.data("")
        self._wrapped(f"body: {known_events.envelope(self.era)}", 2)
        if self.era == "documented":
            self.output.data("  No release of Twenty ever sent such a body.")
        self.output.data("")
        self._heading("Objects, and what a record has beside its id, dates and authors")
        for name in catalogue.objects(self.era):
            mark = " *" if self._is_uncertain(name) else ""
            self.output.data(f"  {self.output.style(name, bold=True)}{mark}")
            keys = known_events.own_fields(self.era, name, "updated")
            self._wrapped(" ".join(keys), 6)
        self.output.data("")
        self.output.data("  Any other name is a custom object of the workspace.")
        if self.era in ("1.8", "0.55"):
            self.output.data("  * never recorded: the order of its keys is likely.")
        notes = known_events.metadata_notes(self.era)
        if notes:
            self.output.data("")
            self._heading("Metadata events: metadata.NAME.ACTION")
            self._notes(notes)
            self.output.data("")
            self._wrapped(" ".join(METADATA_NAMES), 2)

    def _is_uncertain(self, name: str) -> bool:
        return self.era != "documented" and not catalogue.is_recorded(name, self.era)

    def _heading(self, text: str) -> None:
        self.output.data(self.output.style(text, bold=True))

    def _notes(self, notes: dict[str, str]) -> None:
        for action, note in notes.items():
            self.output.data(f"  {action:<{_LONGEST_ACTION}}  {note}")

    def _wrapped(self, text: str, indent: int) -> None:
        for line in textwrap.wrap(text, _WIDTH - indent):
            self.output.data(" " * indent + line)
