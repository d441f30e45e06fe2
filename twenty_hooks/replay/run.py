"""One run of `hooks replay`: all of it sent, shown, and its results kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from twenty_hooks.client import sender
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.replay.requests import Replay
from twenty_hooks.replay.result_writer import Results
from twenty_hooks.replay.schedule import Timing
from twenty_hooks.replay.selection import ReplayPlan
from twenty_hooks.send.report import Report


class Pace(NamedTuple):
    """When the requests go out, and how many at once; None: as `timing` has it. times:
    how often each is sent."""

    timing: Timing
    times: int
    concurrency: int | None


def send(
    found: ReplayPlan,
    replay: Replay,
    report: Report,
    words: Callable[[str], None],
    *,
    pace: Pace,
    store: Path,
    timeout_ms: int,
    insecure: bool,
) -> None:
    """Send what was found. store: where the results are kept, if it came from there.

    However it ends, what became of all that was begun is told and kept.
    """
    timing, times = pace.timing, pace.times
    moments_ms = [item.moment_ms or 0 for item in found.items]
    if found.items and (text := timing.announced(moments_ms, times)):
        words(text)
    results = Results(store) if found.is_stored and found.items else None

    def on_reply(place: int, reply: ReceiverResponse) -> None:
        attempt = replay.attempt(place, reply)
        if results and attempt and reply.failure != "unsendable":
            results.add(attempt)
        report.reply(place, reply, attempt)

    try:
        with results or contextlib.nullcontext(), report:
            sender.send(
                report.remember(replay.requests()),
                on_reply,
                timeout_ms=timeout_ms,
                concurrency=pace.concurrency or timing.concurrency,
                insecure=insecure,
                due_ms=timing.due(moments_ms, times) if found.items else None,
                ready=found.arriving[0].ready if found.arriving else None,
            )
    finally:
        for text in replay.words():
            words(text)
        if results and results.lost:
            lost = f"what became of {results.lost} is not kept"
            words(f"{lost}: {results.trouble or 'too many waited for it'}")
    if text := timing.missed(len(found.items) * times, replay.span_seconds):
        words(text)
