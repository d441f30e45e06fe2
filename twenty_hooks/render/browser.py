"""Draw the screens of a paused listener as the lines of a terminal.

    hooks listen  http://127.0.0.1:8020                       128 deliveries
      10:24:07.123  k3f9a2xq  ✓ valid  person.created  Ada Lovelace  fwd 200
    > 10:24:08.240  1tkrb5zb  ✓ valid  person.updated  Ada Lovelace  fwd 500

    paused; 3 more received
    space live  enter open  / filter  ? help  d diff  r resend  c curl  q end

No line is wider than the terminal, and no screen is higher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import ListRow, StoredDelivery
from twenty_hooks.render import record_diff
from twenty_hooks.render.attempts import attempt_lines
from twenty_hooks.render.cells import cut, fold, wrap
from twenty_hooks.render.deliveries import clock, delivery_lines
from twenty_hooks.render.delivery_columns import NARROW, Columns, DeliveryRow
from twenty_hooks.text.units import show_duration, show_size

# A lower window leaves out the title and status, then also the hints.
_WHOLE_FRAME = 4
_LEAST_FRAME = 2
_LEAST_WIDTH = 40
_OUTCOME_WIDTH = 12
_LONGEST = 500

Line = Text
Hints = Sequence[tuple[str, str]]

_HELP = (
    ("space", "pause, and return to the live lines"),
    ("up down", "select a delivery (or k j), or scroll a page"),
    ("pgup pgdn", "move by a screen; home and end (g G): to the first, to the last"),
    ("enter", "show the whole delivery, secrets masked, and its attempts"),
    ("d", "show what changed in the record"),
    ("r", "resend to the targets of --forward-to"),
    ("c", "save a curl command that resends it, secrets included"),
    ("/", "narrow the list: person.*, or any text in id, event, name or verdict"),
    ("esc", "go back one step"),
    ("?", "show this help"),
    ("q", "end listening, as Ctrl-C does"),
    ("fwd 200", "in the list: the latest response of a forward target"),
)
_HELP_ABOUT = (
    "While paused, the listener still receives, verifies, stores, answers and forwards "
    "every delivery. Those received meanwhile are printed when you resume."
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines around a screen: title and aside above, status and hints below.

    `typed` is the text being typed into the last line, in place of the hints.
    """

    title: str = ""
    aside: str = ""
    status: Text | None = None
    hints: Hints = ()
    typed: str | None = None

    def room(self, height: int) -> int:
        """Return how many lines of a terminal of this height are left inside."""
        if height >= _WHOLE_FRAME:
            return height - 3
        return max(1, height - 1 if height >= _LEAST_FRAME else height)

    def around(self, body: Sequence[Text], width: int, height: int) -> list[Text]:
        """Return all lines of the terminal, exactly as many as it has."""
        room = self.room(height)
        lines = [_cut_line(line, width) for line in body[:room]]
        lines += [Text()] * (room - len(lines))
        last = self._last(width)
        if height >= _WHOLE_FRAME:
            status = _cut_line(self.status or Text(), width)
            return [self._first(width), *lines, status, last]
        return [*lines, last] if height >= _LEAST_FRAME else lines

    def cursor(self, width: int) -> int | None:
        """Return the column of the cursor in the last line; None if it is hidden."""
        if self.typed is None:
            return None
        return min(width - 1, cell_len(_tail(f"/{visible(self.typed)}", width - 1)))

    def _first(self, width: int) -> Text:
        aside = self.aside if cell_len(self.aside) + 12 < width else ""
        title = cut(visible(self.title), max(0, width - cell_len(aside) - 2))
        line = Text(title, style="bold")
        line.append(" " * (width - cell_len(title) - cell_len(aside)))
        line.append(aside, style="dim")
        return _cut_line(line, width)

    def _last(self, width: int) -> Text:
        if self.typed is not None:
            return Text(_tail(f"/{visible(self.typed)}", width - 1))
        line = Text()
        for key, word in self.hints:
            gap = "  " if line else ""
            if line.cell_len + len(gap) + len(key) + 1 + len(word) > width:
                continue
            line.append(gap).append(key, style="bold").append(f" {word}", style="dim")
        return line


def list_lines(
    rows: Sequence[ListRow], selected: int | None, *, empty: str, width: int
) -> list[Text]:
    """Return a line for each delivery, one of them marked as selected.

    Args:
        selected: sequence of the selected row.
        empty: text to show if there are no rows.
    """
    if not rows:
        return [Text("  " + text, style="dim") for text in wrap(empty, width - 2)]
    cells = [_cells(row, width) for row in rows]
    is_narrow = width < NARROW
    columns = Columns(
        width - 2,
        head=len(cells[0].head),
        verdict=0 if is_narrow else max(len(row.verdict) for row in cells),
        event=max(cell_len(row.event) for row in cells),
        forward=max(len(row.forward) for row in cells),
    )
    return [
        _row(row, columns, is_selected=entry.sequence == selected)
        for row, entry in zip(cells, rows, strict=True)
    ]


def details_lines(
    stored: StoredDelivery,
    record_history: RecordHistory,
    attempts: Iterable[Attempt],
    *,
    size: int,
    width: int,
) -> list[Text]:
    """Return the whole delivery, and below it the results of its attempts.

    Args:
        size: bytes of the received body, before anything in it was masked.
    """
    received = stored.received
    drawn_width = max(width, _LEAST_WIDTH)
    lines = list(
        delivery_lines(
            received.verified,
            received.status,
            view="full",
            width=drawn_width,
            identity=stored.id,
            record_history=record_history,
            fault=received.fault,
            is_stored=received.is_stored,
            later=True,
            size=size,
        )
    )
    for attempt in attempts:
        lines += [Text(), *attempt_lines(attempt, width=drawn_width, later=True)]
    return _fitted(lines, width)


def diff_lines(
    stored: StoredDelivery, record_history: RecordHistory, *, width: int
) -> list[Text]:
    """Return what changed since the previous state, field by field."""
    lines = []
    for note in record_diff.notes(record_history, is_update=True):
        for number, text in enumerate(wrap(visible(note[:_LONGEST]), width - 2)):
            lines.append(Text(f"{' ' if number else '!'} {text}", style="yellow"))
    if record_history.previous is None:
        lines = lines or [Text("there is no earlier state to compare with")]
        return _fitted(lines, width)
    head = wrap(record_diff.heading(stored, record_history.previous), width)
    lines += [*(Text(text, style="bold") for text in head), Text()]
    lines += list(record_diff.lines(record_history, width=width)) or [
        Text(record_diff.NO_CHANGES)
    ]
    return _fitted(lines, width)


def help_lines(*, width: int) -> list[Text]:
    """Return what every key does."""
    column = max(len(key) for key, _ in _HELP) + 2
    lines = []
    for key, meaning in _HELP:
        for number, text in enumerate(wrap(meaning, width - column)):
            line = Text().append(f"{'' if number else key:<{column}}", style="bold")
            lines.append(line.append(text))
    lines.append(Text())
    lines += [Text(text) for text in wrap(_HELP_ABOUT, width)]
    return _fitted(lines, width)


def styled(text: str, style: str) -> Line:
    """Return a line in one style."""
    return Text(text, style=style)


def attempt_text(attempt: Attempt) -> Text:
    """Return the result of resending a delivery, in one line."""
    response = attempt.reply
    text = Text(f"{attempt.delivery_id} sent again: ")
    text.append(response.outcome, style="green" if response.is_ok else "red")
    took = show_duration(response.elapsed_ms)
    text.append(f" after {took}, {visible(attempt.target)}")
    why = response.reason or attempt.cause
    return text.append(f": {visible(why)}") if why and not response.is_ok else text


def _cells(row: ListRow, width: int) -> DeliveryRow:
    """Return the columns of a row. A narrow window has no room for ids."""
    entry, attempt = row.entry, row.attempt
    is_narrow = width < NARROW
    outcome = attempt.reply.outcome if attempt else ""
    return DeliveryRow(
        clock(entry.moment_ms, short=is_narrow),
        "" if is_narrow else entry.id,
        entry.verdict,
        visible((entry.event or record_diff.NO_NAME)[:_LONGEST]),
        visible(entry.label[:_LONGEST]),
        show_size(entry.size),
        f"fwd {outcome}"[:_OUTCOME_WIDTH] if outcome else "",
        "green" if attempt and attempt.reply.is_ok else "red",
        "" if entry.status in (None, 200) else f"→ {entry.status}",
    )


def _row(row: DeliveryRow, columns: Columns, *, is_selected: bool) -> Text:
    line = Text("> " if is_selected else "  ").append_text(columns.line(row))
    if is_selected:
        line.stylize("reverse")
    return line


def _fitted(lines: Iterable[Text], width: int) -> list[Text]:
    """Return the lines, each broken into parts that fit the width."""
    return [
        _cut_line(part, width)
        for line in lines
        for part in fold(line, width, break_words=True)
    ]


def _cut_line(line: Text, width: int) -> Text:
    if line.cell_len <= width:
        return line
    line = line.copy()
    line.truncate(max(0, width), overflow="ellipsis")
    return line


def _tail(text: str, cells: int) -> str:
    """Return the end of a typed text, as much as fits."""
    while text and cell_len(text) > cells:
        text = text[1:]
    return text
