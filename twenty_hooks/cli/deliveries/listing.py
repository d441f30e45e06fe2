"""`hooks deliveries list`."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.cli.deliveries.choosing import (
    EventOption,
    RecordOption,
    SearchOption,
    SinceOption,
    VerdictOption,
    WebhookOption,
    no_store,
    opened,
    selection,
)
from twenty_hooks.cli.kept import recent
from twenty_hooks.cli.options import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.output import Output
from twenty_hooks.stored import Forward
from twenty_hooks.terminal import shorten, visible
from twenty_hooks.units import show_size

if TYPE_CHECKING:
    from twenty_hooks.stored import Entry

_DEFAULT_LIMIT = 20
_LONGEST_VERDICT = len("from-the-future")
_LONGEST_TEXT = 60
_MARKS = {
    "valid": ("✓", "green"),
    "unsigned": ("!", "yellow"),
    "no-secret": ("!", "yellow"),
    "redacted": ("!", "yellow"),
}
_REFUSED = ("✗", "red")
_FORWARDS: dict[Forward | None, tuple[str, str | None]] = {
    "ok": ("✓ fwd ok", "green"),
    "failed": ("✗ fwd failed", "red"),
    "unsent": ("! fwd unsent", "yellow"),
    "waiting": ("· fwd waiting", None),
    None: ("", None),
}
_LONGEST_FORWARD = max(len(text) for text, _ in _FORWARDS.values())


def list_(
    event: EventOption = None,
    webhook: WebhookOption = "",
    record: RecordOption = "",
    verdict: VerdictOption = None,
    since: SinceOption = None,
    search: SearchOption = "",
    failed: Annotated[
        bool,
        typer.Option(
            "--failed",
            help="Only what 'hooks replay --failed' would send: it last failed where "
            "it was sent, or its listener ended before it was forwarded.",
        ),
    ] = False,
    limit: Annotated[
        int,
        typer.Option("--limit", min=0, metavar="N", help="At most so many; 0 for all."),
    ] = _DEFAULT_LIMIT,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """List deliveries, the latest first.

    Where any was forwarded or sent again, each says what became of it: ok; failed,
    the last time; unsent, as the listener ended before; waiting, for one that runs.

    \b
    hooks deliveries list
    hooks deliveries list --event 'person.*' --since 10m
    hooks deliveries list --verdict mismatch --limit 0 --json
    """
    chosen = replace(
        selection(event, webhook, record, verdict, since, search), failed=failed
    )
    output = Output(as_json=as_json, color=color.value)
    shown = 0
    with opened(store) as database:
        has_forwards = database.has_forwards()
        for entry, forward in database.entries_and_forwards(chosen, limit or None):
            shown += 1
            if as_json:
                output.json_line({**entry.to_json(), "forward": forward})
            else:
                column = _forward(output, forward) if has_forwards else ""
                output.data(_line(output, entry, column))
        recent.refresh(database)
        if text := no_store(database, store):
            output.words(text)
            return
        if as_json:
            return
        if not shown:
            output.words(
                "none of the deliveries in the store is like this"
                if not database.is_empty()
                else "no deliveries yet: hooks listen keeps what comes"
            )
        elif shown == limit and (total := database.count(chosen)) > shown:
            output.words(f"{shown} of {total}; --limit 0 shows all")


def _forward(output: Output, forward: Forward | None) -> str:
    """What became of one, as wide as the longest."""
    text, paint = _FORWARDS[forward]
    return "  " + output.style(f"{text:<{_LONGEST_FORWARD}}", fg=paint)


def _line(output: Output, entry: Entry, forward: str) -> str:
    # What came from outside stands last, where it can't push anything aside.
    mark, paint = _MARKS.get(entry.verdict, _REFUSED)
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.moment_ms / 1_000))
    status = "" if entry.status in (None, 200) else f"  → {entry.status}"
    name = visible(shorten(entry.event or "(no event name)", _LONGEST_TEXT))
    label = visible(shorten(entry.label, _LONGEST_TEXT))
    return (
        f"{entry.id}  {moment}  "
        + output.style(f"{mark} {entry.verdict:<{_LONGEST_VERDICT}}", fg=paint)
        + f"{show_size(entry.size):>9}{forward}  {name}"
        + (f"  {label}" if label else "")
        + status
    )
