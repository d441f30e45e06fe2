"""Show one stored delivery, and compare two."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Color, Output
from twenty_hooks.render import console, record_diff
from twenty_hooks.render.attempts import attempt_lines, pending_lines
from twenty_hooks.render.deliveries import View, delivery_lines
from twenty_hooks.render.painting import painted
from twenty_hooks.store.details import Comparison, DeliveryDetails

# A delivery may have been replayed a thousand times.
_ATTEMPTS_SHOWN = 5


def details_lines(details: DeliveryDetails, view: View, color: Color) -> Iterator[str]:
    """Yield the delivery, and below it the latest results of its attempts."""
    stored = details.stored
    received = stored.received
    width = console.stdout(color).width
    lines = delivery_lines(
        received.verified,
        received.status,
        view=view,
        width=width,
        identity=stored.id,
        record_history=details.record_history,
        fault=received.fault,
        later=True,
        size=details.size,
    )
    if view == "raw":
        yield from painted(lines, color, is_folded=False)
        return
    yield from painted(lines, color)
    for attempt in details.attempts[-_ATTEMPTS_SHOWN:]:
        yield from painted(attempt_lines(attempt, width=width, later=True), color)
    for forward in details.pending:
        waiting = forward.is_waiting
        yield from painted(
            pending_lines(forward.target, is_waiting=waiting, width=width), color
        )


def details_notes(details: DeliveryDetails, view: str) -> Iterator[str]:
    """Yield messages on what a view does not show."""
    total = len(details.attempts)
    if view not in ("raw", "curl") and total > _ATTEMPTS_SHOWN:
        yield f"showing the last {_ATTEMPTS_SHOWN} of {total} attempts; --json has all"
    if details.stored.delivery.is_redacted:
        yield "some values are masked; --no-redact shows them"


def comparison_lines(comparison: Comparison, color: Color) -> Iterable[str]:
    """Return what is different, field by field."""
    history = comparison.record_history
    if history.previous is None:
        return ()
    if not sys.stdout.isatty():
        return record_diff.table(history)
    width = console.stdout(color).width
    return painted(record_diff.lines(history, width=width), color)


def comparison_notes(comparison: Comparison, output: Output) -> Iterator[str]:
    """Yield what is compared, and what is remarkable about it."""
    history = comparison.record_history
    mark = output.style("!", err=True, fg="yellow")
    for note in record_diff.notes(history, is_update=True):
        yield f"{mark} {visible(note)}"
    if history.previous is None:
        return
    yield record_diff.heading(comparison.stored, history.previous)
    if not record_diff.shown_rows(history):
        yield record_diff.NO_CHANGES
