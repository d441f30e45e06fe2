"""The events of an era and their content, as lines of at most 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping

from twenty_hooks.protocol.objects import METADATA_NAMES
from twenty_hooks.samples import Era, catalogue, known_events

_TITLES: Mapping[Era, str] = {
    "2.x": "Twenty 2.x",
    "1.8": "Twenty 1.8",
    "0.55": "Twenty 0.55",
    "documented": "Twenty's documentation",
}
_WIDTH = 80
_LONGEST_ACTION = len("destroyed")

Style = Callable[..., str]


def lines(era: Era, style: Style) -> Iterator[str]:
    """Yield the catalogue of an era. style: makes text bold, `Output.style`."""
    yield style(f"Record events of {_TITLES[era]}: OBJECT.ACTION", bold=True)
    yield from _notes(known_events.record_notes(era))
    yield ""
    yield from _wrapped(f"body: {known_events.envelope(era)}", 2)
    if era == "documented":
        yield "  No release of Twenty ever sent such a body."
    yield ""
    yield style("Objects, and their fields beside id, dates and authors", bold=True)
    yield from _objects(era, style)
    metadata_notes = known_events.metadata_notes(era)
    if metadata_notes:
        yield ""
        yield style("Metadata events: metadata.NAME.ACTION", bold=True)
        yield from _notes(metadata_notes)
        yield ""
        yield from _wrapped(" ".join(METADATA_NAMES), 2)


def _objects(era: Era, style: Style) -> Iterator[str]:
    any_uncertain = False
    for name in catalogue.objects(era):
        is_uncertain = era != "documented" and not catalogue.is_recorded(name, era)
        any_uncertain |= is_uncertain
        yield f"  {style(name, bold=True)}{' *' if is_uncertain else ''}"
        keys = known_events.own_fields(era, name, "updated")
        yield from _wrapped(" ".join(keys), 6)
    yield ""
    yield "  Any other name is taken for a custom object of the workspace."
    if any_uncertain:
        yield "  * not recorded with a real server: fields and order are likely."


def _notes(notes: Mapping[str, str]) -> Iterator[str]:
    for action, note in notes.items():
        yield f"  {action:<{_LONGEST_ACTION}}  {note}"


def _wrapped(text: str, indent: int) -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH - indent):
        yield " " * indent + line
