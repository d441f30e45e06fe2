"""The visible part of a long list, and the selected row in it.

Deliveries that arrive meanwhile are added below, and nothing moves.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from twenty_hooks.browser.browse_list import BrowseList
from twenty_hooks.browser.keymap import Motion
from twenty_hooks.deliveries.stored import ListRow

LAST = sys.maxsize  # the place after all others


class ListView:
    """A window over the list.

    Attributes:
        selected: The place of the selected row; None if there is none yet.
    """

    def __init__(self, deliveries: BrowseList) -> None:
        self.selected: int | None = None
        self._deliveries = deliveries
        self._top = 0
        self._room = 1

    def begin(self) -> None:
        """Select the newest."""
        self.selected = None

    def rows(self, typed: str, room: int) -> Sequence[ListRow]:
        """Return the visible rows of those that match the filter, at most `room`."""
        self._room = room
        self._select_match(typed)
        if self.selected is None:
            return ()
        rows = list(self._deliveries.rows(typed, min(self._top, self.selected), room))
        if not any(row.sequence == self.selected for row in rows):
            rows = self._before(typed, self.selected, room)
        if rows and len(rows) < room:
            above = self._before(typed, rows[0].sequence - 1, room - len(rows))
            rows = above + rows
        self._top = rows[0].sequence if rows else 0
        return rows

    def move(self, motion: Motion, typed: str) -> None:
        """Select another row."""
        if self.selected is None:
            return
        found = self._reached(motion, typed, self.selected)
        if found:
            self.selected = found[-1].sequence

    def _reached(self, motion: Motion, typed: str, selected: int) -> Sequence[ListRow]:
        """Return the rows on the way to the new selection, which comes last."""
        rows = self._deliveries.rows
        if motion == "home":
            return rows(typed, 0, 1)
        if motion == "end":
            return rows(typed, LAST, 1, backwards=True)
        count = self._room if motion in ("page-up", "page-down") else 1
        if motion in ("up", "page-up"):
            return rows(typed, selected - 1, count, backwards=True)
        return rows(typed, selected + 1, count)

    def _select_match(self, typed: str) -> None:
        """Keep the selected row if it matches the filter, else select the nearest."""
        place = LAST if self.selected is None else self.selected
        found = self._deliveries.rows(typed, place, 1, backwards=True)
        found = found or self._deliveries.rows(typed, place, 1)
        if self.selected is None:
            self._top = LAST
        self.selected = found[0].sequence if found else None

    def _before(self, typed: str, place: int, count: int) -> list[ListRow]:
        return list(self._deliveries.rows(typed, place, count, backwards=True))[::-1]
