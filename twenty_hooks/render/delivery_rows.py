"""Show stored deliveries as the rows of `hooks deliveries list`.

2026-11-24 10:24:07  k3f9a2xq  ✓ valid  person.created  Ada Lovelace   1.3 kB
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from rich.cells import cell_len

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.console.output import Color
from twenty_hooks.deliveries.stored import DeliverySummary, Forward
from twenty_hooks.render import console
from twenty_hooks.render.delivery_columns import Columns, DeliveryRow
from twenty_hooks.render.painting import painted
from twenty_hooks.render.record_diff import NO_NAME
from twenty_hooks.text.units import show_moment, show_size

_LONGEST_TEXT = 60
_HEAD_WIDTH = len("2026-11-24 10:24:07  k3f9a2xq")
# The first rows decide how wide the columns are.
_MEASURED = 1_000
_FORWARDS: dict[Forward | None, tuple[str, str]] = {
    "ok": ("✓ fwd ok", "green"),
    "failed": ("✗ fwd failed", "red"),
    "unsent": ("! fwd unsent", "yellow"),
    "waiting": ("· fwd waiting", ""),
    None: ("", ""),
}
_FORWARD_WIDTH = max(len(text) for text, _ in _FORWARDS.values())


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """One row of the list.

    `forward` is the result of forwarding or replaying it; None if there was neither.
    """

    summary: DeliverySummary
    forward: Forward | None
    columns: Columns
    color: Color

    def to_json(self) -> dict[str, Any]:
        """Return a line of `hooks deliveries list --json`."""
        return {**self.summary.to_json(), "forward": self.forward}

    def lines(self) -> Iterator[str]:
        """Yield the row: one line, or several on a narrow terminal."""
        return painted(self.columns.lines(self._row()), self.color, is_folded=False)

    def _row(self) -> DeliveryRow:
        summary = self.summary
        forward, forward_style = _FORWARDS[self.forward]
        return DeliveryRow(
            show_moment(summary.moment_ms),
            summary.id,
            summary.verdict,
            _event(summary),
            visible(shorten(summary.label, _LONGEST_TEXT)),
            show_size(summary.size),
            forward,
            forward_style,
            _response(summary),
        )


def rows_of(
    deliveries: Iterator[tuple[DeliverySummary, Forward | None]],
    *,
    has_forwards: bool,
    color: Color,
) -> Iterator[ListedDelivery]:
    """Yield the rows of a list, in columns as wide as the first of them need.

    Args:
        has_forwards: whether the list has a column for forwards.
    """
    first = list(islice(deliveries, _MEASURED))
    columns = Columns(
        console.stdout(color).width if sys.stdout.isatty() else None,
        head=_HEAD_WIDTH,
        verdict=max((len(summary.verdict) for summary, _ in first), default=0),
        event=max((cell_len(_event(summary)) for summary, _ in first), default=0),
        forward=_FORWARD_WIDTH if has_forwards else 0,
    )
    for summary, forward in chain(first, deliveries):
        yield ListedDelivery(summary, forward, columns, color)


def _event(summary: DeliverySummary) -> str:
    return visible(shorten(summary.event or NO_NAME, _LONGEST_TEXT))


def _response(summary: DeliverySummary) -> str:
    """Return our response if it was not the usual 200."""
    if not summary.fault:
        return "" if summary.status in (None, 200) else f"→ {summary.status}"
    if summary.status is None:
        return "→ no response, on purpose"
    # A 2xx is only wrong by being late.
    response = "late" if 200 <= summary.status < 300 else str(summary.status)
    return f"→ {response}, on purpose"
