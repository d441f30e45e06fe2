"""Forwards what a listener stores to the developer's receivers.

The same bytes and headers go out, at most twenty requests at a time, as Twenty sends
them; what concerns one record reaches a receiver in the order it arrived. By default
Twenty has its response by then; with `--relay` it waits for the receiver's.

All of it runs on the event loop of the server. Deliveries wait in the outbox of the
store: only their rows are looked at ahead, and each delivery is read when its turn
comes, by a thread of its own, so that a slow disk holds up no response.
"""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from twenty_hooks.client import sender
from twenty_hooks.deliveries.attempt import Attempt, Kind, likely_cause
from twenty_hooks.deliveries.attempt import interrupted as interrupted_response
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import HooksError, UsageError
from twenty_hooks.listen.forward_targets import ForwardTargets
from twenty_hooks.listen.recorder import Recorder
from twenty_hooks.server.faults import Response
from twenty_hooks.store import QueuedForward
from twenty_hooks.text.units import now_ms

_LOOK_AHEAD = 1_000
# At the end, requests under way may take this long before they are given up.
_GRACE_SECONDS = 1.0
_MOST_RESENT_AT_ONCE = 20

T = TypeVar("T")
# What has to keep its order: the record and the target; a number where there is none.
Lane = tuple[str | int, str]


class Forwarder:
    """Forwards on the event loop that `run` is called in."""

    def __init__(
        self,
        targets: ForwardTargets,
        recorder: Recorder,
        *,
        is_relay: bool,
        on_attempt: Callable[[Attempt], None],
        notice: Callable[[str], None],
    ) -> None:
        """Args:
        recorder: Has the outbox, and stores the results.
        is_relay: Nothing is forwarded from the outbox, as `relay` is called for it.
        on_attempt: Gets every result, once it is stored.
        notice: Gets a sentence about what went wrong here.
        """
        self._targets = targets
        self._recorder = recorder
        self._is_relay = is_relay
        self._on_attempt = on_attempt
        self._notice = notice
        self._store = recorder.reader()
        self._reading = ThreadPoolExecutor(1)
        self._sender = sender.Sender(insecure=targets.insecure)
        self._slots = asyncio.Semaphore(sender.TWENTYS_CONCURRENCY)
        self._lanes: dict[Lane, deque[QueuedForward]] = {}
        self._looked_at = 0  # number of the last row of the outbox
        self._waiting = 0  # rows in the lanes
        self._tasks: set[asyncio.Future[object]] = set()
        self._requests: set[asyncio.Future[ReceiverResponse]] = set()
        self._resending = 0
        self._wake = asyncio.Event()
        self._is_drained = False  # no more deliveries are received
        self._is_ending = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def on_delivery(self, received: ReceivedDelivery) -> None:
        """Look for something to forward."""
        if received.is_stored:
            self._wake.set()

    def on_attempt(self, attempt: Attempt) -> None:
        """Nothing follows from a result of our own."""

    async def run(
        self,
        drained: Callable[[], Awaitable[None]],
        interrupted: Callable[[], Awaitable[None]],
    ) -> None:
        """Forward until all that was received is forwarded.

        Args:
            drained: Returns when no more deliveries are received.
            interrupted: Returns when a person ends it: then the rest stays in the
                outbox, and requests under way have a second.
        """
        self._loop = asyncio.get_running_loop()
        with self._reading:
            async with self._sender:
                working = asyncio.create_task(self._work())
                announcing = asyncio.create_task(self._announce_the_rest(drained))
                leaving = asyncio.ensure_future(interrupted())
                await asyncio.wait(
                    (working, leaving), return_when=asyncio.FIRST_COMPLETED
                )
                for task in (working, announcing, leaving):
                    task.cancel()
                await self._end(drained)

    async def relay(self, identity: str, received: ReceivedDelivery) -> Response | None:
        """Forward a delivery now, and return what the receiver answered; None if its
        event goes nowhere."""
        urls = self._targets.urls(received.event.name)
        if not urls:
            return None
        delivery = StoredDelivery(identity, 0, received)
        attempts = await asyncio.gather(
            *(self._relay_to(delivery, url) for url in urls)
        )
        failures = (one for one in attempts if not one.reply.is_ok)
        decisive = next(failures, attempts[0])
        reason = f"{decisive.reply.reason}\n".encode() if decisive.reply.reason else b""
        return Response(decisive.relayed_status, decisive.reply.excerpt or reason)

    def resend(
        self, delivery: StoredDelivery, on_result: Callable[[Attempt], None]
    ) -> Sequence[str]:
        """Send a delivery once more to where its event goes. From any thread.

        Returns the URLs; `on_result` gets each result. Raises UsageError when enough
        requests are under way.
        """
        urls = self._targets.urls(delivery.event.name)
        if self._resending + len(urls) > _MOST_RESENT_AT_ONCE:
            raise UsageError(
                f"{self._resending} requests are under way: wait for a response"
            )
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(
                    self._start_resends, delivery, urls, on_result
                )
        return urls

    # From the outbox

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            has_more = await self._look_ahead()
            if has_more and self._has_room():
                continue
            if self._is_drained and not has_more and not self._lanes:
                return
            await self._wake.wait()

    async def _announce_the_rest(self, drained: Callable[[], Awaitable[None]]) -> None:
        await drained()
        self._is_drained = True
        self._wake.set()
        await asyncio.sleep(_GRACE_SECONDS)
        self._notice("forwarding what still waits; press Ctrl-C to leave it")

    def _has_room(self) -> bool:
        return self._waiting <= _LOOK_AHEAD // 2

    async def _look_ahead(self) -> bool:
        """Give the next rows of the outbox to their lanes; return whether there may be
        more."""
        if self._is_relay or not self._has_room():
            return not self._is_relay
        session = self._recorder.session
        try:
            rows = await self._read(
                self._store.queued, session, self._looked_at, _LOOK_AHEAD // 2
            )
        except HooksError as error:
            self._notice(f"can't forward: {error.message}")
            return False
        for row in rows:
            self._looked_at = row.number
            self._waiting += 1
            lane = (row.record_id or row.number, row.target)
            if lane in self._lanes:
                self._lanes[lane].append(row)
            else:
                self._lanes[lane] = deque([row])
                self._start(self._run_lane(lane))
        return bool(rows)

    async def _run_lane(self, lane: Lane) -> None:
        """Forward one after another, as long as there are any."""
        rows = self._lanes[lane]
        while rows:
            async with self._slots:
                if self._is_ending:
                    return
                await self._forward(rows.popleft())
                self._waiting -= 1
        del self._lanes[lane]
        self._wake.set()

    async def _forward(self, row: QueuedForward) -> None:
        try:
            delivery = await self._read(self._store.at, row.sequence)
            if delivery is not None and not self._is_ending:
                await self._send("forward", delivery, row.target)
        except HooksError as error:
            self._notice(f"can't forward: {error.message}")
        except Exception:  # noqa: BLE001 - one must not end the others
            self._notice(f"a bug in hooks:\n{traceback.format_exc()}")

    # Each request

    async def _send(self, kind: Kind, delivery: StoredDelivery, url: str) -> Attempt:
        """Send a delivery, and store the result."""
        attempt = await self._attempt(kind, delivery, url)
        await self._record(attempt)
        return attempt

    async def _attempt(self, kind: Kind, delivery: StoredDelivery, url: str) -> Attempt:
        began_ms = now_ms()
        cause = ""
        try:
            outgoing = self._targets.outgoing(delivery.delivery, url)
            request = asyncio.ensure_future(self._sender.attempt(outgoing))
            self._requests.add(request)
            request.add_done_callback(self._requests.discard)
            response = await request
            cause = likely_cause(
                response,
                delivery.verdict,
                is_re_signed=self._targets.secret_of is not None,
            )
        except UsageError as error:  # there is no secret for this webhook
            response = ReceiverResponse(
                url, 0, failure="unsendable", reason=error.message
            )
        except asyncio.CancelledError:  # it is given up, and noted as that
            response = interrupted_response(url, was_begun=True)
        name = delivery.event.name
        return Attempt(kind, delivery.id, name, url, began_ms, response, cause)

    async def _record(self, attempt: Attempt) -> None:
        try:
            await self._recorder.append_attempt(attempt)
        except OSError as error:
            self._notice(
                f"the result of a delivery could not be stored: {error.strerror}"
            )
        self._on_attempt(attempt)

    async def _relay_to(self, delivery: StoredDelivery, url: str) -> Attempt:
        async with self._slots:
            attempt = await self._attempt("relay", delivery, url)
        self._start(self._record(attempt))  # the response does not wait for the disk
        return attempt

    def _start_resends(
        self,
        delivery: StoredDelivery,
        urls: Sequence[str],
        on_result: Callable[[Attempt], None],
    ) -> None:
        for url in () if self._is_ending else urls:
            self._resending += 1
            self._start(self._resend_to(delivery, url, on_result))

    async def _resend_to(
        self, delivery: StoredDelivery, url: str, on_result: Callable[[Attempt], None]
    ) -> None:
        try:
            on_result(await self._send("replay", delivery, url))
        finally:
            self._resending -= 1

    # The end

    async def _end(self, drained: Callable[[], Awaitable[None]]) -> None:
        """Begin nothing more, and give up what is not answered in a second."""
        self._is_ending = True
        if self._requests:
            await asyncio.wait(self._requests, timeout=_GRACE_SECONDS)
        await drained()  # until then, requests to relay are under way
        for request in self._requests:
            request.cancel()
        await asyncio.gather(*self._tasks)
        if self._recorder.is_temporary:  # else it can be found in the outbox
            await self._record_the_rest()

    async def _record_the_rest(self) -> None:
        number = 0
        session = self._recorder.session
        while rows := await self._read(
            self._store.queued, session, number, _LOOK_AHEAD
        ):
            number = rows[-1].number
            await asyncio.gather(*map(self._record_unsent, rows))

    async def _record_unsent(self, row: QueuedForward) -> None:
        delivery = await self._read(self._store.at, row.sequence)
        if delivery is not None:
            name, response = (
                delivery.event.name,
                interrupted_response(row.target, was_begun=False),
            )
            await self._record(
                Attempt("forward", delivery.id, name, row.target, now_ms(), response)
            )

    def _start(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(self, read: Callable[..., T], *arguments: int) -> T:
        """Read from the store without holding up the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, read, *arguments)
