"""A connection to an HTTP server that shows every byte of its responses."""

from __future__ import annotations

import re
import socket
from typing import NamedTuple

PROBE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
_PATIENCE_SECONDS = 20


class WireResponse(NamedTuple):
    """One HTTP response as it was sent. The names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """One connection. Responses are read one by one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(
            ("127.0.0.1", port), timeout=_PATIENCE_SECONDS
        )
        self._unread = b""

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send bytes, and wait until the server has read them."""
        self.socket.sendall(data)
        # The server reads these bytes before it can respond on a later connection.
        with Wire(self.port) as other:
            assert other.is_open()

    def half_close(self) -> None:
        """Send the end of input, as `nc -N` does."""
        self.socket.shutdown(socket.SHUT_WR)

    def response(self, *, has_body: bool = True) -> WireResponse | None:
        """Return the next response; None when the server closes the connection."""
        head = self._read_until(b"\r\n\r\n")
        if head is None:
            return None
        line, *lines = head.decode("ascii").split("\r\n")
        found = re.fullmatch(r"HTTP/1\.[01] (\d{3}) [A-Za-z -]*", line)
        assert found, line
        pairs = [one.split(": ", 1) for one in lines]
        headers = {name.lower(): value for name, value in pairs}
        assert len(headers) == len(pairs), lines
        size = int(headers.get("content-length", 0)) if has_body else 0
        return WireResponse(int(found[1]), headers, self._read(size))

    def is_open(self) -> bool:
        """Return whether the server responds to one more request."""
        try:
            self.socket.sendall(PROBE)
        except OSError:
            return False
        response = self.response()
        return response is not None and response.status == 200

    def _read_until(self, end: bytes) -> bytes | None:
        while end not in self._unread:
            try:
                piece = self.socket.recv(65_536)
            except ConnectionResetError:
                piece = b""
            if not piece:
                assert not self._unread, self._unread
                return None
            self._unread += piece
        found, _, self._unread = self._unread.partition(end)
        return found

    def _read(self, size: int) -> bytes:
        while len(self._unread) < size:
            piece = self.socket.recv(65_536)
            assert piece, "the body of a response is incomplete"
            self._unread += piece
        found, self._unread = self._unread[:size], self._unread[size:]
        return found
