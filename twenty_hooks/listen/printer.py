"""One run of the listener: what comes is shown by a thread of its own, and counted.

The server never waits for the terminal. One thread reads what came from the store and
shows it, so lines keep their order and never mix. On a terminal it shows about what a
person can read, and says how many more there are.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.attempt import Attempt, AttemptResult
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import StoredDelivery, stored_json
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import HooksError
from twenty_hooks.listen.pace import (
    Backoff,
    NoticeQueue,
    Pace,
    forwarded_words,
)
from twenty_hooks.listen.print_queue import (
    Item,
    Printable,
    PrintQueue,
    Skipped,
)
from twenty_hooks.listen.screen_lock import ScreenLock
from twenty_hooks.protocol import events

if TYPE_CHECKING:  # rich is imported by the command that needs it
    from twenty_hooks.deliveries.verification import VerifiedDelivery
    from twenty_hooks.render.console import Screen
    from twenty_hooks.render.deliveries import View


# Said once, after the first of its kind.
_EXPLAINED = {
    "no-secret": "signed with a secret that is not known here: whether it is genuine "
    "can't be said; give the secret with --secret-file FILE",
    "unsigned": "unsigned: the webhook has no secret (one made in Twenty's settings "
    "without typing a secret has none), so anybody could have sent this",
}
_REMOVED = "they were removed from the store to make room"
_NO_ROOM = "they could not be stored, and there is no memory for more of them"


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
    accept_invalid: what is refused by its signature is accepted all the same. why:
    asked, by the thread that shows, for half a line on a delivery that is not valid.
    listing: the command that lists what is stored; empty with --no-store, where no id
    can be looked up later.
    """

    def __init__(
        self,
        output: Output,
        showing: Showing,
        *,
        enough: int | None = None,
        accept_invalid: bool = False,
        stop: Callable[[], None] = lambda: None,
        why: Callable[[VerifiedDelivery], str | None] = lambda _: None,
        listing: str = "",
    ) -> None:
        self.arrived = 0
        self.unsaved = 0
        self.tried: Counter[AttemptResult] = Counter()
        self.accepted = 0
        self.verdicts: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.stop = stop
        self.queue: PrintQueue
        self.turns = ScreenLock()
        self._output = output
        self._showing = showing
        self._why = why
        self._listing = listing
        self._enough = enough
        self._accept_invalid = accept_invalid
        self._notices = NoticeQueue()
        self._explained: set[str] = set()
        # A program, or a file, gets every delivery, however many there are.
        self._may_skip = not output.as_json and sys.stdout.isatty()
        self._wake = threading.Event()
        self._is_over = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def arrive(self, received: ReceivedDelivery) -> None:
        """Count a delivery and have it shown."""
        event, verdict = received.event, received.verdict
        self.arrived += 1
        self.unsaved += not received.is_stored
        self.verdicts[verdict.name] += 1
        self.events[event.name or "(no event name)"] += 1
        if not received.is_stored:
            self.queue.add_unsaved(received)
        if not self._wake.is_set():  # cheaper than setting it again
            self._wake.set()
        is_accepted = received.accepted or self._accept_invalid
        if is_accepted and received.is_stored and self._showing.wants(event.name):
            self.accepted += 1
            if self._enough is not None and self.accepted >= self._enough:
                self.stop()

    @property
    def reader_is_gone(self) -> bool:
        """Whether nobody reads any more what is shown."""
        return self._failure is not None

    def attempt(self, attempt: Attempt) -> None:
        """Have what became of one that was forwarded shown, and count it; not what was
        sent again by hand."""
        if attempt.kind != "replay":
            self.tried[attempt.result] += 1
        self.wake()

    def wake(self) -> None:
        """Look for something to show."""
        self._wake.set()

    def notice(self, text: str) -> None:
        """Line up a sentence about something that was not a delivery."""
        self._notices.add(text)
        self._wake.set()

    def finish(self) -> None:
        """Wait until all is shown. Raises the OSError that ended the showing, such as
        BrokenPipeError when the reader has gone."""
        self.close()
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """Wait until all is shown, or nothing can be any more."""
        self._is_over.set()
        self._wake.set()
        self._thread.join()

    def summary(self) -> str:
        """`12 deliveries: 10 valid, 2 unsigned (person.created 8, ...)`."""
        noun = "delivery" if self.arrived == 1 else "deliveries"
        if not self.arrived:
            return f"no {noun} came"
        verdicts = ", ".join(f"{n} {name}" for name, n in self.verdicts.most_common())
        most = self.events.most_common(5)
        names = ", ".join(f"{visible(name[:80])} {n}" for name, n in most)
        others = len(self.events) - len(most)
        more = "1 more event" if others == 1 else f"{others} more events"
        tail = f", {more}" if others else ""
        passed = forwarded_words(self.tried)
        kept = f"{self.arrived - self.unsaved} kept"
        lost = f"{kept}, {self.unsaved} NOT SAVED (answered 503); "
        saved = lost if self.unsaved else ""
        return f"{self.arrived} {noun}: {saved}{verdicts} ({names}{tail}){passed}"

    def _run(self) -> None:
        from twenty_hooks.render import console

        screen = console.stdout(self._output.color)
        try:
            is_last = False
            while not is_last:
                self._wake.wait()
                self._wake.clear()
                is_last = self._is_over.is_set()  # before the last look
                self._show_what_waits(screen)
        except OSError as error:
            self._failure = error
            self.stop()
        except HooksError as error:  # the store fails us
            self._say(f"can't show what comes any more: {error.message}")
            self.stop()

    def _show_what_waits(self, screen: Screen) -> None:
        pace, courtesy = Pace(), Backoff(self.arrived)
        while True:
            with self.turns.line():
                for text in self._notices.take():
                    self._say(text)
                items = self.queue.take()
            if not items:
                return
            for item in items:
                with self.turns.line():
                    self._show(item, screen)
            shown = sum(map(self._is_wanted, items))
            if self._may_skip and pace.is_exceeded_by(shown):
                self._skip()
            if pause := courtesy.pause(self.arrived):
                self._is_over.wait(pause)

    def _skip(self) -> None:
        """Say how many more there are than can be read; once a second at most."""
        count = self.queue.skip(self._showing.patterns)
        if count:
            where = f", see '{self._listing}'" if self._listing else ""
            with self.turns.line():
                self._say(f"{count} more{where}")
        self._is_over.wait(1)

    def _is_wanted(self, item: Printable) -> bool:
        if isinstance(item, Skipped):
            return True
        if isinstance(item, Attempt):
            return self._showing.wants(item.event)
        return self._showing.wants(item.received.event.name)

    def _show(self, item: Printable, screen: Screen) -> None:
        try:
            if isinstance(item, Attempt):
                self._show_attempt(item, screen)
                return
            if isinstance(item, Skipped):
                self._tell_skipped(item)
                return
            self._show_arrival(item, screen)
            verdict = item.received.verdict.name
            if verdict in _EXPLAINED and verdict not in self._explained:
                self._explained.add(verdict)
                self._say(_EXPLAINED[verdict])
        except (OSError, HooksError):
            raise
        except Exception:  # noqa: BLE001 - showing one must not end the rest
            self._output.info(f"a bug in hooks:\n{traceback.format_exc()}")

    def _show_arrival(self, item: Item, screen: Screen) -> None:
        received = item.received
        if not self._is_wanted(item):
            return
        # With --no-store nothing can be looked up later, so nothing is named.
        stored = item.stored if self._listing else None
        record_history = self.queue.record_history(stored)
        if self._output.as_json:
            self._output.json_line(delivery_json(received, stored, record_history))
            return
        from twenty_hooks.render.deliveries import delivery_lines

        is_refused = not received.verdict and not received.accepted
        for line in delivery_lines(
            received.verified,
            received.status,
            fault=received.fault,
            is_stored=received.is_stored,
            view=self._showing.view,
            width=screen.width,
            identity=stored.id if stored else "",
            record_history=record_history,
            why=self._why(received.verified) if is_refused else None,
        ):
            screen.line(line)

    def _show_attempt(self, attempt: Attempt, screen: Screen) -> None:
        if not self._showing.wants(attempt.event):
            return
        if not self._listing:
            attempt = replace(attempt, delivery_id="")
        if self._output.as_json:
            self._output.json_line({"type": "forward", **attempt.to_json()})
            return
        from twenty_hooks.render.attempts import attempt_lines

        for line in attempt_lines(attempt, width=screen.width):
            screen.line(line)

    def _tell_skipped(self, skipped: Skipped) -> None:
        if self._output.as_json:
            self._output.json_line({"type": "skipped", "count": skipped.count})
        why = _REMOVED if skipped.was_stored else _NO_ROOM
        verb = "was" if skipped.count == 1 else "were"
        self._say(f"{skipped.count} more {verb} answered, but not shown: {why}")

    def _say(self, text: str) -> None:
        mark = self._output.style("!", err=True, fg="yellow")
        self._output.info(f"{mark} {visible(text, keep=_NEWLINE)}")


_NEWLINE = "\n"


def delivery_json(
    received: ReceivedDelivery,
    stored: StoredDelivery | None,
    record_history: RecordHistory,
) -> dict[str, object]:
    """The `delivery` line of `hooks listen --json`; like the whole delivery, its
    history is told with nothing masked."""
    if stored is not None:
        shape = stored_json(stored)
        return {"type": "delivery", **shape, "history": record_history.to_json()}
    shape = stored_json(StoredDelivery("", 0, received))
    del shape["id"]
    return {"type": "delivery", **shape}
