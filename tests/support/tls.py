"""An HTTPS server with a self-signed certificate."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.support.receiving import read_request

CERTIFICATE = Path(__file__).parents[1] / "certificates" / "localhost.pem"


@contextlib.contextmanager
def tls_server(*, resets: bool = False) -> Iterator[int]:
    """Run an HTTPS server until the block ends; yields its port.

    It answers every request with an empty JSON list.

    Args:
        resets: it resets the connection instead, like a server that crashes.
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
                read_request(secured)
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
