"""The screens of a paused listener: what is shown, as the lines of a terminal.

    hooks listen  http://127.0.0.1:8020                       128 deliveries
      10:24:07.123  k3f9a2xq  ✓ person.created  Ada Lovelace       valid  fwd 200
    > 10:24:08.240  1tkrb5zb  ✓ person.updated  Ada Lovelace       valid  fwd 500

    paused; 3 more came
    space live  enter open  / filter  ? help  d diff  r again  c curl  q ends

No line is wider than the terminal, and there are never more of them than it has rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import ListRow, StoredDelivery
from twenty_hooks.render import record_diff
from twenty_hooks.render.attempts import attempt_lines
from twenty_hooks.render.deliveries import (
    NARROW,
    clock,
    cut,
    delivery_lines,
    mark_of,
    wrap,
)
from twenty_hooks.text.units import show_duration

# Under these the window has to leave things out, from the least important.
_WHOLE_FRAME = 4
_LEAST_FRAME = 2
_OUTCOME_WIDTH = 12
_LONGEST = 500

Line = Text
Hints = Sequence[tuple[str, str]]

_HELP = (
    ("space", "back to the lines as they come; pauses them, too"),
    ("up down", "select one (or k j); scroll where it is shown"),
    ("pgup pgdn", "a screen further; home and end (g G): the first, the last"),
    ("enter", "all of it, secrets masked, and what became of it"),
    ("d", "what changed in the record since the state before"),
    ("r", "send it again to where it was forwarded (--forward-to)"),
    ("c", "write a curl command that sends it to a file, secrets included"),
    ("/", "narrow the list: person.*, or any text of id, event, name, verdict"),
    ("esc", "one step back"),
    ("?", "this help"),
    ("q", "end listening, as Ctrl-C does"),
    ("fwd 200", "in the list: what it was answered when it was sent on last"),
)
_HELP_ABOUT = (
    "While the lines pause, everything is still received, verified, kept, answered and "
    "forwarded. What came meanwhile is printed when they go on."
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a screen. title and aside: above it; status and hints: below.

    typed: what is being typed into the last line, in the place of hints.
    """

    title: str = ""
    aside: str = ""
    status: Text | None = None
    hints: Hints = ()
    typed: str | None = None

    def room(self, height: int) -> int:
        """How many lines of a terminal are left for what it surrounds."""
        if height >= _WHOLE_FRAME:
            return height - 3
        return max(1, height - 1 if height >= _LEAST_FRAME else height)

    def around(self, body: Sequence[Text], width: int, height: int) -> list[Text]:
        """The lines of the whole terminal, exactly as many as it has."""
        room = self.room(height)
        lines = [_cut_line(line, width) for line in body[:room]]
        lines += [Text()] * (room - len(lines))
        last = self._last(width)
        if height >= _WHOLE_FRAME:
            status = _cut_line(self.status or Text(), width)
            return [self._first(width), *lines, status, last]
        return [*lines, last] if height >= _LEAST_FRAME else lines

    def cursor(self, width: int) -> int | None:
        """The column in the last line where the cursor stands; None: nowhere."""
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
    """A line for each delivery, one of them selected. empty: said where there is
    none."""
    if not rows:
        return [Text("  " + text, style="dim") for text in wrap(empty, width - 2)]
    column = max(len(_forwarded(row.attempt, width)) for row in rows)
    return [_row(row, row.sequence == selected, column, width) for row in rows]


def details_lines(
    stored: StoredDelivery,
    record_history: RecordHistory,
    attempts: Iterable[Attempt],
    *,
    size: int,
    width: int,
) -> list[Text]:
    """All of a delivery, and below it what became of it.

    size: of the body that came, before anything in it was masked.
    """
    received = stored.received
    usual = max(width, _LEAST_WIDTH)
    lines = list(
        delivery_lines(
            received.verified,
            received.status,
            view="full",
            width=usual,
            identity=stored.id,
            record_history=record_history,
            fault=received.fault,
            is_stored=received.is_stored,
            later=True,
            size=size,
        )
    )
    for attempt in attempts:
        lines += [Text(), *attempt_lines(attempt, width=usual, later=True)]
    return [piece for line in lines for piece in _folded(line, width)]


def diff_lines(
    stored: StoredDelivery, record_history: RecordHistory, *, width: int
) -> list[Text]:
    """What changed since the state before, field by field."""
    lines = []
    for note in record_diff.notes(record_history, is_update=True):
        for number, text in enumerate(wrap(visible(note[:_LONGEST]), width - 2)):
            lines.append(Text(f"{' ' if number else '!'} {text}", style="yellow"))
    if record_history.previous is None:
        lines = lines or [Text("there is no earlier state to compare it with")]
        return [piece for line in lines for piece in _folded(line, width)]
    head = wrap(record_diff.heading(stored, record_history.previous), width)
    lines += [*(Text(text, style="bold") for text in head), Text()]
    lines += list(record_diff.lines(record_history, width=width)) or [
        Text(record_diff.NOTHING)
    ]
    return [piece for line in lines for piece in _folded(line, width)]


def help_lines(*, width: int) -> list[Text]:
    """What every key does."""
    column = max(len(key) for key, _ in _HELP) + 2
    lines = []
    for key, words in _HELP:
        for number, text in enumerate(wrap(words, width - column)):
            line = Text().append(f"{'' if number else key:<{column}}", style="bold")
            lines.append(line.append(text))
    lines.append(Text())
    lines += [Text(text) for text in wrap(_HELP_ABOUT, width)]
    return [piece for line in lines for piece in _folded(line, width)]


def styled(text: str, style: str) -> Line:
    """A line all in one style."""
    return Text(text, style=style)


def attempt_text(attempt: Attempt) -> Text:
    """What became of a delivery that was sent again, in one line."""
    reply = attempt.reply
    text = Text(f"{attempt.delivery_id} sent again: ")
    text.append(reply.outcome, style="green" if reply.is_ok else "red")
    text.append(f" after {show_duration(reply.elapsed_ms)}, {visible(attempt.target)}")
    why = reply.reason or attempt.cause
    return text.append(f": {visible(why)}") if why and not reply.is_ok else text


_LEAST_WIDTH = 40


def _row(row: ListRow, is_selected: bool, column: int, width: int) -> Text:
    entry = row.entry
    narrow = width < NARROW
    mark, color = mark_of(entry.verdict)
    line = Text("> " if is_selected else "  ")
    line.append(clock(entry.moment_ms, short=narrow) + "  ", style="dim")
    if not narrow:
        line.append(f"{entry.id}  ", style="dim")
    line.append(f"{mark} ", style=color)
    end = Text()
    refused = "" if entry.status in (None, 200) else f"→ {entry.status}"
    if not narrow:
        end.append(f"  {entry.verdict} {refused}".rstrip(), style=color)
    elif refused:
        end.append(f"  {refused}", style=color)
    if column:
        is_ok = row.attempt is not None and row.attempt.reply.is_ok
        text = f"{_forwarded(row.attempt, width):<{column}}"
        end.append(f"  {text}", style="green" if is_ok else "red")
    room = max(0, width - line.cell_len - end.cell_len)
    name = cut(visible((entry.event or record_diff.NO_NAME)[:_LONGEST]), room)
    label = cut(visible(entry.label[:_LONGEST]), room - cell_len(name) - 2)
    line.append(name, style="bold")
    if label:
        line.append(f"  {label}")
    line.append(" " * max(0, width - line.cell_len - end.cell_len)).append(end)
    if is_selected:
        line.stylize("reverse")
    return line


def _forwarded(attempt: Attempt | None, width: int) -> str:
    if attempt is None:
        return ""
    said = "" if width < NARROW else "fwd "
    return f"{said}{attempt.reply.outcome}"[:_OUTCOME_WIDTH]


def _folded(line: Text, width: int) -> list[Text]:
    """A line as several, none wider than this; the rest stands below its beginning."""
    if line.cell_len <= width:
        return [line]
    plain = line.plain
    indent = len(plain) - len(plain.lstrip(" "))
    indent = indent if indent <= width // 2 else 0
    places, place = [], indent
    for piece in _pieces(plain[indent:], width - indent):
        place += len(piece)
        places.append(place)
    first, *others = line.divide(places[:-1])
    hanging = [Text(" " * indent).append_text(part) for part in others]
    return [_cut_line(part, width) for part in (first, *hanging)]


def _pieces(text: str, width: int) -> list[str]:
    return chop_cells(text, max(2, width)) or [""]


def _cut_line(line: Text, width: int) -> Text:
    if line.cell_len <= width:
        return line
    line = line.copy()
    line.truncate(max(0, width), overflow="ellipsis")
    return line


def _tail(text: str, cells: int) -> str:
    """The end of a text that is typed, as much as there is room for."""
    while text and cell_len(text) > cells:
        text = text[1:]
    return text
