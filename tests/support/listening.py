"""A real listener for tests: on a free port, in a thread, with everything kept."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

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
    """A running listener and what it has received, noticed and kept."""

    port: int
    stop: Callable[[], None] = lambda: None
    received_deliveries: list[ReceivedDelivery] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    kept: list[Delivery] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def exchange(self, *pieces: bytes, finish: bool = True) -> bytes:
        """Send these bytes over one connection and read until the server closes it.

        finish: say that no more will come (half-close) after the last piece.
        """
        with self.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
            if finish:
                connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """All bytes until the other side closes."""
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
    keep: Callable[[Delivery], None] | None = None,
    misbehave: Callable[[VerifiedDelivery], Response] | None = None,
) -> Iterator[Listening]:
    """Run a listener until the block ends."""
    bound = serving.bind("127.0.0.1", 0)
    state = Listening(bound.getsockname()[1])
    put = keep or state.kept.append

    async def keep_all(
        received_deliveries: Sequence[ReceivedDelivery],
    ) -> Sequence[str]:
        for received in received_deliveries:
            put(received.delivery)
        return ["an id"] * len(received_deliveries)

    app = listener.Listener(
        verify=(secrets or Secrets(given=("secret",))).verify,
        keep=keep_all,
        show=state.received_deliveries.append,
        notice=state.notices.append,
        max_body=max_body,
        accept_invalid=accept_invalid,
        misbehave=misbehave,
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
