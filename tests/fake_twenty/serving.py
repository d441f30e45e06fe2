"""Serve an application over real HTTP, on a port of its own, in a thread."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from tests.fake_twenty.faults import Fault
from tests.fake_twenty.replies import Reply

_PATIENCE_S = 30


@dataclass(frozen=True)
class Request:
    """A received request. path: with the query, percent-decoded up to it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


Application = Callable[[Request], Reply | Fault]


@contextlib.contextmanager
def serve(application: Application) -> Iterator[str]:
    """Serve an application while the block runs, and yield its origin."""

    class Handler(_Handler):
        respond = staticmethod(application)

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(_PATIENCE_S)
        assert not thread.is_alive()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Report errors of the fake, but not that a client or a fault disconnected."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # buffered, until flush()
    respond: Application

    def log_message(self, *_arguments: object) -> None:
        """Log nothing."""

    def handle_request(self) -> None:
        """Read the request, and send the reply or play the fault."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, mark, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, unquote(path) + mark + query, headers, body)
        reply = self.respond(request)
        if isinstance(reply, Fault) and reply.kind != "reply":
            self.close_connection = True
            with contextlib.suppress(OSError):  # the client closed the connection
                self.break_off(reply)
            return
        self.send_reply(reply)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_request  # noqa: N815

    def send_reply(self, reply: Reply | Fault) -> None:
        """Send the status, the headers and the body in one piece."""
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.content_type:
            self.send_header("content-type", reply.content_type)
        if reply.location:
            self.send_header("location", reply.location)
        self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()

    def break_off(self, fault: Fault) -> None:
        """Fail on the connection itself."""
        if fault.kind == "stall":
            self.connection.recv(1)  # returns when the client closes the connection
        elif fault.kind == "reset":
            no_linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
            os.close(self.connection.detach())
        elif fault.kind == "garbage":
            self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        elif fault.kind in ("half-body", "trickle"):
            self.wfile.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: 1000\r\n\r\n[{"
            )
            while fault.kind == "trickle":
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.02)
