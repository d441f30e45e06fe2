"""What receivers answered, as a person reads it."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from twenty_hooks.replies import Reply
from twenty_hooks.terminal import shorten, visible
from twenty_hooks.units import show_duration, show_size

_EXCERPT_LINES = 5
_EXCERPT_WIDTH = 160
_INDENT = "  "


def reply_lines(event: str, reply: Reply) -> Iterator[Text]:
    """One reply: the outcome, what came back with a failure, and what it means."""
    mark, color = ("✓", "green") if reply.is_ok else ("✗", "red")
    line = Text()
    line.append(f"{mark} {outcome(reply)}", style=color)
    line.append(f"  {visible(event)}", style="bold")
    line.append(f"  {show_duration(reply.elapsed_ms)}  {show_size(reply.size)}")
    line.append(f"  {visible(reply.url)}", style="dim")
    yield line
    for hop in reply.redirects:
        yield Text(f"{_INDENT}{hop.status} → {visible(hop.location)}", style="yellow")
    if reply.is_ok:
        return
    if reply.reason:
        yield Text(_INDENT + visible(reply.reason), style="red")
    for text in excerpt(reply.excerpt):
        yield Text(_INDENT + "│ " + text, style="dim")
    yield Text(_INDENT + reply.consequence, style="yellow")


def summary(replies: Sequence[Reply]) -> dict[str, Any]:
    """Many replies in numbers: how many of each outcome, how long they took (ms)."""
    times = sorted(reply.elapsed_ms for reply in replies)
    good = sum(reply.is_ok for reply in replies)
    return {
        "sent": len(replies),
        "ok": good,
        "failed": len(replies) - good,
        "outcomes": dict(Counter(map(outcome, replies)).most_common()),
        "ms": {
            "min": round(times[0], 1),
            "median": round(statistics.median(times), 1),
            "p95": round(times[math.ceil(0.95 * len(times)) - 1], 1),
            "max": round(times[-1], 1),
        }
        if times
        else None,
    }


def summary_lines(replies: Sequence[Reply]) -> Iterator[Text]:
    """The same for a person."""
    figures = summary(replies)
    line = Text(f"{figures['sent']} sent: ")
    line.append(f"{figures['ok']} ok", style="green" if figures["ok"] else "")
    if figures["failed"]:
        line.append(f", {figures['failed']} failed", style="red")
    yield line
    for name, count in figures["outcomes"].items():
        yield Text(f"{_INDENT}{count:>6}  {name}")
    if figures["ms"]:
        shown = [f"{name} {show_duration(ms)}" for name, ms in figures["ms"].items()]
        yield Text(_INDENT + "  ".join(shown), style="dim")


def outcome(reply: Reply) -> str:
    """In one word, or two: `200`, `timeout`, `200 to an empty GET`."""
    if reply.failure:
        return reply.failure
    if reply.lost_body:
        return f"{reply.status} to an empty GET"
    return str(reply.status)


def excerpt(data: bytes) -> Iterator[str]:
    """The first lines of an answer, safe to show."""
    text = data.decode("utf-8", "backslashreplace").strip()
    lines = text.splitlines()
    for line in lines[:_EXCERPT_LINES]:
        yield visible(shorten(line, _EXCERPT_WIDTH))
    if len(lines) > _EXCERPT_LINES:
        yield "…"
