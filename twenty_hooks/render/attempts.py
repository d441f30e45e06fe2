"""What became of a forwarded delivery, as a person reads it, under the same id.

10:24:07.123  k3f9a2xq  → 500  http://127.0.0.1:3000/hook  12 ms
                │ TypeError: Cannot read properties of undefined
                the receiver failed: its own log should say why

Below the delivery itself, later, the day and how it was sent stand in the place of the
id: `2026-11-24 10:24:07  → 500  replayed to http://127.0.0.1:3000/hook  12 ms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.attempt import Attempt, Kind
from twenty_hooks.render.deliveries import (
    INDENT,
    NARROW,
    NARROW_INDENT,
    clock,
    cut,
    wrap,
)
from twenty_hooks.render.responses import excerpt
from twenty_hooks.text.units import show_duration

# So much of a URL tells which one it is.
_LEAST_URL = 24
_SENT: Mapping[Kind, str] = {
    "forward": "forwarded to ",
    "relay": "relayed to ",
    "replay": "replayed to ",
}


def attempt_lines(
    attempt: Attempt, *, width: int, later: bool = False
) -> Iterator[Text]:
    """The lines for one attempt, none wider than `width`.

    later: told not as it happens, but below its delivery.
    """
    indent = NARROW_INDENT if width < NARROW else INDENT
    reply = attempt.reply
    yield from _headlines(attempt, width, later=later)
    for hop in reply.redirects:
        for text in wrap(f"{hop.status} → {visible(hop.location)}", width - indent):
            yield _under(text, indent, "yellow")
    if reply.is_ok:
        return
    for text in wrap(visible(reply.reason), width - indent) if reply.reason else ():
        yield _under(text, indent, "red")
    for text in excerpt(reply.excerpt):
        yield _under(cut(f"│ {text}", width - indent), indent, "dim")
    for text in wrap(
        visible(attempt.cause or attempt.production_effect), width - indent
    ):
        yield _under(text, indent, "yellow")


def _headlines(attempt: Attempt, width: int, *, later: bool) -> Iterator[Text]:
    """One line; two where the URL would have no room in one."""
    reply = attempt.reply
    color = "green" if reply.is_ok else "red"
    ended_ms = attempt.at_ms + round(reply.elapsed_ms)
    head = clock(ended_ms, short=width < NARROW, later=later) + "  "
    if attempt.delivery_id and not later:
        head += attempt.delivery_id + "  "
    outcome = f"→ {reply.outcome}"
    sent = _SENT[attempt.kind] if later else ""
    target = sent + visible(attempt.target)
    took = "  " + show_duration(reply.elapsed_ms)
    room = width - len(head) - len(outcome) - 2 - len(took)
    line = Text(head, style="dim")
    if room >= min(len(sent) + _LEAST_URL, cell_len(target)):
        line.append(f"{outcome}  ", style=color)
        yield line.append(cut(target, room) + took)
        return
    yield line.append(cut(outcome, width - len(head)), style=color)
    room = width - NARROW_INDENT - len(took)
    yield _under(cut(target, room) + took, NARROW_INDENT)


def unforwarded_lines(target: str, *, is_waiting: bool, width: int) -> Iterator[Text]:
    """The lines for a target that has not been tried, none wider than `width`."""
    if is_waiting:
        mark, text = "·", f"waits to be forwarded to {target}: the listener runs"
    else:
        mark, text = "!", f"not forwarded to {target}: the listener ended before"
    for line in wrap(visible(text), width - 2):
        yield _under(f"{mark} {line}", 0, "yellow")
        mark = " "


def _under(text: str, indent: int, style: str = "") -> Text:
    return Text(" " * indent + text, style=style)
