"""A real listener for tests, on a free port, in a thread of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.support.wire import Wire, WireResponse
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import (
    ReceivedDelivery,
    Secrets,
    VerifiedDelivery,
)
from twenty_hooks.server import app as listener
from twenty_hooks.server import server as serving
from twenty_hooks.server.faults import Response


@dataclass
class Listening:
    """A running listener, and what it has published, noticed and stored."""

    port: int
    stop: Callable[[], None] = lambda: None
    received_deliveries: list[ReceivedDelivery] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    stored: list[Delivery] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, *pieces: bytes, count: int = 1) -> list[WireResponse]:
        """Send pieces over one connection and return its first `count` responses.

        They are fewer when the server closes the connection before.
        """
        responses: list[WireResponse] = []
        with self.wire() as wire:
            for piece in pieces:
                wire.socket.sendall(piece)
            while len(responses) < count and (response := wire.response()):
                responses.append(response)
        return responses

    def status(self, *pieces: bytes) -> int | None:
        """Return the status of the only response; None if there is none."""
        responses = self.ask(*pieces)
        return responses[0].status if responses else None

    def wire(self) -> Wire:
        """Return a new connection."""
        return Wire(self.port)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """Return all bytes until the other side closes."""
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@contextlib.contextmanager
def running(
    secrets: Secrets | None = None,
    *,
    max_body: int = 1_000_000,
    accept_invalid: bool = False,
    store: Callable[[Delivery], None] | None = None,
    publish: Callable[[ReceivedDelivery], None] | None = None,
    faults: Callable[[VerifiedDelivery], Response] | None = None,
) -> Iterator[Listening]:
    """Run a listener until the block ends.

    store, publish: called with each delivery; without them they are collected.
    """
    bound = serving.bind("127.0.0.1", 0)
    state = Listening(bound.getsockname()[1])
    put = store or state.stored.append

    async def record(received: ReceivedDelivery) -> str:
        put(received.delivery)
        return "an id"

    app = listener.WebhookApp(
        verify=(secrets or Secrets(given=("secret",))).verify,
        record=record,
        publish=publish or state.received_deliveries.append,
        notice=state.notices.append,
        max_body=max_body,
        accept_invalid=accept_invalid,
        faults=faults,
    )
    server = serving.Server(app, bound, state.notices.append)
    state.stop = server.stop
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield state
    finally:
        server.stop()
        thread.join(30)
        assert not thread.is_alive()


def until(has_happened: Callable[[], object]) -> None:
    """Wait for what another thread does. Fails after 20 s."""
    deadline = time.monotonic() + 20
    while not has_happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
