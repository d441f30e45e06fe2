"""A receiver for tests that keeps the raw bytes it got, and answers as it is told."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Behaviour = Callable[[socket.socket], None]


def answers(status: str = "200 OK", body: bytes = b"ok", *headers: str) -> Behaviour:
    """Answer once, and close."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]

    def behave(connection: socket.socket) -> None:
        connection.sendall("\r\n".join([*lines, *headers, "", ""]).encode() + body)

    return behave


class Receiver:
    """Answers each connection by the next behaviour; the last one is repeated."""

    def __init__(self, behaviours: tuple[Behaviour, ...], *, reads: bool) -> None:
        self.requests: list[bytes] = []
        self._behaviours = behaviours
        self._reads = reads
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.over.set()
        # Whatever waits in accept is woken by one more connection.
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(20)
        self._socket.close()

    def _serve(self) -> None:
        count = 0
        while True:
            connection, _ = self._socket.accept()
            with connection:
                if self.over.is_set():
                    return
                if self._reads:
                    self.requests.append(_read_request(connection))
                behave = self._behaviours[min(count, len(self._behaviours) - 1)]
                count += 1
                with contextlib.suppress(OSError):
                    behave(connection)


def _read_request(connection: socket.socket) -> bytes:
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
    """A receiver on a free port until the block ends.

    reads: whether it waits for a whole request before it does what it does.
    """
    made = Receiver(behaviours or (answers(),), reads=reads)
    try:
        yield made
    finally:
        made.close()
