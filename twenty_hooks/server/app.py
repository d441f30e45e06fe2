"""Receive deliveries over HTTP: verify, record, respond, and only then publish.

So a slow terminal never makes Twenty time out, and nothing is acknowledged that is not
on disk.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable

from aiohttp import web

from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.verification import ReceivedDelivery, VerifiedDelivery
from twenty_hooks.server.faults import OK, Response
from twenty_hooks.server.request_body import BodyError, read_body
from twenty_hooks.server.respond import disconnect, send
from twenty_hooks.text.units import show_duration

# Verifying a larger body takes so long that other requests are served meanwhile.
_LARGE_BODY = 1_000_000
# How often a delayed response looks whether its client is still there.
_LOOK_SECONDS = 0.1
_FINISH_SECONDS = 1.0
_ALIVE = Response(
    200, b"hooks is listening: POST deliveries to any path of this server\n"
)
_WRONG_METHOD = Response(405, b"only POST carries a delivery\n")
_NOT_SAVED = Response(503, b"could not be saved\n")
_BUG = Response(500, b"Internal Server Error\n")


class WebhookApp:
    """Handles each HTTP request of the server."""

    def __init__(
        self,
        *,
        verify: Callable[[Delivery], VerifiedDelivery],
        record: Callable[[ReceivedDelivery], Awaitable[str]] | None = None,
        publish: Callable[[ReceivedDelivery], None],
        notice: Callable[[str], None],
        max_body: int,
        accept_invalid: bool = False,
        faults: Callable[[VerifiedDelivery], Response] | None = None,
        relay: Callable[[str, ReceivedDelivery], Awaitable[Response | None]]
        | None = None,
        on_stored: Callable[[], None] = lambda: None,
    ) -> None:
        """Args:
        verify: Returns the verdict. A large body is verified in a thread.
        record: Makes a delivery durable and returns its id. The delivery is answered
            when it is done, with 503 if it raises OSError. None records nothing.
        publish: Gets every delivery after its response was sent. Must not block.
        notice: Gets a sentence about anything that was not a delivery.
        max_body: The size in bytes from which on a body is refused with 413.
        accept_invalid: Answer 200 even when verification fails.
        faults: Decides the response to an accepted delivery, in place of 200.
        relay: Gets the id and an accepted delivery, and finds the response; None
            means 200.
        on_stored: Called when a delivery is stored whose response takes longer.
        """
        self._open_requests = 0
        self._verify = verify
        self._record = record
        self._publish = publish
        self._notice = notice
        self._max_body = max_body
        self._accept_invalid = accept_invalid
        self._faults = faults
        self._relay = relay
        self._on_stored = on_stored

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Handle one request."""
        self._open_requests += 1
        try:
            if request.method == "POST":
                return await self._receive(request)
            if request.method in ("GET", "HEAD"):
                return await send(request, _ALIVE)
            is_last = request.method == "CONNECT"  # what follows is not HTTP
            return await send(
                request, _WRONG_METHOD, allow="GET, HEAD, POST", closes=is_last
            )
        except Exception:  # noqa: BLE001 - reported, with its traceback
            self._notice(f"a bug in hooks:\n{traceback.format_exc()}")
            if request.writer.output_size:  # the response was sent before
                return disconnect(request)
            return await send(request, _BUG)
        finally:
            self._open_requests -= 1

    async def finish(self) -> None:
        """Wait until requests that were cancelled have ended and were published."""
        until = time.monotonic() + _FINISH_SECONDS
        # Setting an event after each request would cost more than it is worth.
        while self._open_requests and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def _receive(self, request: web.BaseRequest) -> web.StreamResponse:
        received_at_ms = time.time_ns() // 1_000_000
        try:
            body = await read_body(request, self._max_body)
        except BodyError as error:
            self._notice(error.notice)
            if error.response is None:
                return disconnect(request)
            return await send(request, error.response, closes=True)
        delivery = Delivery(
            _headers(request), body, "POST", _target(request), received_at_ms
        )
        if len(body) > _LARGE_BODY:
            verified = await asyncio.to_thread(self._verify, delivery)
        else:
            verified = self._verify(delivery)
        return await self._record_and_respond(verified, request)

    async def _record_and_respond(
        self, verified: VerifiedDelivery, request: web.BaseRequest
    ) -> web.StreamResponse:
        is_accepted = verified.accepted or self._accept_invalid
        response = OK if is_accepted else _refusal(verified)
        if is_accepted and self._faults is not None:
            response = self._faults(verified)
        relay = self._relay if is_accepted else None
        status = response.status if relay is None else None
        received = ReceivedDelivery(verified, status, response.fault)
        identity = ""
        try:
            if self._record is not None:
                identity = await self._record(received)
        except OSError as error:
            reason = error.strerror or str(error) or type(error).__name__
            self._notice(f"NOT SAVED, answered 503: {reason}")
            response, relay = _NOT_SAVED, None
            received = ReceivedDelivery(verified, response.status, is_stored=False)
        try:
            if relay is not None:
                self._on_stored()
                response = await relay(identity, received) or response
                received = received._replace(status=response.status)
            if response.delay_ms:
                self._on_stored()
                await self._wait(response.delay_ms, request)
            return await send(request, response)
        finally:  # also when the server ends before the response
            self._publish(received)

    async def _wait(self, delay_ms: int, request: web.BaseRequest) -> None:
        """Wait before the response, no longer than the client does."""
        began = time.monotonic()
        until = began + delay_ms / 1_000
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, _LOOK_SECONDS))
            if request.transport is None:
                waited = show_duration((time.monotonic() - began) * 1_000)
                self._notice(
                    f"the client disconnected after {waited}, before the response"
                )
                return


def _refusal(verified: VerifiedDelivery) -> Response:
    verdict = verified.verdict
    return Response(401, f"{verdict.name}: {verdict.reason}\n".encode())


def _headers(request: web.BaseRequest) -> Headers:
    """The headers as they were sent, in their order and case, read as latin-1."""
    return tuple(
        [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.raw_headers
        ]
    )


def _target(request: web.BaseRequest) -> str:
    """The request target as it was sent, read as latin-1."""
    target = request.raw_path
    if target.isascii():
        return target
    return target.encode("utf-8", "surrogateescape").decode("latin-1")
