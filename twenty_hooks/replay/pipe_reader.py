"""Read deliveries from a pipe while they are sent.

A thread reads them, because the writer may take its time, and no receiver must wait for
it. It reads only a few deliveries ahead.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import suppress

from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.errors import HooksError
from twenty_hooks.formats.reader import Found, Problem

_MOST_WAITING = 100
_ID = re.compile(r"[0-9a-z]{1,40}\Z", re.ASCII)


def original_id(found: Found) -> str:
    """Return the id that a delivery of a file had in a store; empty if unknown."""
    delivery_id = found.extra.get("id")
    if isinstance(delivery_id, str) and _ID.match(delivery_id):
        return delivery_id
    return ""


class PipeReader:
    """Reads the deliveries of a pipe in a thread. They can be iterated once."""

    def __init__(
        self,
        name: str,
        secrets: Secrets,
        report_problem: Callable[[str, Problem], None],
    ) -> None:
        """Prepare to read.

        Args:
            name: name of the pipe in messages.
            secrets: verify the deliveries.
            report_problem: called with the name and what can't be read.
        """
        self._name = name
        self._secrets = secrets
        self._report_problem = report_problem
        self._waiting: deque[Found | Problem] = deque()
        self._has_changed = threading.Condition()
        self._is_over = False
        self._failure: BaseException | None = None
        self._wanted: futures.Future[None] | None = None

    def start(self, read: Callable[[], Iterator[Found | Problem]]) -> None:
        """Start the thread, and wait for the first delivery.

        Raises whatever reading raises, and HooksError if there is no delivery.
        """
        # A thread that reads can't be stopped, so it must not keep the process alive.
        threading.Thread(target=self._read, args=(read,), daemon=True).start()
        with self._has_changed:
            self._has_changed.wait_for(self._has_next)
            if self._first() is None:
                self._raise_failure()
                raise HooksError(
                    f"there is no delivery in {self._name}", code="unreadable-delivery"
                )

    async def ready(self) -> None:
        """Wait until the next delivery is at hand, or the pipe has ended."""
        while True:
            with self._has_changed:
                if self._has_next():
                    return
                self._wanted = wanted = futures.Future[None]()
            await asyncio.wrap_future(wanted)

    def deliveries(self) -> Iterator[StoredDelivery]:
        """Yield all deliveries in order. Raises whatever reading raised."""
        while (found := self._next()) is not None:
            verified = self._secrets.verify(found.delivery)
            received = ReceivedDelivery(verified, None)
            yield StoredDelivery(original_id(found), 0, received)

    def _next(self) -> Found | None:
        with self._has_changed:
            self._has_changed.wait_for(self._has_next)
            found = self._first()
            if found is None:
                self._raise_failure()
                return None
            self._waiting.popleft()
            self._has_changed.notify_all()
            return found

    def _has_next(self) -> bool:
        """Return whether a delivery is at hand, or no more will be read."""
        return self._first() is not None or self._is_over

    def _first(self) -> Found | None:
        """Return the first delivery at hand, after reporting the problems before it."""
        while self._waiting:
            first = self._waiting[0]
            if isinstance(first, Found):
                return first
            self._waiting.popleft()
            self._has_changed.notify_all()
            self._report_problem(self._name, first)
        return None

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _read(self, read: Callable[[], Iterator[Found | Problem]]) -> None:
        try:
            for found in read():
                with self._has_changed:
                    self._has_changed.wait_for(self._has_room)
                    self._waiting.append(found)
                    self._wake()
        except BaseException as error:  # noqa: BLE001 - raised in the waiting thread
            self._failure = error
        with self._has_changed:
            self._is_over = True
            self._wake()

    def _has_room(self) -> bool:
        return len(self._waiting) < _MOST_WAITING

    def _wake(self) -> None:
        """Wake the thread and the coroutine that wait for a delivery."""
        self._has_changed.notify_all()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            with suppress(futures.InvalidStateError):  # the coroutine was cancelled
                wanted.set_result(None)
