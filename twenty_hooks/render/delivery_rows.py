"""A delivery as a row of `hooks deliveries list`.

    k3f9a2xq  2026-11-24 10:24:07  ✓ valid    1.3 kB  person.created  Ada Lovelace

In a narrow window the rest stands below what tells one from the other:

    k3f9a2xq  2026-11-24 10:24:07     1.3 kB
      ✓ person.created  Ada Lovelace   valid
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.deliveries.stored import DeliverySummary, Forward
from twenty_hooks.render.deliveries import LEAST_NAME, NARROW_INDENT, cut, mark_of
from twenty_hooks.render.record_diff import NO_NAME
from twenty_hooks.text.units import show_moment, show_size

LONGEST_VERDICT = len("from-the-future")
_SIZE_WIDTH = len(" 999.9 kB")
_LONGEST_TEXT = 60
_FORWARDS: dict[Forward | None, tuple[str, str]] = {
    "ok": ("✓ fwd ok", "green"),
    "failed": ("✗ fwd failed", "red"),
    "unsent": ("! fwd unsent", "yellow"),
    "waiting": ("· fwd waiting", ""),
    None: ("", ""),
}
_FORWARD_WIDTH = max(len(text) for text, _ in _FORWARDS.values())
# Left out where room is short: that it was forwarded.
_FORWARD = "fwd "
# Room for an event and the beginning of a record's own name.
_GOOD_ROOM = 28


def entry_lines(
    entry: DeliverySummary,
    forward: Forward | None,
    *,
    has_forwards: bool,
    width: int | None,
    longest_verdict: int = LONGEST_VERDICT,
) -> Iterator[Text]:
    """One line; two where the event's name would have no room in one.

    has_forwards: whether any row says what became of it. width: of the terminal; None
    where it is none, and all of it stands in one line. longest_verdict: of all rows.
    """
    forwarded, forward_color = _FORWARDS[forward]
    mark, color = mark_of(entry.verdict)
    line = Text(f"{entry.id}  {show_moment(entry.moment_ms)}")
    verdict_width = len(f"{mark} ") + longest_verdict
    forward_width = _FORWARD_WIDTH
    fixed = line.cell_len + 2 + verdict_width + 2
    fixed += 2 + forward_width if has_forwards else 0
    has_size = width is None or width - fixed - _SIZE_WIDTH >= _GOOD_ROOM
    if has_forwards and width is not None and width - fixed < _GOOD_ROOM:
        forwarded = forwarded.replace(_FORWARD, "")
        forward_width -= len(_FORWARD)
        fixed -= len(_FORWARD)
    if width is not None and width - fixed < LEAST_NAME:
        yield from _stacked(entry, line, forwarded, forward_color, width)
        return
    # What came from outside stands last, where it can't push anything aside.
    line.append("  ")
    line.append(f"{mark} {entry.verdict}".ljust(verdict_width), style=color)
    if has_size:
        line.append(show_size(entry.size).rjust(_SIZE_WIDTH))
    if has_forwards:
        line.append("  ")
        line.append(forwarded.ljust(forward_width), style=forward_color)
    line.append("  ")
    answered = _answered(entry)
    begin = line.cell_len
    room = None if width is None else width - begin
    if room is None or room - len(answered) - 2 >= LEAST_NAME or not answered:
        line.append(_named(entry, room, answered))
        yield line
        return
    yield line.append(_named(entry, room, ""))
    yield Text(" " * max(0, min(begin, begin + room - len(answered))) + answered)


def _stacked(
    entry: DeliverySummary, head: Text, forwarded: str, forward_color: str, width: int
) -> Iterator[Text]:
    mark, color = mark_of(entry.verdict)
    end = forwarded or show_size(entry.size)
    head.append(" " * (width - head.cell_len - len(end)))
    yield head.append(end, style=forward_color)
    room = width - NARROW_INDENT - len(f"{mark}   {entry.verdict}")
    line = Text(" " * NARROW_INDENT)
    line.append(f"{mark} ", style=color)
    line.append(_named(entry, room, ""))
    line.append(" " * (width - line.cell_len - len(entry.verdict)))
    yield line.append(entry.verdict, style=color)
    if answered := _answered(entry):
        yield Text(" " * NARROW_INDENT + answered)


def _named(entry: DeliverySummary, room: int | None, answered: str) -> str:
    """The event, the record's own name and what it was answered."""
    end = f"  {answered}" if answered else ""
    name = visible(shorten(entry.event or NO_NAME, _LONGEST_TEXT))
    label = visible(shorten(entry.label, _LONGEST_TEXT))
    if room is not None:
        room -= len(end)
        name = cut(name, room)
        label = cut(label, room - cell_len(name) - 2)
    return name + (f"  {label}" if label else "") + end


def _answered(entry: DeliverySummary) -> str:
    """What it was answered, where that is not the usual."""
    if not entry.fault:
        return "" if entry.status in (None, 200) else f"→ {entry.status}"
    if entry.status is None:
        return "→ no answer, on purpose"
    # Nothing is wrong with a 2xx but that it came late.
    answer = "late" if 200 <= entry.status < 300 else str(entry.status)
    return f"→ {answer}, on purpose"
