"""An HTTPS server with a self-signed certificate."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

CERTIFICATE = Path(__file__).parents[1] / "certificates" / "localhost.pem"


def _read_request(connection: socket.socket) -> None:
    """All of it: what is left unread when it is closed resets the connection, and the
    answer with it."""
    data = b""
    while chunk := connection.recv(65_536):
        data += chunk
        head, is_whole, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if is_whole and len(body) >= (int(length[1]) if length else 0):
            return


@contextlib.contextmanager
def tls_server(*, resets: bool = False) -> Iterator[int]:
    """Answers every request with an empty list, behind a self-signed certificate.

    resets: it breaks the connection off instead, as one that crashes does.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    listening = socket.create_server(("127.0.0.1", 0))
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with (
                contextlib.suppress(OSError),
                connection,
                context.wrap_socket(connection, server_side=True) as secured,
            ):
                _read_request(secured)
                if resets:
                    linger = struct.pack("ii", 1, 0)
                    secured.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                else:
                    secured.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)
