"""Run the real listener for the demo, on a free port of this machine."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.listen.printer import Session, Showing
from twenty_hooks.server import app as listener
from twenty_hooks.server import server as serving

_TIMEOUT_SECONDS = 10.0
_POLL_SECONDS = 0.1
_MAX_BODY = 1_000_000


class DemoListener:
    """A running listener, and the deliveries it has printed."""

    def __init__(self, url: str, session: Session) -> None:
        self.url = url
        self._session = session
        self._printed: queue.SimpleQueue[ReceivedDelivery] = queue.SimpleQueue()
        session.shown = self._printed.put

    def next_delivery(self) -> ReceivedDelivery | None:
        """Return the next delivery once it is printed.

        None after a time limit, or if nothing can be printed any more.
        """
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while time.monotonic() < deadline and not self._session.ended.is_set():
            try:
                return self._printed.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
        return None


@contextmanager
def running_listener(output: Output, secret: str) -> Iterator[DemoListener]:
    """Run a listener that verifies with this secret, until the block ends."""
    session = Session(output, Showing())
    app = listener.WebhookApp(
        verify=Secrets(given=(secret,)).verify,
        publish=session.arrive,
        notice=session.notice,
        max_body=_MAX_BODY,
    )
    socket = serving.bind("127.0.0.1", 0)
    running = DemoListener(f"{serving.url_of(socket)}/demo", session)
    server = serving.Server(app, socket, session.notice)
    thread = threading.Thread(target=server.run, daemon=True)
    session.start()
    thread.start()
    try:
        yield running
    finally:
        server.stop()
        thread.join(_TIMEOUT_SECONDS)
        session.finish()
