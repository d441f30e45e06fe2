"""The events of an era and what they carry, as lines of at most 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping

from twenty_hooks.samples import Era, catalogue, known_events
from twenty_hooks.samples.objects_2x import METADATA_NAMES

_TITLES: Mapping[Era, str] = {
    "2.x": "Twenty 2.x",
    "1.8": "Twenty 1.8",
    "0.55": "Twenty 0.55",
    "documented": "Twenty's documentation",
}
_WIDTH = 80
_LONGEST_ACTION = len("destroyed")

Embolden = Callable[[str], str]


def lines(era: Era, embolden: Embolden) -> Iterator[str]:
    """embolden: makes a heading or a name stand out, or leaves it as it is."""
    yield embolden(f"Record events of {_TITLES[era]}: OBJECT.ACTION")
    yield from _notes(known_events.record_notes(era))
    yield ""
    yield from _wrapped(f"body: {known_events.envelope(era)}", 2)
    if era == "documented":
        yield "  No release of Twenty ever sent such a body."
    yield ""
    yield embolden("Objects, and what a record has beside its id, dates and authors")
    yield from _objects(era, embolden)
    metadata_notes = known_events.metadata_notes(era)
    if metadata_notes:
        yield ""
        yield embolden("Metadata events: metadata.NAME.ACTION")
        yield from _notes(metadata_notes)
        yield ""
        yield from _wrapped(" ".join(METADATA_NAMES), 2)


def _objects(era: Era, embolden: Embolden) -> Iterator[str]:
    any_uncertain = False
    for name in catalogue.objects(era):
        is_uncertain = era != "documented" and not catalogue.is_recorded(name, era)
        any_uncertain |= is_uncertain
        yield f"  {embolden(name)}{' *' if is_uncertain else ''}"
        keys = known_events.own_fields(era, name, "updated")
        yield from _wrapped(" ".join(keys), 6)
    yield ""
    yield "  Any other name is a custom object of the workspace."
    if any_uncertain:
        yield "  * never recorded: its fields and their order are likely ones."


def _notes(notes: Mapping[str, str]) -> Iterator[str]:
    for action, note in notes.items():
        yield f"  {action:<{_LONGEST_ACTION}}  {note}"


def _wrapped(text: str, indent: int) -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH - indent):
        yield " " * indent + line
