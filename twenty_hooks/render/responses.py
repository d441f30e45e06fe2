"""Show the responses of receivers, in full or summed up."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.deliveries.response import ReceiverResponse, ResponseStats
from twenty_hooks.text.units import show_duration, show_size

_EXCERPT_LINES = 5
_EXCERPT_WIDTH = 160
_INDENT = "  "


def response_lines(
    event: str,
    response: ReceiverResponse,
    *,
    delivery_id: str = "",
    cause: str = "",
    meaning: str | None = None,
) -> Iterator[Text]:
    """Yield the outcome of one delivery, and details of a failure.

    Args:
        delivery_id: the id of the delivery in the store, if it has one.
        cause: likely cause of a failure.
        meaning: what a failure means in production; None takes the response's own.
    """
    mark, color = ("✓", "green") if response.is_ok else ("✗", "red")
    line = Text()
    line.append(f"{mark} {response.outcome}", style=color)
    line.append(f"  {visible(event)}", style="bold")
    if delivery_id:
        line.append(f"  {visible(delivery_id)}", style="dim")
    line.append(f"  {show_duration(response.elapsed_ms)}  {show_size(response.size)}")
    line.append(f"  {visible(response.url)}", style="dim")
    yield line
    for hop in response.redirects:
        yield Text(f"{_INDENT}{hop.status} → {visible(hop.location)}", style="yellow")
    if response.is_ok:
        return
    if response.reason:
        yield Text(_INDENT + visible(response.reason), style="red")
    for text in excerpt(response.excerpt):
        yield Text(_INDENT + "│ " + text, style="dim")
    if cause:
        yield Text(_INDENT + visible(cause), style="yellow")
    meaning = response.production_effect if meaning is None else meaning
    if meaning:
        yield Text(_INDENT + meaning, style="yellow")


def stats_lines(stats: ResponseStats, *, hidden_failures: int = 0) -> Iterator[Text]:
    """Yield the totals of many responses: outcomes and durations.

    Args:
        hidden_failures: number of failures that were not shown.
    """
    if hidden_failures:
        noun = "failure" if hidden_failures == 1 else "failures"
        yield Text(f"… and {hidden_failures} more {noun}")
    figures = stats.to_json()
    line = Text(f"{figures['sent']} sent: ")
    line.append(f"{figures['ok']} ok", style="green" if figures["ok"] else "")
    failed = stats.sent - stats.ok
    if failed:
        line.append(f", {failed} failed", style="red")
    if stats.failed > failed:
        line.append(f", {stats.failed - failed} could not be sent", style="red")
    yield line
    for name, count in figures["outcomes"].items():
        yield Text(f"{_INDENT}{count:>6}  {name}")
    if figures["ms"]:
        shown = [f"{name} {show_duration(ms)}" for name, ms in figures["ms"].items()]
        yield Text(_INDENT + "  ".join(shown), style="dim")


def excerpt(data: bytes) -> Iterator[str]:
    """Yield the first lines of a response body, safe to print."""
    text = data.decode("utf-8", "backslashreplace").strip()
    lines = text.splitlines()
    for line in lines[:_EXCERPT_LINES]:
        yield visible(shorten(line, _EXCERPT_WIDTH))
    if len(lines) > _EXCERPT_LINES:
        yield "…"
