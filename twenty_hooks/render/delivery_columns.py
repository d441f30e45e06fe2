"""The columns of every list of deliveries, always in the same order.

    TIME          ID        VERDICT     EVENT           NAME            SIZE  FORWARD
    10:24:07.123  k3f9a2xq  ✓ valid     person.created  Ada Lovelace  1.3 kB  ✓ fwd ok
    10:24:08.240  1tkrb5zb  ✗ mismatch  person.updated  Ada Lov…      1.3 kB  → 401

Our own response comes last, if it is not 200: in place of a forward, or after it. A
narrow terminal first drops the size, then gives each delivery two lines:

    10:24:07  k3f9a2xq            1.3 kB
      ✓ valid  person.created  Ada Lovel…
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text

from twenty_hooks.render.cells import cut, padded

# Below this width, times are shortened and details are indented less.
NARROW = 64
NARROW_INDENT = 2
# Most verdicts; longer ones push the rest of their row aside in a stream of rows.
USUAL_VERDICT = len("no-secret")
LONGEST_VERDICT = len("from-the-future")
USUAL_EVENT = len("opportunity.created")

_SIZE = len("999.9 kB")
_RESPONSE = len("→ 401")
_GAP = 2
_MARK = len("✓ ")
# Left out where there is little room.
_FORWARD_PREFIX = "fwd "
# Room for an event and the name of a record: what is needed, and what is desired.
_LEAST_ROOM = 24
_GOOD_ROOM = 28
_LEAST_EVENT = len("company.updated")
_LEAST_NAME = 12
# Width of the names where nothing is cut.
_PIPED_NAME = 20

_MARKS = {
    "valid": ("✓", "green"),
    "unsigned": ("!", "yellow"),
    "no-secret": ("!", "yellow"),
    "redacted": ("!", "yellow"),
}
_REFUSED = ("✗", "red")


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery in a list. All text is safe to print.

    `forward` and `response` are empty where there is nothing to say.
    """

    time: str
    id: str
    verdict: str
    event: str
    name: str
    size: str
    forward: str = ""
    forward_style: str = ""
    response: str = ""

    @property
    def head(self) -> str:
        """The time and the id; only the time of a delivery that is not stored."""
        return f"{self.time}  {self.id}" if self.id else self.time


class Columns:
    """The widths of the columns, the same for all rows of a list."""

    def __init__(
        self,
        width: int | None,
        *,
        head: int,
        verdict: int = USUAL_VERDICT,
        event: int = USUAL_EVENT,
        forward: int = 0,
    ) -> None:
        """Choose the widths.

        Args:
            width: of the terminal; None cuts nothing, for a pipe.
            head: width of everything before the verdict.
            verdict: width of the longest verdict; 0 shows only its mark.
            event: width of the longest event name.
            forward: width of the forward column; 0 if the list has none.
        """
        self.width = width
        self.verdict = verdict
        self.event = event
        self.forward = forward
        self.has_size = True
        self.has_prefix = True
        self.has_response = False
        self.is_stacked = False
        self._room = 0
        if width is None:
            return
        fixed = head + _GAP + self._verdict_width
        fixed += _GAP + forward if forward else 0
        self.has_size = width - fixed - _GAP - _SIZE >= _GOOD_ROOM
        if forward and width - fixed < _GOOD_ROOM:
            self.has_prefix = False
            self.forward -= len(_FORWARD_PREFIX)
            fixed -= len(_FORWARD_PREFIX)
        room = width - fixed
        self.is_stacked = room < _LEAST_ROOM
        room -= _GAP + _SIZE if self.has_size else 0
        if not forward and room - _GAP - _RESPONSE >= _GOOD_ROOM:
            self.has_response = True
            room -= _GAP + _RESPONSE
        self.event = min(event, max(_LEAST_EVENT, room - _GAP - _LEAST_NAME))

    def lines(self, row: DeliveryRow) -> Iterator[Text]:
        """Yield the row in one line, or in several where it has no room in one."""
        if self.is_stacked:
            yield from self._stacked(row)
            return
        below = ""
        if len(row.response) > _RESPONSE and not self._has_room(row):
            row, below = replace(row, response=""), row.response
        line = self.line(row)
        line.rstrip()
        yield line
        if below:
            yield self._below(below, row)

    def line(self, row: DeliveryRow) -> Text:
        """Return the row in one line, padded to the width."""
        line = Text().append(row.head, style="dim").append(" " * _GAP)
        line.append_text(self._verdict(row))
        end = self._end(row)
        if self.width is None:
            name = padded(row.name, _PIPED_NAME)
            line.append(f"{padded(row.event, self.event)}  {name}")
            return line.append_text(end)
        room = self.width - line.cell_len - end.cell_len
        line.append_text(_about(row, room, self.event))
        line.append(" " * (self.width - line.cell_len - end.cell_len))
        return line.append_text(end)

    @property
    def _verdict_width(self) -> int:
        return _MARK + self.verdict + _GAP if self.verdict else _MARK

    def _verdict(self, row: DeliveryRow) -> Text:
        mark, color = mark_of(row.verdict)
        verdict = f"{mark} {row.verdict}" if self.verdict else mark
        return Text(padded(verdict, self._verdict_width), style=color)

    def _has_room(self, row: DeliveryRow) -> bool:
        """Return whether the event has room beside the end of the row."""
        if self.width is None:
            return True
        fixed = len(row.head) + _GAP + self._verdict_width
        return self.width - fixed - self._end(row).cell_len >= _LEAST_EVENT

    def _below(self, response: str, row: DeliveryRow) -> Text:
        color = mark_of(row.verdict)[1]
        return Text(" " * NARROW_INDENT).append(response, style=color)

    def _end(self, row: DeliveryRow) -> Text:
        """Return the right end of a line: size, forward and response."""
        end = Text()
        if self.has_size:
            end.append(f"  {row.size:>{_SIZE}}", style="dim")
        if self.forward and (row.forward or not row.response):
            is_last = not row.response
            forward = padded(self._forward(row), self.forward if is_last else 0)
            end.append(f"  {forward}", style=row.forward_style)
        if row.response or self.has_response:
            is_alone = self.forward and not row.forward
            width = self.forward if is_alone else _RESPONSE
            color = mark_of(row.verdict)[1]
            end.append(f"  {padded(row.response, width)}", style=color)
        return end

    def _forward(self, row: DeliveryRow) -> str:
        return (
            row.forward if self.has_prefix else row.forward.replace(_FORWARD_PREFIX, "")
        )

    def _stacked(self, row: DeliveryRow) -> Iterator[Text]:
        width = self.width or 0
        head = Text().append(row.head, style="dim")
        forward = self._forward(row)
        end = forward or row.size
        gap = width - head.cell_len - len(end)
        if gap >= _GAP:
            head.append(" " * gap)
            head.append(end, style=row.forward_style if forward else "dim")
        yield head
        line = Text(" " * NARROW_INDENT).append_text(self._verdict(row))
        response = f"  {row.response}" if row.response else ""
        room = width - line.cell_len
        is_below = bool(response) and room - cell_len(response) < _LEAST_EVENT
        if response and not is_below:
            line.append_text(_about(row, room - cell_len(response), 0))
            yield line.append(response, style=mark_of(row.verdict)[1])
            return
        yield line.append_text(_about(row, room, 0))
        if is_below:
            yield self._below(row.response, row)


def mark_of(verdict: str) -> tuple[str, str]:
    """Return the symbol of a verdict, and its colour."""
    return _MARKS.get(verdict, _REFUSED)


def _about(row: DeliveryRow, room: int, event_width: int) -> Text:
    """Return the event and the name of the record, cut to the room there is."""
    event = padded(cut(row.event, room), event_width if row.name else 0)
    name = cut(row.name, room - cell_len(event) - _GAP)
    text = Text().append(event, style="bold")
    return text.append(f"  {name}") if name else text
