"""One run of the listener: what comes is shown by a thread of its own, and counted.

The server never waits for the terminal. Everything to be shown goes through one queue
and one thread, so lines keep their order and never mix.
"""

from __future__ import annotations

import queue
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twenty_hooks import events
from twenty_hooks.output import Output
from twenty_hooks.terminal import visible

if TYPE_CHECKING:  # edges and rich are imported by the command that needs them
    from twenty_hooks.judging import Judgement
    from twenty_hooks.listener import Arrival
    from twenty_hooks.render.console import Screen
    from twenty_hooks.render.deliveries import View


# Said once, after the first of its kind.
_EXPLAINED = {
    "no-secret": "signed with a secret that is not known here: whether it is genuine "
    "can't be said; give the secret with --secret-file FILE",
    "unsigned": "unsigned: the webhook has no secret (one made in Twenty's settings "
    "without typing a secret has none), so anybody could have sent this",
}


@dataclass(frozen=True, slots=True)
class Showing:
    """How deliveries are shown, and which."""

    view: View = "summary"
    patterns: tuple[str, ...] = ()

    def wants(self, event_name: str | None) -> bool:
        if not self.patterns:
            return True
        name = event_name or ""
        return any(events.matches(pattern, name) for pattern in self.patterns)


class Session:
    """Shows arrivals and counts them.

    stop: called when `enough` accepted deliveries that are shown have come.
    shown: called, by the thread that shows, after each.
    why: asked, by that thread, for half a line on a delivery that is not valid.
    """

    def __init__(
        self,
        output: Output,
        showing: Showing,
        *,
        enough: int | None = None,
        stop: Callable[[], None] = lambda: None,
        why: Callable[[Judgement], str | None] = lambda _: None,
    ) -> None:
        self.arrived = 0
        self.accepted = 0
        self.verdicts: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.stop = stop
        self.shown: Callable[[Arrival], None] = lambda _: None
        self._output = output
        self._showing = showing
        self._why = why
        self._enough = enough
        self._queue: queue.SimpleQueue[Arrival | str | None] = queue.SimpleQueue()
        self._reader_is_gone = False
        self._thread = threading.Thread(target=self._show_all, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def arrive(self, arrival: Arrival) -> None:
        """Count a delivery and line it up to be shown."""
        event, verdict = arrival.judgement.event, arrival.judgement.verdict
        self.arrived += 1
        self.verdicts[verdict.name] += 1
        self.events[event.name or "(no event name)"] += 1
        self._queue.put(arrival)
        if self.verdicts[verdict.name] == 1 and verdict.name in _EXPLAINED:
            self._queue.put(_EXPLAINED[verdict.name])
        if arrival.status == 200 and self._showing.wants(event.name):
            self.accepted += 1
            if self._enough is not None and self.accepted >= self._enough:
                self.stop()

    def notice(self, text: str) -> None:
        """Line up a sentence about something that was not a delivery."""
        self._queue.put(text)

    def finish(self) -> None:
        """Wait until all is shown. Raises BrokenPipeError if the reader has gone."""
        self._queue.put(None)
        self._thread.join()
        if self._reader_is_gone:
            raise BrokenPipeError

    def summary(self) -> str:
        """`12 deliveries: 10 valid, 2 unsigned (person.created 8, ...)`."""
        noun = "delivery" if self.arrived == 1 else "deliveries"
        if not self.arrived:
            return f"no {noun} came"
        verdicts = ", ".join(f"{n} {name}" for name, n in self.verdicts.most_common())
        most = self.events.most_common(5)
        names = ", ".join(f"{visible(name[:80])} {n}" for name, n in most)
        others = len(self.events) - len(most)
        tail = f", {others} more events" if others else ""
        return f"{self.arrived} {noun}: {verdicts} ({names}{tail})"

    def _show_all(self) -> None:
        from twenty_hooks.render import console

        screen = console.stdout(self._output.color)
        while (item := self._queue.get()) is not None:
            if self._reader_is_gone:
                continue
            try:
                self._show(item, screen)
            except BrokenPipeError:
                self._reader_is_gone = True
                self.stop()
            except Exception:  # noqa: BLE001 - showing one must not end the rest
                self._output.words(f"a bug in hooks:\n{traceback.format_exc()}")
            if not isinstance(item, str):
                self.shown(item)

    def _show(self, item: Arrival | str, screen: Screen) -> None:
        if isinstance(item, str):
            mark = self._output.style("!", err=True, fg="yellow")
            self._output.words(f"{mark} {visible(item, keep=_NEWLINE)}")
            return
        if not self._showing.wants(item.judgement.event.name):
            return
        if self._output.as_json:
            self._output.json_line(arrival_json(item))
            return
        from twenty_hooks.render.deliveries import delivery_lines

        is_refused = not item.judgement.verdict and not item.judgement.accepted
        for line in delivery_lines(
            item.judgement,
            item.status,
            view=self._showing.view,
            width=screen.width,
            why=self._why(item.judgement) if is_refused else None,
        ):
            screen.line(line)


_NEWLINE = "\n"


def arrival_json(arrival: Arrival) -> dict[str, object]:
    """The `delivery` line of `hooks listen --json`."""
    judgement = arrival.judgement
    return {
        "type": "delivery",
        **judgement.delivery.to_json(),
        "event": judgement.event.name,
        "webhookId": judgement.event.webhook_id,
        "verdict": judgement.verdict.name,
        "valid": bool(judgement.verdict),
        "status": arrival.status,
    }
