"""A receiver for tests that keeps the raw bytes of each request."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Behaviour = Callable[[socket.socket], None]


def answers(status: str = "200 OK", body: bytes = b"ok", *headers: str) -> Behaviour:
    """Return a behaviour that sends one response and closes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]

    def behave(connection: socket.socket) -> None:
        connection.sendall("\r\n".join([*lines, *headers, "", ""]).encode() + body)

    return behave


def silence(connection: socket.socket) -> None:
    """Never answer; return when the client closes."""
    connection.recv(1)


class Receiver:
    """A server that handles each connection with the next of its behaviours.

    The last behaviour is used for all further connections. `requests` holds the raw
    bytes of each request, in order.
    """

    def __init__(self, behaviours: tuple[Behaviour, ...], *, reads: bool) -> None:
        self.requests: list[bytes] = []
        self._behaviours = behaviours
        self._reads = reads
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop the server. Fails the test when a behaviour does not return."""
        self.over.set()
        # The thread may wait in accept(): one more connection wakes it.
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(20)
        self._socket.close()
        assert not self._thread.is_alive(), "a behaviour of the receiver still runs"

    def _serve(self) -> None:
        count = 0
        while True:
            connection, _ = self._socket.accept()
            with connection:
                if self.over.is_set():
                    return
                if self._reads:
                    self.requests.append(read_request(connection))
                behave = self._behaviours[min(count, len(self._behaviours) - 1)]
                count += 1
                with contextlib.suppress(OSError):
                    behave(connection)


def read_request(connection: socket.socket) -> bytes:
    """Read a whole request; less if the client closes before its end.

    Closing a connection with unread data resets it, and the response is lost.
    """
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = connection.recv(65_536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


@contextlib.contextmanager
def receiver(*behaviours: Behaviour, reads: bool = True) -> Iterator[Receiver]:
    """Run a receiver on a free port until the block ends.

    reads: whether it reads a whole request before its behaviour starts.
    """
    made = Receiver(behaviours or (answers(),), reads=reads)
    try:
        yield made
    finally:
        made.close()


def raw_headers(request: bytes) -> list[tuple[str, str]]:
    """Return the headers of a raw request, in order."""
    lines = request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    return [(line.split(": ", 1)[0], line.split(": ", 1)[1]) for line in lines]


def bodies(there: Receiver) -> list[bytes]:
    """Return the bodies of all requests that a receiver got."""
    return [request.partition(b"\r\n\r\n")[2] for request in there.requests]


def closed_port() -> int:
    """Return a port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port
