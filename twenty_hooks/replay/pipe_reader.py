"""Deliveries that a pipe brings, each to be sent as it comes.

A thread of its own reads them: whoever writes into the pipe may take their time, and
no receiver is kept waiting by it. It reads no further ahead than a few.
"""

from __future__ import annotations

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


def known_id(found: Found) -> str:
    """The id that a delivery of a file had in a store; empty if none is said."""
    identity = found.extra.get("id")
    return identity if isinstance(identity, str) and _ID.match(identity) else ""


class Arriving:
    """What comes out of a pipe, judged by these secrets; to be gone through once."""

    def __init__(
        self,
        name: str,
        secrets: Secrets,
        tell: Callable[[str, Problem], None],
    ) -> None:
        """name: of the pipe. tell: gets it, and what of it can't be read."""
        self._name = name
        self._secrets = secrets
        self._tell = tell
        self._waiting: deque[Found | Problem] = deque()
        self._has_changed = threading.Condition()
        self._is_over = False
        self._failure: BaseException | None = None
        self._wanted: futures.Future[None] | None = None

    def start(self, read: Callable[[], Iterator[Found | Problem]]) -> None:
        """Read, until the first delivery is there.

        Raises what reading raises, HooksError if there is no delivery at all.
        """
        # Nobody can end a thread that reads; it must not hold up the end of all.
        threading.Thread(target=self._read, args=(read,), daemon=True).start()
        with self._has_changed:
            self._has_changed.wait_for(self._has_next)
            if self._first() is None:
                self._raise()
                raise HooksError(
                    f"there is no delivery in {self._name}", code="unreadable-delivery"
                )

    async def ready(self) -> None:
        """Wait until `each` has its next one at hand, or is over."""
        import asyncio  # an edge: loaded by the command that sends

        while True:
            with self._has_changed:
                if self._has_next():
                    return
                self._wanted = wanted = futures.Future[None]()
            await asyncio.wrap_future(wanted)

    def each(self) -> Iterator[StoredDelivery]:
        """All of them, in their order. Raises what reading raised, when it did."""
        while (found := self._next()) is not None:
            verified = self._secrets.verify(found.delivery)
            yield StoredDelivery(known_id(found), 0, ReceivedDelivery(verified, None))

    def _next(self) -> Found | None:
        with self._has_changed:
            self._has_changed.wait_for(self._has_next)
            found = self._first()
            if found is None:
                self._raise()
                return None
            self._waiting.popleft()
            self._has_changed.notify_all()
            return found

    def _has_next(self) -> bool:
        """Whether a delivery is there, or none will come."""
        return self._first() is not None or self._is_over

    def _first(self) -> Found | None:
        """The first that is there; what stands before it and is none is told."""
        while self._waiting:
            first = self._waiting[0]
            if isinstance(first, Found):
                return first
            self._waiting.popleft()
            self._has_changed.notify_all()
            self._tell(self._name, first)
        return None

    def _raise(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _read(self, read: Callable[[], Iterator[Found | Problem]]) -> None:
        try:
            for found in read():
                with self._has_changed:
                    self._has_changed.wait_for(self._has_room)
                    self._waiting.append(found)
                    self._told()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._failure = error
        with self._has_changed:
            self._is_over = True
            self._told()

    def _has_room(self) -> bool:
        return len(self._waiting) < _MOST_WAITING

    def _told(self) -> None:
        """Wake who waits."""
        self._has_changed.notify_all()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            with suppress(futures.InvalidStateError):  # nobody waits any more
                wanted.set_result(None)
