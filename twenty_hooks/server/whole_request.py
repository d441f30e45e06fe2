"""A request that was whole when its first bytes had been read.

Nothing of it has to be waited for, so it is answered without the task, the queue and
the messages of ASGI, which would be most of the work.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any


class WholeRequest:
    """It takes the place of uvicorn's cycle: what uvicorn looks at there is here."""

    __slots__ = (
        "body",
        "disconnected",
        "headers",
        "keep_alive",
        "method",
        "protocol",
        "received_at_ms",
        "response_complete",
        "target",
    )
    more_body = False
    message_event = asyncio.Event()  # nobody waits for it

    def __init__(
        self,
        protocol: Any,
        method: bytes,
        target: bytes,
        headers: tuple[tuple[bytes, bytes], ...],
        body: bytes,
        keep_alive: bool,
    ) -> None:
        self.protocol = protocol
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.keep_alive = keep_alive
        self.received_at_ms = time.time_ns() // 1_000_000
        self.response_complete = False
        self.disconnected = False

    def answer(self, status: int, body: bytes) -> None:
        """Answer it with plain text. To be called once, at any time later."""
        self.response_complete = True
        transport = self.protocol.transport
        if not transport.is_closing():
            transport.write(
                b"".join(
                    (
                        _status_line(status),
                        *[
                            b"%b: %b\r\n" % pair
                            for pair in self.protocol.server_state.default_headers
                        ],
                        b"content-type: text/plain; charset=utf-8\r\n",
                        b"" if self.keep_alive else b"connection: close\r\n",
                        b"content-length: %d\r\n\r\n" % len(body),
                        body,
                    )
                )
            )
            if not self.keep_alive:
                transport.close()
        self.protocol.on_whole_answered()

    def fail(self) -> None:
        """A bug, the exception being handled, is in the way of its answer."""
        self.protocol.logger.exception("Exception in the listener")
        if not self.response_complete:
            self.answer(500, b"Internal Server Error")


# Gets one, and may answer it, now or later; False when it is to go the way of ASGI.
Take = Callable[[WholeRequest], bool]


@functools.cache
def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()
