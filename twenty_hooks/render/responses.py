"""What receivers answered, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.deliveries.response import ReceiverResponse, ResponseStats
from twenty_hooks.text.units import show_duration, show_size

_EXCERPT_LINES = 5
_EXCERPT_WIDTH = 160
_INDENT = "  "


def reply_lines(
    event: str,
    reply: ReceiverResponse,
    *,
    identity: str = "",
    cause: str = "",
    meaning: str | None = None,
) -> Iterator[Text]:
    """One reply: the outcome, what came back with a failure, and what it means.

    identity: of the delivery, where it has one. cause: why it may have been refused.
    meaning: what to say of a failure; what it would be in production, if left out.
    """
    mark, color = ("✓", "green") if reply.is_ok else ("✗", "red")
    line = Text()
    line.append(f"{mark} {reply.outcome}", style=color)
    line.append(f"  {visible(event)}", style="bold")
    if identity:
        line.append(f"  {visible(identity)}", style="dim")
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
    if cause:
        yield Text(_INDENT + visible(cause), style="yellow")
    meaning = reply.production_effect if meaning is None else meaning
    yield Text(_INDENT + meaning, style="yellow")


def summary_lines(tally: ResponseStats) -> Iterator[Text]:
    """Many replies in numbers, for a person."""
    figures = tally.to_json()
    line = Text(f"{figures['sent']} sent: ")
    line.append(f"{figures['ok']} ok", style="green" if figures["ok"] else "")
    failed = tally.sent - tally.ok
    if failed:
        line.append(f", {failed} failed", style="red")
    if tally.failed > failed:
        line.append(f", {tally.failed - failed} could not be sent", style="red")
    yield line
    for name, count in figures["outcomes"].items():
        yield Text(f"{_INDENT}{count:>6}  {name}")
    if figures["ms"]:
        shown = [f"{name} {show_duration(ms)}" for name, ms in figures["ms"].items()]
        yield Text(_INDENT + "  ".join(shown), style="dim")


def excerpt(data: bytes) -> Iterator[str]:
    """The first lines of an answer, safe to show."""
    text = data.decode("utf-8", "backslashreplace").strip()
    lines = text.splitlines()
    for line in lines[:_EXCERPT_LINES]:
        yield visible(shorten(line, _EXCERPT_WIDTH))
    if len(lines) > _EXCERPT_LINES:
        yield "…"
