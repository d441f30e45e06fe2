"""What became of a forwarded delivery, as a person reads it, under the same id.

10:24:07.123  k3f9a2xq  → 500  http://127.0.0.1:3000/hook  12 ms
                │ TypeError: Cannot read properties of undefined
                the receiver failed over it: its own log says why
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from twenty_hooks.attempts import Attempt
from twenty_hooks.render.deliveries import INDENT, NARROW, NARROW_INDENT, clock, wrap
from twenty_hooks.render.replies import excerpt
from twenty_hooks.terminal import visible
from twenty_hooks.units import show_duration


def attempt_lines(attempt: Attempt, *, width: int) -> Iterator[Text]:
    """The lines for one attempt, none wider than `width`."""
    narrow = width < NARROW
    indent = NARROW_INDENT if narrow else INDENT
    reply = attempt.reply
    color = "green" if reply.is_ok else "red"
    line = Text()
    ended_ms = attempt.at_ms + round(reply.elapsed_ms)
    line.append(clock(ended_ms, short=narrow) + "  ", style="dim")
    if attempt.delivery_id:
        line.append(attempt.delivery_id + "  ", style="dim")
    line.append(f"→ {reply.outcome}  ", style=color)
    took = show_duration(reply.elapsed_ms)
    room = max(8, width - line.cell_len - cell_len(took) - 2)
    url = visible(attempt.target)
    if cell_len(url) > room:
        url = set_cell_size(url, room - 1).rstrip() + "…"
    line.append(f"{url}  {took}")
    yield line
    for hop in reply.redirects:
        for text in wrap(f"{hop.status} → {visible(hop.location)}", width - indent):
            yield _under(text, indent, width, "yellow")
    if reply.is_ok:
        return
    for text in wrap(visible(reply.reason), width - indent) if reply.reason else ():
        yield _under(text, indent, width, "red")
    for text in excerpt(reply.excerpt):
        yield _under(f"│ {text}", indent, width, "dim")
    for text in wrap(visible(attempt.cause or attempt.meaning), width - indent):
        yield _under(text, indent, width, "yellow")


def unforwarded_lines(target: str, *, is_waiting: bool, width: int) -> Iterator[Text]:
    """The lines for a target that has not been tried, none wider than `width`."""
    if is_waiting:
        mark, text = "·", f"waits to be forwarded to {target}: the listener runs"
    else:
        mark, text = "!", f"not forwarded to {target}: the listener ended before"
    for line in wrap(visible(text), width - 2):
        yield _under(f"{mark} {line}", 0, width, "yellow")
        mark = " "


def _under(text: str, indent: int, width: int, style: str) -> Text:
    room = max(8, width - indent)
    if cell_len(text) > room:
        text = set_cell_size(text, room - 1).rstrip() + "…"
    return Text(" " * indent + text, style=style)
