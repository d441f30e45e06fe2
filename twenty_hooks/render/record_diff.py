"""Show what changed in a record since its previous state.

    jobTitle                 Mathematician → CTO
    emails.additionalEmails  + ada@analytical.example  - ada@old.example

`change_rows` and `notes` yield raw text from outside: pass it through `visible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.cells import cell_len, set_cell_size
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
from twenty_hooks.render.cells import wrap
from twenty_hooks.render.fields import brief
from twenty_hooks.text import js_json
from twenty_hooks.text.units import show_moment

NO_NAME = "(no event name)"
NO_CHANGES = "no changes, apart from updatedAt and searchVector"
_EMPTY = "(empty)"
_LONGEST_NAME = 500
# A path takes at most this part of the width of a terminal.
_PATH_SHARE = 3


def heading(stored: StoredDelivery, previous: State) -> str:
    """Return what is compared with what, safe to print."""
    verified = stored.received.verified
    name = visible(shorten(verified.event.name or NO_NAME, _LONGEST_NAME))
    start = f"{previous.id}{_at(previous.received_at_ms)}"
    return f"{name}, from {start} to {stored.id}{_at(verified.delivery.received_at_ms)}"


def shown_rows(record_history: RecordHistory) -> list[tuple[str, str]]:
    """Return each path that changed and its change, safe to print."""
    return [
        (visible(path), visible(text))
        for path, text in change_rows(record_history.differences)
    ]


def table(record_history: RecordHistory) -> Iterator[str]:
    """Yield the changes in two columns, aligned in any script, for a pipe."""
    rows = shown_rows(record_history)
    width = max((cell_len(path) for path, _ in rows), default=0)
    for path, text in rows:
        yield f"{set_cell_size(path, width)}  {text}"


def lines(record_history: RecordHistory, *, width: int) -> Iterator[Text]:
    """Yield the changes in two columns, for a terminal.

    A path that is too long for its column has a line of its own. Long values are
    wrapped in their column.
    """
    rows = shown_rows(record_history)
    column = max((cell_len(path) for path, _ in rows), default=0)
    column = min(column, width // _PATH_SHARE)
    for path, text in rows:
        start = set_cell_size(path, column)
        if cell_len(path) > column:
            for piece in wrap(path, width):
                yield Text(piece, style="dim")
            start = " " * column
        for piece in wrap(text, max(2, width - column - 2)):
            yield Text().append(f"{start}  ", style="dim").append(piece)
            start = " " * column


def change_rows(differences: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """Yield each path that changed and its change, without bookkeeping fields."""
    shown = [change for change in differences if not is_bookkeeping(change)]
    for path, changes in rows_of(shown).items():
        yield path or "(everything)", "  ".join(map(_change, changes))


def notes(history: RecordHistory, *, is_update: bool) -> Iterator[str]:
    """Yield a sentence for each remarkable fact about a delivery.

    Args:
        is_update: whether the event has a previous state.
    """
    if history.duplicate_of:
        yield f"duplicate of {history.duplicate_of}: the body is identical"
    if history.overtaken_by:
        yield f"out of order: {history.overtaken_by} has a newer state, but came first"
    if history.missing:
        yield f"updatedFields names {', '.join(history.missing)}, missing in the record"
    if history.previous is None:
        if is_update and not history.duplicate_of:
            yield "no earlier state of this record is in the store"
        return
    since = f"since {history.previous.id}"
    if history.unchanged:
        yield f"updatedFields names {', '.join(history.unchanged)}, unchanged {since}"
    if history.unlisted:
        yield (
            f"{', '.join(history.unlisted)} also changed {since}, but updatedFields "
            "does not say so: deliveries in between are not in the store"
        )


def _at(moment_ms: int | None) -> str:
    return "" if moment_ms is None else f" ({show_moment(moment_ms)})"


def _change(change: Change) -> str:
    if change.kind == "item-added":
        return f"+ {_value(change.after)}"
    if change.kind == "item-removed":
        return f"- {_value(change.before)}"
    if change.kind == "reordered":
        return f"(reordered) {_value(change.after)}"
    if change.kind == "added":
        return f"(missing) → {_value(change.after)}"
    if change.kind == "removed":
        return f"{_value(change.before)} → (missing)"
    return transition(change.before, change.after)


def transition(before: Any, after: Any) -> str:
    """Return `before → after`, as JSON if both would read the same."""
    shown = _value(before), _value(after)
    if shown[0] == shown[1] and before != after:  # equal when both are masked
        shown = js_json.stringify(before), js_json.stringify(after)
    return " → ".join(shown)


def _value(value: Any) -> str:
    return brief(value) or _EMPTY
