"""uvicorn's HTTP protocols, made to keep what they throw away.

ASGI has lower-case header names and no request target; a delivery is kept as it came.
Both protocols here leave the target and the header pairs, as sent, in the scope's
state under `TARGET` and `HEADERS`, and the connection under `TRANSPORT`. httptools is
fast and h11 runs everywhere.
"""

from __future__ import annotations

from typing import Any

TARGET = "twenty_hooks.target"
HEADERS = "twenty_hooks.headers"
TRANSPORT = "twenty_hooks.transport"


def protocol_class() -> type[Any]:
    """The fastest protocol that is installed here."""
    try:
        return _httptools_protocol()
    except ImportError:
        return _h11_protocol()


class _AnswersAfterEndOfInput:
    """A client may end its input (`nc -N` does) before it has read its answers.

    uvicorn closes the connection then, and an answer, or a pipelined request that has
    not been started, would be lost.
    """

    cycle: Any
    transport: Any
    _input_has_ended = False

    def eof_received(self) -> bool:
        is_answered = self.cycle is None or self.cycle.response_complete
        if is_answered or self.cycle.more_body:  # or the rest of it never comes
            return False
        self._input_has_ended = True
        return True

    def on_response_complete(self) -> None:
        super().on_response_complete()  # type: ignore[misc]
        if self._input_has_ended and self.cycle.response_complete:
            self.transport.close()


def _httptools_protocol() -> type[Any]:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class RawHttpToolsProtocol(_AnswersAfterEndOfInput, HttpToolsProtocol):  # type: ignore[misc]
        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.raw_headers: list[tuple[bytes, bytes]] = []

        def on_header(self, name: bytes, value: bytes) -> None:
            self.raw_headers.append((name, value))
            super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self.scope["state"][TARGET] = self.url
            self.scope["state"][TRANSPORT] = self.transport
            # A copy: trailers come by the same callback later, and are no headers.
            self.scope["state"][HEADERS] = tuple(self.raw_headers)
            super().on_headers_complete()

    return RawHttpToolsProtocol


def _h11_protocol() -> type[Any]:
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class RawH11Protocol(_AnswersAfterEndOfInput, H11Protocol):  # type: ignore[misc]
        def __init__(self, *args: Any, **keywords: Any) -> None:
            super().__init__(*args, **keywords)
            next_event = self.conn.next_event

            def next_event_and_keep() -> Any:
                event = next_event()
                if isinstance(event, h11.Request):
                    # The scope, made right after this, copies the state.
                    self.app_state = {
                        TARGET: event.target,
                        TRANSPORT: self.transport,
                        HEADERS: tuple(event.headers.raw_items()),
                    }
                return event

            self.conn.next_event = next_event_and_keep  # type: ignore[method-assign]

    return RawH11Protocol
