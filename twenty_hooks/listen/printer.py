"""Prints what a listener receives and forwards, in a thread of its own.

The server never waits for the terminal. One thread reads from a queue and prints, so
lines keep their order and never mix. On a terminal it prints about what a person can
read, and says how many more there are.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from twenty_hooks.browser.screen_lock import ScreenLock
from twenty_hooks.console.escape import visible
from twenty_hooks.console.hints import with_store
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import HooksError
from twenty_hooks.listen.config import ListenConfig
from twenty_hooks.listen.item_lines import ItemLines
from twenty_hooks.listen.notices import NoticeQueue
from twenty_hooks.listen.print_queue import PrintQueue, Skipped
from twenty_hooks.listen.rate_limit import Backoff, RateLimit

_REMOVED = "they were removed from the store to make room"
_NO_ROOM = "they could not be stored, and there is no memory for more of them"
_SECONDS_BETWEEN_COUNTS = 1.0


class Printer:
    """Prints from the beginning of its block until all is printed at its end."""

    def __init__(
        self,
        output: Output,
        config: ListenConfig,
        queue: PrintQueue,
        notices: NoticeQueue,
        lines: ItemLines,
        screen: ScreenLock,
        has_work: threading.Event,
        *,
        on_failure: Callable[[OSError | HooksError], None],
    ) -> None:
        """Args:
        queue: Has the deliveries and results to print.
        notices: Has the sentences to print on stderr.
        lines: Turns each delivery and result into text or JSON.
        screen: Is held while anything is printed.
        has_work: Is set when anything was added to the queue or the notices.
        on_failure: Called once, when nothing can be printed any more.
        """
        self.failure: OSError | None = None
        self._output = output
        self._config = config
        self._queue = queue
        self._notices = notices
        self._lines = lines
        self._screen = screen
        self._on_failure = on_failure
        self._received = 0
        # A program, or a file, gets every delivery, however many there are.
        self._may_skip = not output.as_json and sys.stdout.isatty()
        self._has_work = has_work
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Printer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until all is printed, or nothing can be any more."""
        self._is_over.set()
        self.wake()
        self._thread.join()

    def on_delivery(self, received: ReceivedDelivery) -> None:
        """Print a delivery. Does not block."""
        self._received += 1
        if not received.is_stored:
            self._queue.add_unsaved(received)
        self.wake()

    def on_attempt(self, attempt: Attempt) -> None:  # noqa: ARG002 - it is in the store
        """Print a result of forwarding. Does not block."""
        self.wake()

    def wake(self) -> None:
        """Look for something to print. From any thread; does not block."""
        if not self._has_work.is_set():  # cheaper than setting it again
            self._has_work.set()

    def _run(self) -> None:
        try:
            is_last = False
            while not is_last:
                self._has_work.wait()
                self._has_work.clear()
                is_last = self._is_over.is_set()  # before the last look
                self._print_all()
        except OSError as error:
            self.failure = error
            self._on_failure(error)
        except HooksError as error:  # the store can't be read
            self._say(f"can't show deliveries any more: {error.message}")
            self._on_failure(error)

    def _print_all(self) -> None:
        rate, backoff = RateLimit(), Backoff(self._received)
        while True:
            with self._screen.line():
                for text in self._notices.take():
                    self._say(text)
                items = self._queue.take()
            if not items:
                return
            shown = 0
            for item in items:
                with self._screen.line():
                    if isinstance(item, Skipped):
                        self._say_skipped(item)
                    else:
                        shown += self._lines.print(item)
            if self._may_skip and rate.is_exceeded_by(shown):
                self._say_how_many_more()
            elif pause := backoff.pause(self._received):
                self._is_over.wait(pause)

    def _say_how_many_more(self) -> None:
        with self._screen.line():
            if count := self._queue.skip(self._config.patterns):
                self._say(f"{count} more{self._where_they_are}")
        self._is_over.wait(_SECONDS_BETWEEN_COUNTS)

    @property
    def _where_they_are(self) -> str:
        if self._config.store is None:
            return ""
        return f", see '{with_store('hooks deliveries', self._config.named_store)}'"

    def _say_skipped(self, skipped: Skipped) -> None:
        if self._output.as_json:
            self._output.json_line({"type": "skipped", "count": skipped.count})
        verb = "was" if skipped.count == 1 else "were"
        why = _REMOVED if skipped.was_stored else _NO_ROOM
        self._say(f"{skipped.count} more {verb} answered, but not shown: {why}")

    def _say(self, text: str) -> None:
        mark = self._output.style("!", err=True, fg="yellow")
        self._output.info(f"{mark} {visible(text, keep=_NEWLINE)}")


_NEWLINE = "\n"
