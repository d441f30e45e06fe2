"""A delivery as a person reads it: one line to scan, then what matters below it.

    10:24:07.123  k3f9a2xq  ✓ person.created  Ada Lovelace    1.3 kB  valid
                    emails    ada@analytical.example
                    jobTitle  Mathematician

In a narrow window what tells one from the other stands above the rest:

    10:24:07  k3f9a2xq                1.3 kB
      ✓ person.created  Ada Lovelace  valid

All that came from outside passes through `visible`; widths are counted in cells, so
Korean and emoji keep the columns straight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries import history
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.verification import VerifiedDelivery
from twenty_hooks.protocol.events import Event
from twenty_hooks.render import record_diff
from twenty_hooks.render.fields import brief, filled, named
from twenty_hooks.render.pretty_json import pretty
from twenty_hooks.render.record_diff import NO_NAME
from twenty_hooks.text.units import show_moment, show_size

View = Literal["summary", "record", "full", "raw"]

NARROW = 64
INDENT = 16
NARROW_INDENT = 2
_NAME_WIDTH = 24
LEAST_NAME = 14
_SUMMARY_FIELDS = 12
# A person reads no more of one body than this; --save and --json have it all.
_MOST_SHOWN = 40_000

# No line is longer: what is cut here would be cut to the width anyway, more slowly.
_LONGEST = 1_000

_MARKS = {
    "valid": ("✓", "green"),
    "unsigned": ("!", "yellow"),
    "no-secret": ("!", "yellow"),
    "redacted": ("!", "yellow"),
}
_REFUSED = ("✗", "red")
_NOT_SAVED = "NOT SAVED, so it was not acknowledged: Twenty does not send it again"


_NO_PAST = RecordHistory()


def delivery_lines(
    verified: VerifiedDelivery,
    status: int | None,
    *,
    view: View,
    width: int,
    identity: str = "",
    record_history: RecordHistory = _NO_PAST,
    fault: str = "",
    is_stored: bool = True,
    why: str | None = None,
    later: bool = False,
    size: int | None = None,
) -> Iterator[Text]:
    """The lines for one delivery, none wider than `width` in the summary view.

    status: what it was answered with. identity: its id, where it is in the store.
    past: what earlier deliveries there tell about it. fault: how the answer was
    misbehaviour. is_kept: whether it could be saved. why: the cause of a signature
    that is not valid. later: told not as it comes, so with the day. size: of the body
    that came, where another is shown.
    """
    indent = NARROW_INDENT if width < NARROW else INDENT
    moment = clock(verified.delivery.received_at_ms, short=width < NARROW, later=later)
    head = f"{moment}  {identity}" if identity else moment
    size = len(verified.delivery.body) if size is None else size
    yield from _headlines(verified, status, width, head, show_size(size))
    yield from _verdict_lines(
        verified, status, indent, width, is_stored=is_stored, why=why, later=later
    )
    for line in wrap(_clip(fault), width - indent) if fault else ():
        yield Text(" " * indent + line, style="magenta")
    event, delivery = verified.event, verified.delivery
    is_update = bool(identity) and history.has_previous_state(event)
    for note in record_diff.notes(record_history, is_update=is_update):
        for line in wrap(_clip(note), width - indent):
            yield Text(
                " " * indent + line, style="yellow" if record_history.is_odd else "dim"
            )
    if view == "summary":
        rows = list(record_diff.change_rows(record_history.differences))
        rows = rows or list(_summary(event, delivery))
        yield from _field_lines(rows[:_SUMMARY_FIELDS], indent, width)
        if len(rows) > _SUMMARY_FIELDS:
            more = len(rows) - _SUMMARY_FIELDS
            noun = "field" if more == 1 else "fields"
            yield Text(" " * indent + f"… {more} more {noun}", style="dim")
        return
    if view == "record":
        text = _readable(delivery, event.record if event.record else event.value)
    elif view == "full":
        text = _head(delivery) + "\n" + _readable(delivery, event.value)
    else:
        text = _head(delivery) + "\n" + _as_it_came(delivery)
    yield from _block(text, indent)


def _headlines(
    verified: VerifiedDelivery, status: int | None, width: int, head: str, size: str
) -> Iterator[Text]:
    """One line; two where the event's name would have no room in one. The id is never
    left out: the lines of what was forwarded are told apart by it."""
    answered = "" if status in (None, 200) else f" → {status}"
    outcome = verified.verdict.name + answered
    room = width - len(f"{head}  ✓   {outcome}")
    if room >= LEAST_NAME:
        line = Text(f"{head}  ", style="dim")
        # What the body says anyway gives way to the event's name.
        size = f"{size}  " if room - len(size) - 2 >= LEAST_NAME else ""
        yield line.append_text(_named(verified, size, outcome, width - len(head) - 2))
        return
    gap = width - len(head) - len(size)
    yield Text(head + " " * gap + size if gap >= 2 else head, style="dim")
    below = _named(verified, "", outcome, width - NARROW_INDENT)
    yield Text(" " * NARROW_INDENT).append_text(below)


def _named(verified: VerifiedDelivery, size: str, outcome: str, width: int) -> Text:
    """What it is about, and at the right end what we think of it."""
    event = verified.event
    mark, color = mark_of(verified.verdict.name)
    room = width - len(f"{mark}   {size}{outcome}")
    name = cut(_clip(event.name or NO_NAME), room)
    label = cut(_clip(event.label), room - cell_len(name) - 2)
    line = Text()
    line.append(f"{mark} ", style=color)
    line.append(name, style="bold")
    if label:
        line.append(f"  {label}")
    line.append(" " * (width - line.cell_len - len(size) - len(outcome)))
    line.append(size, style="dim")
    line.append(outcome, style=color)
    return line


def _verdict_lines(
    verified: VerifiedDelivery,
    status: int | None,
    indent: int,
    width: int,
    *,
    is_stored: bool,
    why: str | None,
    later: bool,
) -> Iterator[Text]:
    verdict = verified.verdict
    if is_stored and verdict:
        return
    if is_stored and verified.accepted and status is not None:
        return  # unsigned or no-secret: the headline says it, and once is enough
    color = mark_of(verdict.name)[1]
    text = verdict.reason
    if not is_stored:
        text = _NOT_SAVED
    elif status is not None and not later:  # later it may have been imported
        what = "refused" if status == 401 else "accepted all the same"
        text = f"{what}: {text}"
    for part in (text, *((visible(why),) if why else ())):
        for line in wrap(part, width - indent):
            yield Text(" " * indent + line, style=color)


def _summary(event: Event, delivery: Delivery) -> Iterator[tuple[str, str]]:
    if event.kind == "not-json":
        yield "not JSON", event.problem.removeprefix("not JSON: ")
        yield "body", delivery.body[:400].decode("utf-8", "backslashreplace")
    elif event.kind == "unknown":
        yield "not Twenty's", "this JSON has none of the shapes Twenty sends"
        yield "body", delivery.body[:400].decode("utf-8", "backslashreplace")
    elif event.kind == "metadata":
        yield from _metadata(event)
    elif event.kind == "documented":
        yield "documented", "the shape of Twenty's documentation; no release sends it"
        yield from filled(event.record or {})
    elif event.record is None:
        yield "record", brief(event.value.get("record")) or "(none)"
    elif event.action == "updated" and event.updated_fields is not None:
        yield from named(event.record, event.updated_fields)
    elif event.action == "created" or event.action == "updated":
        yield from filled(event.record)
    else:
        yield from named(event.record, ("id", *(event.updated_fields or ())))


def _metadata(event: Event) -> Iterator[tuple[str, str]]:
    properties = event.details.get("properties")
    if not isinstance(properties, dict):
        return
    diff = properties.get("diff")
    if isinstance(diff, dict):
        for name, change in diff.items():
            if isinstance(change, dict):
                yield (
                    name,
                    record_diff.transition(change.get("before"), change.get("after")),
                )
        return
    row = properties.get("after") or properties.get("before")
    if isinstance(row, dict):
        wanted = ("label", "labelSingular", "nameSingular", "name", "type", "title")
        yield from named(row, tuple(name for name in wanted if row.get(name)))
        yield from named(row, ("id",))


def _field_lines(
    rows: list[tuple[str, str]], indent: int, width: int
) -> Iterator[Text]:
    """Two columns. A name that is too long for the first has a line of its own: the end
    of a path says most."""
    shown = [(_clip(name), _clip(text)) for name, text in rows]
    widest = min(_NAME_WIDTH, width // 3)
    column = min(widest, max((cell_len(name) for name, _ in shown), default=0))
    for name, text in shown:
        line = Text(" " * indent)
        if cell_len(name) > column:
            for part in wrap(name, width - indent):
                yield Text(" " * indent + part, style="dim")
            line.append(" " * (column + 2))
        else:
            line.append(set_cell_size(name, column) + "  ", style="dim")
        line.append(cut(text, max(8, width - indent - column - 2)))
        yield line


def _block(text: str, indent: int) -> Iterator[Text]:
    shown = text[:_MOST_SHOWN]
    for line in shown.split("\n"):
        yield Text(" " * indent + visible(line))
    if len(text) > _MOST_SHOWN:
        rest = show_size(len(text) - _MOST_SHOWN)
        yield Text(
            " " * indent + f"… {rest} more: --save FILE or --json has all", style="dim"
        )


def _head(delivery: Delivery) -> str:
    lines = [f"{delivery.method} {delivery.path}"]
    lines += [f"{name}: {value}" for name, value in delivery.headers]
    return "\n".join(line.replace("\n", "\\n") for line in [*lines, ""])


def _readable(delivery: Delivery, value: object) -> str:
    if value is None:
        return _as_it_came(delivery)
    return pretty(value, lambda text, _: text)


def _as_it_came(delivery: Delivery) -> str:
    text = delivery.body[: _MOST_SHOWN * 4 + 4].decode("utf-8", "backslashreplace")
    return text.replace("\r\n", "\\r\\n\n")


def mark_of(verdict: str) -> tuple[str, str]:
    """The sign that stands for a verdict, and its colour."""
    return _MARKS.get(verdict, _REFUSED)


def clock(moment_ms: int | None, *, short: bool, later: bool = False) -> str:
    """The time of day here; later: with the day."""
    if moment_ms is None:
        return "--:--:--"
    if later:
        return show_moment(moment_ms)
    time_of_day = show_moment(moment_ms).partition(" ")[2]
    return time_of_day if short else f"{time_of_day}.{moment_ms % 1_000:03d}"


def _clip(text: str) -> str:
    return visible(text[:_LONGEST])


def cut(text: str, cells: int) -> str:
    """At most so many cells, with an ellipsis for what is cut."""
    if cell_len(text) <= cells:
        return text
    if cells < 2:
        return ""
    return set_cell_size(text, cells - 1).rstrip() + "…"


def wrap(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most so many cells; a longer word is broken."""
    line = ""
    for word in text.split(" "):
        if line and cell_len(line) + 1 + cell_len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        if cell_len(line) > width:
            *whole, line = chop_cells(line, max(2, width))
            yield from whole
    yield line
