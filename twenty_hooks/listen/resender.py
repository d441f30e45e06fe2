"""Single deliveries sent again while the listener forwards: some at a time, and each
with its result noted."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol

from twenty_hooks.deliveries.attempt import Attempt, Kind, interrupted
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import UsageError

_MOST = 20
_GRACE_SECONDS = 1.0

Over = Callable[[Attempt], None]


class Sends(Protocol):
    """Sends a delivery to a URL once, and tells what became of it."""

    def __call__(
        self, kind: Kind, identity: str, received: ReceivedDelivery, url: str
    ) -> Awaitable[Attempt]: ...


class SendingAgain:
    """Runs in the loop of who forwards; `begin` may be called from any thread."""

    def __init__(
        self, send: Sends, record: Callable[[Attempt], Awaitable[None]]
    ) -> None:
        self._send = send
        self._record = record
        self._tasks: set[asyncio.Task[None]] = set()
        self._count = 0
        self._counting = threading.Lock()

    def begin(
        self,
        submit: Callable[[Coroutine[Any, Any, None]], object],
        identity: str,
        received: ReceivedDelivery,
        urls: Sequence[str],
        over: Over,
    ) -> None:
        """Send it to each of these; does not block. submit: runs it in that loop.

        Raises UsageError when enough are under way.
        """
        with self._counting:
            if self._count + len(urls) > _MOST:
                raise UsageError(f"{self._count} are under way: wait for an answer")
            self._count += len(urls)
        for url in urls:
            submit(self._start(identity, received, url, over))

    async def end(self) -> None:
        """Wait for what is under way, briefly; the rest is noted as not answered."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_GRACE_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks)

    async def _start(
        self, identity: str, received: ReceivedDelivery, url: str, over: Over
    ) -> None:
        task = asyncio.create_task(self._run(identity, received, url, over))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(
        self, identity: str, received: ReceivedDelivery, url: str, over: Over
    ) -> None:
        at_ms = time.time_ns() // 1_000_000
        try:
            attempt = await self._send("replay", identity, received, url)
        except asyncio.CancelledError:
            name = received.event.name
            reply = interrupted(url, was_begun=True)
            attempt = Attempt("replay", identity, name, url, at_ms, reply)
        finally:
            with self._counting:
                self._count -= 1
        over(attempt)
        await self._record(attempt)
