"""Run the real listener for the demo, on a free port of this machine."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.server import server as http
from twenty_hooks.server.app import WebhookApp

_TIMEOUT_SECONDS = 10.0
_MAX_BODY = 1_000_000


class DemoListener:
    """A running listener, and the deliveries that it has received."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._received: queue.SimpleQueue[ReceivedDelivery] = queue.SimpleQueue()

    def add(self, received: ReceivedDelivery) -> None:
        """Add a delivery. From any thread; does not block."""
        self._received.put(received)

    def next_delivery(self) -> ReceivedDelivery | None:
        """Wait for the next delivery; None after a time limit."""
        try:
            return self._received.get(timeout=_TIMEOUT_SECONDS)
        except queue.Empty:
            return None


@contextmanager
def running_listener(output: Output, secret: str) -> Iterator[DemoListener]:
    """Run a listener that verifies with this secret, until the block ends."""
    with http.bind("127.0.0.1", 0) as socket:
        running = DemoListener(f"{http.url_of(socket)}/demo")
        app = WebhookApp(
            verify=Secrets(given=(secret,)).verify,
            publish=running.add,
            notice=output.info,
            max_body=_MAX_BODY,
        )
        server = http.Server(app, socket, output.info)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.stop()
            thread.join(_TIMEOUT_SECONDS)
