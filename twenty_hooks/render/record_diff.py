"""What changed since the state before, as a person reads it.

    jobTitle                 Mathematician → CTO
    emails.additionalEmails  + ada@analytical.example  - ada@old.example

What `change_rows` and `notes` give is raw text from outside: it must still go through
`visible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.deliveries.history import (
    RecordHistory,
    State,
    is_bookkeeping,
    rows_of,
)
from twenty_hooks.deliveries.json_diff import Change
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.render.fields import brief
from twenty_hooks.text import js_json
from twenty_hooks.text.units import show_moment

NO_NAME = "(no event name)"
NOTHING = "nothing differs but when it was written"
_EMPTY = "(empty)"
_LONGEST_NAME = 500
_PATH_SHARE = 3


def heading(stored: StoredDelivery, previous: State) -> str:
    """What is compared with what, safe to show."""
    verified = stored.received.verified
    name = visible(shorten(verified.event.name or NO_NAME, _LONGEST_NAME))
    start = f"{previous.id}{_at(previous.received_at_ms)}"
    return f"{name}, from {start} to {stored.id}{_at(verified.delivery.received_at_ms)}"


def shown_rows(record_history: RecordHistory) -> list[tuple[str, str]]:
    """Each path that changed, and how, safe to show."""
    return [
        (visible(path), visible(text))
        for path, text in change_rows(record_history.differences)
    ]


def table(record_history: RecordHistory) -> Iterator[str]:
    """The same as lines, the second column straight in any script."""
    rows = shown_rows(record_history)
    width = max((cell_len(path) for path, _ in rows), default=0)
    for path, text in rows:
        yield f"{set_cell_size(path, width)}  {text}"


def lines(record_history: RecordHistory, *, width: int) -> Iterator[Text]:
    """The same on a terminal. A path that is too long for the first column has a line
    of its own, and all of a long value is shown, in its column."""
    rows = shown_rows(record_history)
    column = max((cell_len(path) for path, _ in rows), default=0)
    column = min(column, width // _PATH_SHARE)
    for path, text in rows:
        start = set_cell_size(path, column)
        if cell_len(path) > column:
            for piece in chop_cells(path, max(2, width)):
                yield Text(piece, style="dim")
            start = " " * column
        for piece in chop_cells(text, max(2, width - column - 2)) or [""]:
            yield Text().append(f"{start}  ", style="dim").append(piece)
            start = " " * column


def change_rows(differences: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """Each path that changed, and how, bookkeeping aside."""
    shown = [change for change in differences if not is_bookkeeping(change)]
    for path, changes in rows_of(shown).items():
        yield path or "(all of it)", "  ".join(map(_words, changes))


def notes(history: RecordHistory, *, is_update: bool) -> Iterator[str]:
    """What is remarkable about a delivery, in sentences."""
    if history.duplicate_of:
        yield f"duplicate: the identical body came as {history.duplicate_of}"
    if history.overtaken_by:
        yield f"out of order: {history.overtaken_by} came before, with a newer state"
    if history.missing:
        yield f"updatedFields names {', '.join(history.missing)}: not in the record"
    if history.previous is None:
        if is_update and not history.duplicate_of:
            yield "no earlier state of this record is in the store"
        return
    since = f"since {history.previous.id}"
    if history.unchanged:
        yield f"updatedFields names {', '.join(history.unchanged)}: unchanged {since}"
    if history.unlisted:
        yield (
            f"{', '.join(history.unlisted)} changed too {since}, and updatedFields "
            "does not say so: what came between is not in the store"
        )


def _at(moment_ms: int | None) -> str:
    return "" if moment_ms is None else f" ({show_moment(moment_ms)})"


def _words(change: Change) -> str:
    if change.kind == "item-added":
        return f"+ {_value(change.after)}"
    if change.kind == "item-removed":
        return f"- {_value(change.before)}"
    if change.kind == "reordered":
        return f"(another order) {_value(change.after)}"
    if change.kind == "added":
        return f"(not there) → {_value(change.after)}"
    if change.kind == "removed":
        return f"{_value(change.before)} → (not there)"
    return transition(change.before, change.after)


def transition(before: Any, after: Any) -> str:
    """From what to what; as JSON where a person would say the same of both."""
    shown = _value(before), _value(after)
    if shown[0] == shown[1] and before != after:  # not where both were masked
        shown = js_json.stringify(before), js_json.stringify(after)
    return " → ".join(shown)


def _value(value: Any) -> str:
    return brief(value) or _EMPTY
