"""Send deliveries exactly as Twenty's own sender does.

There is one attempt for each delivery, over a connection of its own. One time limit
(5 s from 1.8 on) covers the whole call, including redirects and a slow response body.
Headers keep the order and spelling of recorded deliveries.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator

import httpx

from twenty_hooks.client.exchange import Clients, attempt
from twenty_hooks.client.request import OutgoingRequest
from twenty_hooks.deliveries.response import TWENTYS_TIMEOUT_MS, ReceiverResponse
from twenty_hooks.errors import Terminated

TWENTYS_CONCURRENCY = 20


def send(
    deliveries: Iterable[OutgoingRequest | ReceiverResponse],
    on_response: Callable[[int, ReceiverResponse], None],
    *,
    timeout_ms: int = TWENTYS_TIMEOUT_MS,
    concurrency: int = 1,
    insecure: bool = False,
    due_ms: Callable[[int], float | None] | None = None,
    ready: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Send all deliveries, at most `concurrency` at once.

    Each request is taken from the iterator when it is due, so it can be signed with the
    current time.

    Args:
        deliveries: requests. A ReceiverResponse stands for a delivery that can't be
            sent, and is passed to `on_response` unchanged.
        on_response: called with the index of the delivery (from 0) and its outcome, as
            soon as it is known.
        insecure: do not verify TLS certificates.
        due_ms: when each index is due, in milliseconds from the start; it must never
            decrease, and returns None after the last. Without it, deliveries are sent
            as fast as possible.
        ready: awaited before each delivery is taken, if it may have to be waited for.

    Raises:
        KeyboardInterrupt: Ctrl-C or SIGTERM ended it early.
    """
    sender = Sender(timeout_ms=timeout_ms, concurrency=concurrency, insecure=insecure)
    queue = _Queue(iter(deliveries), due_ms, ready)
    try:
        asyncio.run(_send_all(sender, queue, on_response, concurrency))
    except ExceptionGroup as group:  # the first task to fail cancelled the others
        raise group.exceptions[0] from None


async def _send_all(
    sender: Sender,
    queue: _Queue,
    on_response: Callable[[int, ReceiverResponse], None],
    concurrency: int,
) -> None:
    async def work() -> None:
        while (entry := await queue.next()) is not None:
            index, item = entry
            if isinstance(item, OutgoingRequest):
                item = await sender.attempt(item)
            on_response(index, item)

    with _cancelled_by_sigterm():
        async with sender, asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work())


@contextlib.contextmanager
def _cancelled_by_sigterm() -> Iterator[None]:
    """Cancel the block on SIGTERM, as asyncio does on Ctrl-C. Raises Terminated."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    is_terminated = asyncio.Event()

    def end() -> None:
        is_terminated.set()
        if task is not None:
            task.cancel()

    try:
        loop.add_signal_handler(signal.SIGTERM, end)
    except (NotImplementedError, ValueError, RuntimeError):
        yield  # not supported on Windows and outside the main thread
        return
    try:
        yield
    except asyncio.CancelledError:
        if is_terminated.is_set():
            raise Terminated from None
        raise
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


class _Queue:
    """Gives out the deliveries in order, each when it is due."""

    def __init__(
        self,
        deliveries: Iterator[OutgoingRequest | ReceiverResponse],
        due_ms: Callable[[int], float | None] | None,
        ready: Callable[[], Awaitable[None]] | None,
    ) -> None:
        self._deliveries = enumerate(deliveries)
        self._due_ms = due_ms
        self._ready = ready
        self._index = 0
        self._began = time.perf_counter()
        self._lock = asyncio.Lock()

    async def next(self) -> tuple[int, OutgoingRequest | ReceiverResponse] | None:
        """Return the next delivery with its index; None after the last."""
        async with self._lock:
            if self._due_ms is not None:
                due_ms = self._due_ms(self._index)
                if due_ms is None:
                    return None
                due = self._began + due_ms / 1_000
                await asyncio.sleep(max(0, due - time.perf_counter()))
            if self._ready is not None:
                await self._ready()
            self._index += 1
            return next(self._deliveries, None)


class Sender:
    """Sends each delivery over a connection of its own. Use it in one event loop."""

    def __init__(
        self,
        *,
        timeout_ms: int = TWENTYS_TIMEOUT_MS,
        concurrency: int = TWENTYS_CONCURRENCY,
        insecure: bool = False,
    ) -> None:
        """Prepare a sender with at most `concurrency` connections at once."""
        self._timeout_ms = timeout_ms
        limits = httpx.Limits(
            # One connection per call, as in Twenty's safe mode: the receiver may close
            # a kept-alive one just as it is used again.
            max_connections=concurrency,
            max_keepalive_connections=0,
        )
        self._clients = Clients(insecure, limits)

    async def __aenter__(self) -> Sender:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._clients.close()

    async def attempt(self, outgoing: OutgoingRequest) -> ReceiverResponse:
        """Send one request once. Failures are returned as a response too."""
        return await attempt(self._clients, outgoing, self._timeout_ms)
