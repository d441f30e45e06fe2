"""The part of a long list that is seen, and the row in it that is selected.

What comes meanwhile is added below and moves nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from twenty_hooks.browser.keymap import Motion
from twenty_hooks.deliveries.stored import ListRow
from twenty_hooks.listen.browse_list import BrowseList

LAST = sys.maxsize  # the place after all others


class Window:
    """selected: the place of the row that is; None where there is none yet."""

    def __init__(self, deliveries: BrowseList) -> None:
        self.selected: int | None = None
        self._deliveries = deliveries
        self._top = 0
        self._room = 1

    def begin(self) -> None:
        """Select the newest."""
        self.selected = None

    def rows(self, typed: str, room: int) -> Sequence[ListRow]:
        """What is seen of all that a filter means, so many rows of it at most."""
        self._room = room
        self._select_one_of(typed)
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
        """The rows on the way there, which comes last."""
        rows = self._deliveries.rows
        if motion == "home":
            return rows(typed, 0, 1)
        if motion == "end":
            return rows(typed, LAST, 1, backwards=True)
        count = self._room if motion in ("page-up", "page-down") else 1
        if motion in ("up", "page-up"):
            return rows(typed, selected - 1, count, backwards=True)
        return rows(typed, selected + 1, count)

    def _select_one_of(self, typed: str) -> None:
        """The selected one if the filter means it, else the nearest that it means."""
        place = LAST if self.selected is None else self.selected
        found = self._deliveries.rows(typed, place, 1, backwards=True)
        found = found or self._deliveries.rows(typed, place, 1)
        if self.selected is None:
            self._top = LAST
        self.selected = found[0].sequence if found else None

    def _before(self, typed: str, place: int, count: int) -> list[ListRow]:
        return list(self._deliveries.rows(typed, place, count, backwards=True))[::-1]
