"""Serves an application for real: uvicorn, on a port of its own, in a thread."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn

_PATIENCE_S = 30


@contextlib.contextmanager
def serve(application: Any) -> Iterator[str]:
    """The origin it is served at, as long as the block lasts."""
    # asyncio switches Nagle's algorithm off only for sockets that say they are TCP.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        application,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    waited_until = time.monotonic() + _PATIENCE_S
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < waited_until
        time.sleep(0.002)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        release = getattr(application, "release", None)
        if release is not None:
            release()
        server.should_exit = True
        thread.join(_PATIENCE_S)
        listening.close()
