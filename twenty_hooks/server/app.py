"""Receives deliveries: the ASGI app.

For each POST, in this order: read the exact bytes, judge them, keep them, answer,
and only then hand them on to be shown; so a slow terminal never makes Twenty time
out, and nothing is acknowledged that was not kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.verification import ReceivedDelivery, VerifiedDelivery
from twenty_hooks.server import raw_protocol
from twenty_hooks.server.asgi_answering import answer_with, give, until_gone, until_set
from twenty_hooks.server.faults import OK, Response
from twenty_hooks.server.gathering import Gathering
from twenty_hooks.server.whole_request import WholeRequest
from twenty_hooks.text.units import show_duration, show_size

# An end of input that comes this soon belongs to the request.
_SAID_ALL_SECONDS = 0.5
# How much of a body that is too large is read on, so that the sender gets to see the
# answer instead of a broken connection.
_DRAIN_LIMIT = 100_000_000
# Twenty sends 20 at a time; more than these don't wait for one another.
_MOST_GATHERED = 100
# Judging one that is larger takes so long that others are received meanwhile.
_LARGE_BODY = 1_000_000
_ALIVE = b"hooks is listening: POST deliveries to any path of this server\n"

# Puts deliveries where they can't be lost, and gives their ids.
Keep = Callable[[Sequence[ReceivedDelivery]], Awaitable[Sequence[str]]]


class Listener:
    """The ASGI app.

    judge: a verdict over a delivery; a large one is judged in a thread. keep: when it
    is done they are answered, with 503 if it raises OSError; None keeps nothing. show:
    gets everything that came, after the answer; must not block. notice: a sentence
    about what was not a delivery.
    misbehave: what to answer instead of 200, where that is not always the same; no 401
    and no 503 is changed by it.
    relay: gets what is accepted and its id, and finds the answer; None: it is a 200.
    kept: called when something is kept whose answer takes longer.
    """

    def __init__(
        self,
        *,
        verify: Callable[[Delivery], VerifiedDelivery],
        keep: Keep | None = None,
        show: Callable[[ReceivedDelivery], None],
        notice: Callable[[str], None],
        max_body: int,
        accept_invalid: bool = False,
        misbehave: Callable[[VerifiedDelivery], Response] | None = None,
        relay: Callable[[str, ReceivedDelivery], Awaitable[Response | None]]
        | None = None,
        kept: Callable[[], None] = lambda: None,
    ) -> None:
        self._judge = verify
        self._keep = keep
        self._show = show
        self._notice = notice
        self._max_body = max_body
        self._accept_invalid = accept_invalid
        self._misbehave = misbehave
        self._relay = relay
        self._kept = kept
        self._whole = Gathering(self._settle_whole, most=_MOST_GATHERED)

    def take(self, request: WholeRequest) -> bool:
        """See to a delivery that came whole, without a task of its own.

        False: it is none, or its answer may take long; it comes as a call then.
        """
        if self._relay is not None or self._misbehave is not None:
            return False
        if request.method != b"POST" or len(request.body) > self._max_body:
            return False
        self._whole.add(request)
        return True

    def _settle_whole(self, requests: list[WholeRequest]) -> None:
        """Judge them, keep them together, answer each."""
        try:
            received_deliveries = [self._arrival_of(request) for request in requests]
            keeping = self._keep_all(received_deliveries)
        except Exception:  # noqa: BLE001 - told, with its traceback
            if len(requests) == 1:
                requests[0].fail()
                return
            for request in requests:  # one of them is no reason to lose the others
                self._settle_whole([request])
            return
        keeping.add_done_callback(
            lambda kept: self._answer_whole(requests, received_deliveries, kept)
        )

    def _arrival_of(self, request: WholeRequest) -> ReceivedDelivery:
        verified = self._judge(
            Delivery(
                _text_pairs(request.headers),
                request.body,
                "POST",
                request.target.decode("latin-1"),
                request.received_at_ms,
            )
        )
        return ReceivedDelivery(
            verified, OK.status if self._takes(verified) else _REFUSED
        )

    def _answer_whole(
        self,
        requests: list[WholeRequest],
        received_deliveries: list[ReceivedDelivery],
        keeping: asyncio.Future[Sequence[str]],
    ) -> None:
        if keeping.cancelled():  # the server is ending
            return
        try:
            is_stored = self._identities(keeping) is not None
        except Exception:  # noqa: BLE001 - told, with its traceback
            for request in requests:
                request.fail()
            return
        for request, received in zip(requests, received_deliveries, strict=True):
            try:
                if not is_stored:
                    answer, received = _NOT_SAVED, _not_saved(received)
                elif received.status == _REFUSED:
                    answer = _refusal(received.verified)
                else:
                    answer = OK
                request.answer(answer.status or 500, answer.body)
                self._show(received)
            except Exception:  # noqa: BLE001 - told, with its traceback
                request.fail()

    def _takes(self, verified: VerifiedDelivery) -> bool:
        return verified.accepted or self._accept_invalid

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        received_at_ms = time.time_ns() // 1_000_000
        method = scope["method"]
        if method in ("GET", "HEAD"):
            await answer_with(send, Response(200, _ALIVE))
        elif method == "POST":
            await self._post(scope, receive, send, received_at_ms)
        else:
            wrong = Response(405, b"only POST carries a delivery\n")
            await answer_with(send, wrong, (b"allow", b"GET, HEAD, POST"))

    async def _post(
        self, scope: Any, receive: Any, send: Any, received_at_ms: int
    ) -> None:
        state = scope["state"]
        headers = _text_pairs(state[raw_protocol.HEADERS])
        body = await self._read_body(headers, receive)
        if body is None:
            self._notice("a sender went away before its body was complete")
            return
        if isinstance(body, int):
            limit = show_size(self._max_body)
            self._notice(f"refused (413): a body of over {limit}; see --max-body")
            text = f"larger than {self._max_body} bytes\n".encode()
            await answer_with(send, Response(413, text), (b"connection", b"close"))
            return
        delivery = Delivery(
            headers,
            body,
            scope["method"],
            state[raw_protocol.TARGET].decode("latin-1"),
            received_at_ms,
        )
        if len(body) > _LARGE_BODY:
            verified = await asyncio.to_thread(self._judge, delivery)
        else:
            verified = self._judge(delivery)
        await self._settle(verified, receive, send, state)

    async def _settle(
        self, verified: VerifiedDelivery, receive: Any, send: Any, state: Any
    ) -> None:
        """Keep it, answer it, have it shown."""
        is_taken = self._takes(verified)
        answer = OK if is_taken else _refusal(verified)
        if is_taken and self._misbehave is not None:
            answer = self._misbehave(verified)
        is_relayed = is_taken and self._relay is not None
        status = None if is_relayed else answer.status
        received = ReceivedDelivery(verified, status, answer.fault)
        keeping = self._keep_all([received])
        await asyncio.wait((keeping,))
        identities = self._identities(keeping)
        if identities is None:
            answer, received = _NOT_SAVED, _not_saved(received)
        elif is_relayed and self._relay is not None:
            self._kept()
            answer = await self._relay(identities[0], received) or answer
            received = received._replace(status=answer.status)
        try:
            if await self._wait(answer, receive, state[raw_protocol.INPUT_ENDED]):
                await give(answer, receive, send, state[raw_protocol.TRANSPORT])
        finally:  # it is kept, also where the server ends before it is answered
            self._show(received)

    async def _wait(
        self, answer: Response, receive: Any, input_ended: asyncio.Event
    ) -> bool:
        """Let the delay of an answer pass; whether it can still be given.

        A sender that ends its input with the request (`nc -N`) waits for the answer;
        one that ends it later has given up.
        """
        if not answer.delay_ms:
            return True
        self._kept()
        began = time.monotonic()
        gone = asyncio.ensure_future(until_gone(receive))
        signs = {gone}
        quick = min(_SAID_ALL_SECONDS, answer.delay_ms / 1_000)
        try:
            await asyncio.wait(signs, timeout=quick)
            if not input_ended.is_set():
                signs.add(asyncio.ensure_future(until_set(input_ended)))
            rest = answer.delay_ms / 1_000 - quick
            done, _ = await asyncio.wait(
                signs, timeout=rest, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for sign in signs:
                sign.cancel()
        if done:
            waited = show_duration((time.monotonic() - began) * 1_000)
            self._notice(f"the sender gave up after {waited}, without an answer")
        return gone not in done

    def _keep_all(
        self, received_deliveries: Sequence[ReceivedDelivery]
    ) -> asyncio.Future[Sequence[str]]:
        """Their ids, empty where they are kept nowhere."""
        if self._keep is not None:
            return asyncio.ensure_future(self._keep(received_deliveries))
        nowhere: asyncio.Future[Sequence[str]] = asyncio.Future()
        nowhere.set_result([""] * len(received_deliveries))
        return nowhere

    def _identities(
        self, keeping: asyncio.Future[Sequence[str]]
    ) -> Sequence[str] | None:
        """The ids of what was kept; None when that failed."""
        try:
            return keeping.result()
        except OSError as error:
            reason = error.strerror or str(error) or type(error).__name__
            self._notice(f"NOT SAVED, answered 503: {reason}")
            return None

    async def _read_body(self, headers: Headers, receive: Any) -> bytes | int | None:
        """The body; its size when it is too large; None when the sender went away."""
        named = {name.lower(): value for name, value in headers}
        declared = named.get("content-length", "")
        too_large = declared.isdigit() and int(declared[:18]) > self._max_body
        if too_large and named.get("expect", "").lower() == "100-continue":
            return int(declared[:18])  # it asked first, and never sends it
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size += len(chunk)
            if too_large or size > self._max_body:
                too_large = True
                chunks.clear()
                if size > self._max_body + _DRAIN_LIMIT:
                    return size
            else:
                chunks.append(chunk)
            if not message.get("more_body", False):
                return size if too_large else b"".join(chunks)


_REFUSED = 401
_NOT_SAVED = Response(503, b"could not be saved\n")


def _not_saved(received: ReceivedDelivery) -> ReceivedDelivery:
    return ReceivedDelivery(received.verified, _NOT_SAVED.status, is_stored=False)


def _refusal(verified: VerifiedDelivery) -> Response:
    verdict = verified.verdict
    return Response(_REFUSED, f"{verdict.name}: {verdict.reason}\n".encode())


def _text_pairs(pairs: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple(
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]
    )
