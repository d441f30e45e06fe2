"""Show one delivery: a line to scan, then what matters below it.

    10:24:07.123  k3f9a2xq  ✓ valid  person.created  Ada Lovelace    1.3 kB
                    emails    ada@analytical.example
                    jobTitle  Mathematician

All text from outside passes through `visible`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries import history
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.verification import VerifiedDelivery
from twenty_hooks.protocol.events import Event
from twenty_hooks.render import record_diff
from twenty_hooks.render.cells import cut, wrap
from twenty_hooks.render.delivery_columns import (
    NARROW,
    NARROW_INDENT,
    Columns,
    DeliveryRow,
    mark_of,
)
from twenty_hooks.render.fields import brief, filled, named
from twenty_hooks.render.pretty_json import pretty
from twenty_hooks.render.record_diff import NO_NAME
from twenty_hooks.text.units import show_moment, show_size

View = Literal["summary", "record", "full", "raw"]

INDENT = 16
_FIELD_NAME_WIDTH = 24
_SUMMARY_FIELDS = 12
# Longer bodies are cut on a terminal; --save and --json have all of it.
_MOST_CHARACTERS = 40_000
# Longer values are cut here, which is faster than cutting them to the width.
_LONGEST = 1_000

_NOT_SAVED = "NOT SAVED, so it was not acknowledged: Twenty does not send it again"
_NO_HISTORY = RecordHistory()


def delivery_lines(
    verified: VerifiedDelivery,
    status: int | None,
    *,
    view: View,
    width: int,
    identity: str = "",
    record_history: RecordHistory = _NO_HISTORY,
    fault: str = "",
    is_stored: bool = True,
    why: str | None = None,
    later: bool = False,
    size: int | None = None,
) -> Iterator[Text]:
    """Yield the lines for one delivery. In the summary view none is wider than `width`.

    Args:
        status: status of our response; None if there was none.
        identity: the id of the delivery in the store; empty if it is not stored.
        record_history: what earlier deliveries tell about the record.
        fault: how our response was wrong on purpose.
        is_stored: False if the delivery could not be stored.
        why: likely cause of an invalid signature.
        later: True shows the date as well, for a delivery that was received earlier.
        size: bytes of the received body; None takes those of this body.
    """
    is_narrow = width < NARROW
    indent = NARROW_INDENT if is_narrow else INDENT
    event, delivery = verified.event, verified.delivery
    moment = clock(delivery.received_at_ms, short=is_narrow, later=later)
    yield from _headlines(verified, status, width, moment, identity, size)
    yield from _verdict_lines(
        verified, status, indent, width, is_stored=is_stored, why=why, later=later
    )
    for line in wrap(_clip(fault), width - indent) if fault else ():
        yield Text(" " * indent + line, style="magenta")
    is_update = bool(identity) and history.has_previous_state(event)
    for note in record_diff.notes(record_history, is_update=is_update):
        for line in wrap(_clip(note), width - indent):
            yield Text(
                " " * indent + line, style="yellow" if record_history.is_odd else "dim"
            )
    if view == "summary":
        yield from _summary_lines(event, delivery, record_history, indent, width)
    elif view == "record":
        yield from _block(_readable(delivery, event.record or event.value), indent)
    elif view == "full":
        text = _head(delivery) + "\n" + _readable(delivery, event.value)
        yield from _block(text, indent)
    else:
        yield from _block(_head(delivery) + "\n" + _raw_body(delivery), indent)


def _headlines(
    verified: VerifiedDelivery,
    status: int | None,
    width: int,
    moment: str,
    identity: str,
    size: int | None,
) -> Iterator[Text]:
    event = verified.event
    row = DeliveryRow(
        moment,
        identity,
        verified.verdict.name,
        _clip(event.name or NO_NAME),
        _clip(event.label),
        show_size(len(verified.delivery.body) if size is None else size),
        response="" if status in (None, 200) else f"→ {status}",
    )
    yield from Columns(width, head=len(row.head)).lines(row)


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
        return  # unsigned or no-secret: the verdict in the headline is enough
    color = mark_of(verdict.name)[1]
    text = verdict.reason
    if not is_stored:
        text = _NOT_SAVED
    elif status is not None and not later:  # a stored one may have been imported
        result = "refused" if status == 401 else "accepted anyway"
        text = f"{result}: {text}"
    for part in (text, *((visible(why),) if why else ())):
        for line in wrap(part, width - indent):
            yield Text(" " * indent + line, style=color)


def _summary_lines(
    event: Event,
    delivery: Delivery,
    record_history: RecordHistory,
    indent: int,
    width: int,
) -> Iterator[Text]:
    """Yield what changed; without an earlier state, what the delivery says."""
    rows = list(record_diff.change_rows(record_history.differences))
    rows = rows or list(_summary(event, delivery))
    yield from _field_lines(rows[:_SUMMARY_FIELDS], indent, width)
    if len(rows) > _SUMMARY_FIELDS:
        more = len(rows) - _SUMMARY_FIELDS
        noun = "field" if more == 1 else "fields"
        yield Text(" " * indent + f"… {more} more {noun}", style="dim")


def _summary(event: Event, delivery: Delivery) -> Iterator[tuple[str, str]]:
    if event.kind == "not-json":
        yield "not JSON", event.problem.removeprefix("not JSON: ")
        yield "body", delivery.body[:400].decode("utf-8", "backslashreplace")
    elif event.kind == "unknown":
        yield "not Twenty's", "this JSON has none of the shapes that Twenty sends"
        yield "body", delivery.body[:400].decode("utf-8", "backslashreplace")
    elif event.kind == "metadata":
        yield from _metadata(event)
    elif event.kind == "documented":
        yield "documented", "the shape in Twenty's documentation; no release sends it"
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
    """Yield two columns, names and values.

    A name that is too long for its column has a line of its own, uncut: the end of a
    path says most.
    """
    shown = [(_clip(name), _clip(text)) for name, text in rows]
    widest = min(_FIELD_NAME_WIDTH, width // 3)
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
    shown = text[:_MOST_CHARACTERS]
    for line in shown.split("\n"):
        yield Text(" " * indent + visible(line))
    if len(text) > _MOST_CHARACTERS:
        rest = show_size(len(text) - _MOST_CHARACTERS)
        yield Text(
            " " * indent + f"… {rest} more: --save FILE or --json has all", style="dim"
        )


def _head(delivery: Delivery) -> str:
    lines = [f"{delivery.method} {delivery.path}"]
    lines += [f"{name}: {value}" for name, value in delivery.headers]
    return "\n".join(line.replace("\n", "\\n") for line in [*lines, ""])


def _readable(delivery: Delivery, value: object) -> str:
    if value is None:
        return _raw_body(delivery)
    return pretty(value, lambda text, _: text)


def _raw_body(delivery: Delivery) -> str:
    text = delivery.body[: _MOST_CHARACTERS * 4 + 4].decode("utf-8", "backslashreplace")
    return text.replace("\r\n", "\\r\\n\n")


def clock(moment_ms: int | None, *, short: bool, later: bool = False) -> str:
    """Return the local time of day.

    Args:
        short: without milliseconds.
        later: with the date instead of milliseconds.
    """
    if moment_ms is None:
        return "--:--:--"
    if later:
        return show_moment(moment_ms)
    time_of_day = show_moment(moment_ms).partition(" ")[2]
    return time_of_day if short else f"{time_of_day}.{moment_ms % 1_000:03d}"


def _clip(text: str) -> str:
    return visible(text[:_LONGEST])
