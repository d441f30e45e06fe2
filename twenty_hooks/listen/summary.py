"""What a listener received and forwarded, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from twenty_hooks.console.escape import visible
from twenty_hooks.console.hints import with_store
from twenty_hooks.deliveries.attempt import Attempt, AttemptResult
from twenty_hooks.deliveries.verification import ReceivedDelivery

_RESULTS: tuple[AttemptResult, ...] = ("ok", "failed", "not answered", "not sent")
_EVENTS_NAMED = 5
_LONGEST_NAME = 80


@dataclass(slots=True)
class ListenSummary:
    """Counts what happens while a listener runs.

    Attributes:
        received: Deliveries.
        unsaved: Of them, those that could not be stored, and were answered 503.
        counted: Of them, those that count for --count.
        results: Of forwarding.
        waiting: Known at the end: forwards that are left in the outbox.
        dropped: Known at the end: forwards that were removed from the outbox.
    """

    received: int = 0
    unsaved: int = 0
    counted: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    results: Counter[AttemptResult] = field(default_factory=Counter)
    waiting: int = 0
    dropped: int = 0

    def add(self, received: ReceivedDelivery, *, counts: bool) -> None:
        """Count a delivery. counts: for --count, if it is accepted and stored."""
        self.received += 1
        self.unsaved += not received.is_stored
        self.counted += counts and received.is_stored
        self.verdicts[received.verdict.name] += 1
        self.events[received.event.name or "(no event name)"] += 1

    def add_attempt(self, attempt: Attempt) -> None:
        """Count a result of forwarding, but not of resending by hand."""
        if attempt.kind != "replay":
            self.results[attempt.result] += 1

    def end(self, *, queued: int, waiting: int) -> None:
        """Note how many forwards were added to the outbox, and how many are left."""
        self.waiting = waiting
        self.dropped = max(0, queued - waiting - self.results.total())


def lines(
    summary: ListenSummary,
    *,
    asked: int | None,
    store: Path | None,
    is_temporary: bool,
    is_terminal: bool,
) -> Iterator[str]:
    """Yield what is said when a listener ends.

    Args:
        asked: The --count.
        store: The store that was named; None for the default one.
        is_temporary: Nothing is stored any longer, so nothing is promised.
        is_terminal: A person reads it.
    """
    yield _totals(summary)
    if summary.waiting:
        yield f"{summary.waiting} still waiting to be forwarded"
    if summary.dropped:
        yield f"{summary.dropped} removed before they were forwarded (--no-store)"
    failed = summary.results.total() - summary.results["ok"]
    if (failed or summary.waiting) and not is_temporary:
        command = with_store("hooks replay --failed", store)
        yield f"undelivered deliveries are stored; resend them with: {command}"
    stored = summary.received - summary.unsaved
    if stored and is_terminal and not is_temporary:
        command = with_store("hooks deliveries", store)
        noun = "delivery is" if stored == 1 else "deliveries are"
        yield f"{stored} {noun} stored; list with: {command}"
    if asked is not None and summary.counted < asked:
        yield f"received {summary.counted} of {asked} deliveries"


def _totals(summary: ListenSummary) -> str:
    """`12 deliveries: 10 valid, 2 unsigned (person.created 8); forwarded: 9 ok`."""
    count = summary.received
    if not count:
        return "no deliveries received"
    verdicts = ", ".join(f"{n} {name}" for name, n in summary.verdicts.most_common())
    named = summary.events.most_common(_EVENTS_NAMED)
    names = ", ".join(f"{visible(name[:_LONGEST_NAME])} {n}" for name, n in named)
    others = len(summary.events) - len(named)
    if others:
        names += ", 1 more event" if others == 1 else f", {others} more events"
    saved = ""
    if summary.unsaved:
        saved = (
            f"{count - summary.unsaved} stored, {summary.unsaved} NOT SAVED "
            "(answered 503); "
        )
    results = [
        f"{summary.results[result]} {result}"
        for result in _RESULTS
        if summary.results[result]
    ]
    forwarded = f"; forwarded: {', '.join(results)}" if results else ""
    noun = "delivery" if count == 1 else "deliveries"
    return f"{count} {noun}: {saved}{verdicts} ({names}){forwarded}"
