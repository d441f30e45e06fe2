"""Show the result of forwarding or replaying a delivery.

    10:24:07.123  k3f9a2xq  → 500  http://127.0.0.1:3000/hook  12 ms
                    │ TypeError: Cannot read properties of undefined
                    the receiver failed: its own log should say why

Below the delivery itself, the date replaces the id, and the kind of attempt is named:
`2026-11-24 10:24:07  → 500  replayed to http://127.0.0.1:3000/hook  12 ms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.attempt import Attempt, Kind
from twenty_hooks.render.cells import cut, wrap
from twenty_hooks.render.deliveries import INDENT, clock
from twenty_hooks.render.delivery_columns import NARROW, NARROW_INDENT
from twenty_hooks.render.responses import excerpt
from twenty_hooks.text.units import show_duration

# This much of a URL is enough to recognize it.
_LEAST_URL = 24
_KINDS: Mapping[Kind, str] = {
    "forward": "forwarded to ",
    "relay": "relayed to ",
    "replay": "replayed to ",
}


def attempt_lines(
    attempt: Attempt, *, width: int, later: bool = False
) -> Iterator[Text]:
    """Yield the lines for one attempt, none wider than `width`.

    Args:
        later: True for an attempt shown below its delivery: with the date and the kind
            of attempt, without the id.
    """
    indent = NARROW_INDENT if width < NARROW else INDENT
    response = attempt.reply
    yield from _headlines(attempt, width, later=later)
    for hop in response.redirects:
        for text in wrap(f"{hop.status} → {visible(hop.location)}", width - indent):
            yield _indented(text, indent, "yellow")
    if response.is_ok:
        return
    if response.reason:
        for text in wrap(visible(response.reason), width - indent):
            yield _indented(text, indent, "red")
    for text in excerpt(response.excerpt):
        yield _indented(cut(f"│ {text}", width - indent), indent, "dim")
    meaning = attempt.cause or attempt.production_effect
    for text in wrap(visible(meaning), width - indent):
        yield _indented(text, indent, "yellow")


def _headlines(attempt: Attempt, width: int, *, later: bool) -> Iterator[Text]:
    """Yield one line, or two if the URL has no room in one."""
    response = attempt.reply
    color = "green" if response.is_ok else "red"
    head = clock(attempt.ended_ms, short=width < NARROW, later=later) + "  "
    if attempt.delivery_id and not later:
        head += attempt.delivery_id + "  "
    outcome = f"→ {response.outcome}"
    kind = _KINDS[attempt.kind] if later else ""
    target = kind + visible(attempt.target)
    took = "  " + show_duration(response.elapsed_ms)
    room = width - len(head) - len(outcome) - 2 - len(took)
    line = Text().append(head, style="dim")
    if room >= min(len(kind) + _LEAST_URL, cell_len(target)):
        line.append(f"{outcome}  ", style=color)
        yield line.append(cut(target, room) + took)
        return
    yield line.append(cut(outcome, width - len(head)), style=color)
    room = width - NARROW_INDENT - len(took)
    yield _indented(cut(target, room) + took, NARROW_INDENT)


def pending_lines(target: str, *, is_waiting: bool, width: int) -> Iterator[Text]:
    """Yield the lines for a target without an attempt, none wider than `width`."""
    if is_waiting:
        mark, text = "·", f"waiting to be forwarded to {target} by a running listener"
    else:
        mark, text = "!", f"not forwarded to {target}: the listener ended before"
    for line in wrap(visible(text), width - 2):
        yield _indented(f"{mark} {line}", 0, "yellow")
        mark = " "


def _indented(text: str, indent: int, style: str = "") -> Text:
    return Text(" " * indent + text, style=style)
