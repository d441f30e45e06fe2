"""uvicorn's HTTP protocols, made to keep what they throw away.

ASGI has lower-case header names and no request target; a delivery is kept as it came.
Both protocols here leave the target and the header pairs, as sent, in the scope's
state under `TARGET` and `HEADERS`, the connection under `TRANSPORT`, and
under `INPUT_ENDED` whether its client will say more. httptools is
fast and h11 runs everywhere. With httptools, a request that came whole need not take
the way of ASGI at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl

from twenty_hooks.server.whole_request import Take, WholeRequest

TARGET = "twenty_hooks.client.request"
HEADERS = "twenty_hooks.headers"
TRANSPORT = "twenty_hooks.transport"
INPUT_ENDED = "twenty_hooks.input_ended"
# A head that goes on beyond this is no delivery (Twenty's have some 600 bytes); h11
# has a limit of its own, httptools would collect it for ever.
MOST_HEAD = 262_144


def protocol_class(take: Take) -> type[Any]:
    """The fastest protocol that is installed here.

    take: gets a request that came whole, and may answer it, now or later; False when it
    is to go to the ASGI app like any other.
    """
    try:
        return _httptools_protocol(take)
    except ImportError:
        return _h11_protocol()


class _PatientFlow(FlowControl):
    """Reads on when what came has been begun with, not after each answer: a client that
    sends faster than it takes in answers would fill our memory.
    """

    def __init__(self, transport: Any, is_ahead: Callable[[], bool]) -> None:
        """is_ahead: whether there are requests that wait for others."""
        super().__init__(transport)
        self._is_ahead = is_ahead

    def resume_reading(self) -> None:
        if self.read_paused and not self._is_ahead():
            super().resume_reading()


class _AnswersAfterEndOfInput:
    """A client may end its input (`nc -N` does) before it has read its answers.

    uvicorn closes the connection then, and an answer, or a pipelined request that has
    not been started, would be lost.
    """

    cycle: Any
    transport: Any
    pipeline: Any = ()  # of httptools alone: what waits for those before it
    _input_ended: asyncio.Event | None = None
    _input_has_ended = False

    @property
    def input_ended(self) -> asyncio.Event:
        """Set when the client has said that no more comes: it may be reading still, or
        it may have given up."""
        if self._input_ended is None:
            self._input_ended = asyncio.Event()
        return self._input_ended

    @property
    def _owes_an_answer(self) -> bool:
        """Whether a request that came whole has not been answered yet. The last one
        may not be whole; those that it waits for are."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return False
        return bool(self.pipeline) or not cycle.more_body

    def eof_received(self) -> bool:
        self.input_ended.set()
        self._input_has_ended = self._owes_an_answer
        return self._input_has_ended

    def on_response_complete(self) -> None:
        super().on_response_complete()  # type: ignore[misc]
        is_last = self._input_has_ended and not self._owes_an_answer
        if is_last and not self.transport.is_closing():
            self._end()

    def _end(self) -> None:
        """All that came has been answered, and no more comes."""
        self.transport.close()


def _httptools_protocol(take: Take) -> type[Any]:
    import httptools
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class RawHttpToolsProtocol(_AnswersAfterEndOfInput, HttpToolsProtocol):  # type: ignore[misc]
        """Most requests are whole when their first bytes have been read: `take` may
        answer them without what ASGI needs, which is most of the work. All others are
        told to uvicorn, from their beginning, as soon as that is clear.
        """

        is_in_head = False
        # How much came since the last byte of a body or the end of a request, by whole
        # reads; and whether this read brought either.
        idle_size = 0
        is_followed_up = False
        # A request that uvicorn knows nothing of yet: its headers, and, in
        # `held_body`, what came of its body.
        is_held = False
        held_headers: tuple[tuple[bytes, bytes], ...] = ()
        # The headers of a request that asked to switch protocols, while it is read
        # again without them; and whether what follows the last request is not HTTP.
        upgrading: tuple[tuple[bytes, bytes], ...] | None = None
        is_followed_by_garbage = False
        # The cycle of the request that uvicorn is seeing to; others may wait for it.
        running: Any = None
        # Nothing came since the timer of idle connections was set.
        is_quiet = False

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.flow = _PatientFlow(transport, lambda: bool(self.pipeline))

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            # uvicorn tells the last request alone, which may be waiting for this one.
            if self.running is not None and not self.running.response_complete:
                self.running.disconnected = True
                self.running.message_event.set()

        def data_received(self, data: bytes) -> None:
            self.is_quiet = False
            self.is_followed_up = False
            unread: bytes | None = data
            while unread is not None:
                unread = self._read(unread)
            self.idle_size = 0 if self.is_followed_up else self.idle_size + len(data)
            if self.idle_size > MOST_HEAD and not self.transport.is_closing():
                self._refuse_garbage()

        def _read(self, data: bytes) -> bytes | None:
            """What is still to be read of it."""
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                if self.parser.get_method() != b"CONNECT":
                    return self._without_upgrade() + data[upgrade.args[0] :]
                self._refuse_garbage()
            except httptools.HttpParserError:
                self._tell_uvicorn_of_the_held()
                self._refuse_garbage()
            else:
                self._tell_uvicorn_of_the_held()
            return None

        def _without_upgrade(self) -> bytes:
            """The head of a request that asks for another protocol, to be read again:
            we answer in this one.

            httptools gives such a request up after its head, and its body with it.
            """
            self.upgrading = tuple(self.raw_headers)
            version = self.parser.get_http_version().encode()
            lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
            lines += [
                b"%s: %s" % pair
                for pair in self.upgrading
                if pair[0].lower() not in (b"upgrade", b"http2-settings")
            ]
            self.parser = httptools.HttpRequestParser(self)
            return b"\r\n".join([*lines, b"", b""])

        def _refuse_garbage(self) -> None:
            if self._owes_an_answer:  # first things first
                self.is_followed_by_garbage = self._input_has_ended = True
                self.flow.pause_reading()
                return
            self.logger.warning("Invalid HTTP request received.")
            self.send_400_response("Invalid HTTP request received.")

        def _end(self) -> None:
            if self.is_followed_by_garbage:
                self._refuse_garbage()
            else:
                super()._end()

        def on_response_complete(self) -> None:
            if self.pipeline:
                self.running = self.pipeline[-1][0]
            super().on_response_complete()

        def on_whole_answered(self) -> None:
            """As on_response_complete, where nothing waits for the answer."""
            is_simple = not (
                self.pipeline or self.flow.read_paused or self._input_has_ended
            )
            if is_simple and self.timeout_keep_alive_task is not None:
                self.server_state.total_requests += 1
            else:
                self.on_response_complete()

        def timeout_keep_alive_handler(self) -> None:
            """The timer is not set anew with each request, which is dear: here it is
            seen whether any came, and an idle connection closed the next time."""
            if self.transport.is_closing():
                return
            is_busy = self.is_in_head or not self.cycle.response_complete
            if self.is_quiet and not is_busy:
                self.transport.close()
                return
            self.is_quiet = True
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

        def on_message_begin(self) -> None:
            self.is_in_head = self.is_followed_up = True
            self.url = b""
            self.raw_headers: list[tuple[bytes, bytes]] = []

        def on_url(self, url: bytes) -> None:
            self.url += url

        def on_header(self, name: bytes, value: bytes) -> None:
            self.raw_headers.append((name, value))

        def on_headers_complete(self) -> None:
            self.is_in_head = False
            if self.parser.should_upgrade():
                return  # it is read again
            self.is_held = True
            # A copy: trailers come by the same callback later, and are no headers.
            self.held_headers = self.upgrading or tuple(self.raw_headers)
            self.held_body: list[bytes] = []
            self.upgrading = None

        def on_body(self, body: bytes) -> None:
            self.is_followed_up = True
            if self.is_held:
                self.held_body.append(body)
            else:
                super().on_body(body)

        def on_message_complete(self) -> None:
            if self.parser.should_upgrade():
                return
            if self.is_held and self._take_the_held():
                self.is_held = False
                return
            self._tell_uvicorn_of_the_held()
            super().on_message_complete()

        def _take_the_held(self) -> bool:
            """Whether it is seen to. Never before those that came before it, and not
            while a client takes in no answers: uvicorn lets it wait then."""
            before = self.cycle
            if (before and not before.response_complete) or self.flow.write_paused:
                return False
            parser = self.parser
            request = WholeRequest(
                self,
                parser.get_method(),
                self.url,
                self.held_headers,
                b"".join(self.held_body),
                parser.get_http_version() != "1.0" and parser.should_keep_alive(),
            )
            self.cycle = request
            try:
                if take(request):
                    return True
            except Exception:  # noqa: BLE001 - the parser would call it bad HTTP
                request.fail()
                return True
            self.cycle = before
            return False

        def _tell_uvicorn_of_the_held(self) -> None:
            if not self.is_held:
                return
            self.is_held = False
            target, before = self.url, self.cycle
            super().on_message_begin()
            self.url = b"/"  # not every target is one that uvicorn can read
            for name, value in self.held_headers:
                super().on_header(name, value)
            self.scope["state"] = {
                TARGET: target,
                TRANSPORT: self.transport,
                INPUT_ENDED: self.input_ended,
                HEADERS: self.held_headers,
            }
            super().on_headers_complete()
            if before is None or before.response_complete:
                self.running = self.cycle
            for piece in self.held_body:
                super().on_body(piece)

    return RawHttpToolsProtocol


def _h11_protocol() -> type[Any]:
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class RawH11Protocol(_AnswersAfterEndOfInput, H11Protocol):  # type: ignore[misc]
        def __init__(self, *args: Any, **keywords: Any) -> None:
            super().__init__(*args, **keywords)
            next_event = self.conn.next_event

            def next_event_and_keep() -> Any:
                if self.conn.their_state is h11.MUST_CLOSE and self._owes_an_answer:
                    return h11.PAUSED  # what follows the last request has no answer
                event = next_event()
                if event is h11.NEED_DATA and self.conn.their_state is h11.IDLE:
                    self.flow.resume_reading()
                if isinstance(event, h11.Request):
                    # The scope, made right after this, copies the state.
                    self.app_state = {
                        TARGET: event.target,
                        TRANSPORT: self.transport,
                        INPUT_ENDED: self.input_ended,
                        HEADERS: tuple(event.headers.raw_items()),
                    }
                return event

            self.conn.next_event = next_event_and_keep  # type: ignore[method-assign]

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.flow = _PatientFlow(transport, self._is_ahead)

        def _is_ahead(self) -> bool:
            is_read = self.conn.their_state is h11.DONE
            return is_read and bool(self.conn.trailing_data[0])

    return RawH11Protocol
