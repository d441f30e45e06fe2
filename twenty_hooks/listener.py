"""Receives deliveries: an ASGI app on a socket of ours, and its server.

For each POST, in this order: read the exact bytes, judge them, keep them, answer,
and only then hand them on to be shown; so a slow terminal never makes Twenty time
out, and nothing is acknowledged that was not kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import uvicorn

from twenty_hooks import raw_protocol
from twenty_hooks.addresses import is_loopback
from twenty_hooks.delivery import Delivery, Headers
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.judging import Arrival, Judgement
from twenty_hooks.units import show_size

# Longer than any sender keeps an idle connection: closing one just as Twenty sends
# on it again would lose that delivery.
_KEEP_ALIVE_SECONDS = 75
_GRACE_SECONDS = 1
# Of objects; one delivery makes some hundred, which go by themselves.
_GARBAGE_THRESHOLD = 50_000
# How much of a body that is too large is read on, so that the sender gets to see the
# answer instead of a broken connection.
_DRAIN_LIMIT = 100_000_000
_ALIVE = b"hooks is listening: POST deliveries to any path of this server\n"


class Listener:
    """The ASGI app.

    judge: a verdict over a delivery. keep: puts it where it can't be lost; it is
    answered when that is done, and with 503 if it raises OSError. show: gets everything
    that came, after the answer; must not block. notice: a sentence about what was not a
    delivery.
    """

    def __init__(
        self,
        *,
        judge: Callable[[Delivery], Judgement],
        keep: Callable[[Arrival], Awaitable[None]] | None = None,
        show: Callable[[Arrival], None],
        notice: Callable[[str], None],
        max_body: int,
        accept_invalid: bool = False,
    ) -> None:
        self._judge = judge
        self._keep = keep
        self._show = show
        self._notice = notice
        self._max_body = max_body
        self._accept_invalid = accept_invalid

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        received_at_ms = time.time_ns() // 1_000_000
        method = scope["method"]
        if method in ("GET", "HEAD"):
            await _answer(send, 200, _ALIVE)
        elif method == "POST":
            await self._post(scope, receive, send, received_at_ms)
        else:
            await _answer(send, 405, b"only POST carries a delivery\n", allow=True)

    async def _post(
        self, scope: Any, receive: Any, send: Any, received_at_ms: int
    ) -> None:
        state = scope["state"]
        headers = _text_pairs(state[raw_protocol.HEADERS])
        body = await self._read_body(headers, receive)
        if body is None:
            self._notice("a sender went away before its body was complete")
            return
        if isinstance(body, int):
            limit = show_size(self._max_body)
            self._notice(f"refused (413): a body of over {limit}; see --max-body")
            text = f"larger than {self._max_body} bytes\n".encode()
            await _answer(send, 413, text, close=True)
            return
        delivery = Delivery(
            headers,
            body,
            scope["method"],
            state[raw_protocol.TARGET].decode("latin-1"),
            received_at_ms,
        )
        judgement = self._judge(delivery)
        status, text = self._settle(judgement)
        if not await self._is_kept(Arrival(judgement, status)):
            status, text = 503, b"could not be saved\n"
        await _answer(send, status, text)
        self._show(Arrival(judgement, status))

    def _settle(self, judgement: Judgement) -> tuple[int, bytes]:
        if judgement.accepted or self._accept_invalid:
            return 200, b"ok"
        verdict = judgement.verdict
        return 401, f"{verdict.name}: {verdict.reason}\n".encode()

    async def _is_kept(self, arrival: Arrival) -> bool:
        if self._keep is None:
            return True
        try:
            await self._keep(arrival)
        except OSError as error:
            reason = error.strerror or str(error) or type(error).__name__
            self._notice(f"NOT SAVED, answered 503: {reason}")
            return False
        return True

    async def _read_body(self, headers: Headers, receive: Any) -> bytes | int | None:
        """The body; its size when it is too large; None when the sender went away."""
        named = {name.lower(): value for name, value in headers}
        declared = named.get("content-length", "")
        too_large = declared.isdigit() and int(declared[:18]) > self._max_body
        if too_large and named.get("expect", "").lower() == "100-continue":
            return int(declared[:18])  # it asked first, and never sends it
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size += len(chunk)
            if too_large or size > self._max_body:
                too_large = True
                chunks.clear()
                if size > self._max_body + _DRAIN_LIMIT:
                    return size
            else:
                chunks.append(chunk)
            if not message.get("more_body", False):
                return size if too_large else b"".join(chunks)


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, ours from the start, so that port 0 can be told.

    Raises SetupError when the port is taken, UsageError for an unknown host.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(f"--host {host} is not an address of this machine") from error
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise SetupError(
            f"can't listen on {host} port {port}: {error.strerror or error}",
            hint="choose another port: hooks listen --port 0 takes any free one",
            code="port-in-use",
        ) from error
    return listening


def url_of(listening: socket.socket) -> str:
    """The URL that reaches a bound socket; a wildcard is shown as this machine."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - shown, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_reachable_from_outside(listening: socket.socket) -> bool:
    """Whether other machines can post here."""
    return not is_loopback(str(listening.getsockname()[0]))


class Server:
    """Runs a Listener on a socket until it is told to stop, here or by a signal."""

    def __init__(
        self,
        app: Listener,
        listening: socket.socket,
        notice: Callable[[str], None],
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        """ready: called once deliveries are received and signals end it gracefully."""
        config = uvicorn.Config(
            app,
            http=raw_protocol.protocol_class(),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # who sent it is not looked at
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        _report_through(notice)
        self._server = _QuietServer(config, ready)
        self._listening = listening

    def stop(self) -> None:
        """End gracefully: what is being received is still answered. From any thread."""
        self._server.should_exit = True

    def run(self, stop_after_ms: int | None = None) -> None:
        """Serve until stopped, for at most stop_after_ms."""
        # What is loaded by now stays: looking through it again and again for garbage,
        # and after every few deliveries, took a tenth of the time.
        gc.freeze()
        gc.set_threshold(_GARBAGE_THRESHOLD)
        with (
            contextlib.suppress(KeyboardInterrupt),  # before the signals are ours
            asyncio.Runner(loop_factory=_loop_factory()) as runner,
        ):
            runner.run(self._serve(stop_after_ms))

    async def _serve(self, stop_after_ms: int | None) -> None:
        if stop_after_ms is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(stop_after_ms / 1_000, self.stop)
        await self._server.serve(sockets=[self._listening])


class _QuietServer(uvicorn.Server):
    """A server whose signals end it, instead of being raised again after it."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        handled = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            handled.append(signal.SIGBREAK)
        before = {number: signal.signal(number, self.handle_exit) for number in handled}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Reporter(logging.Handler):
    """Turns what uvicorn logs into notices; a bug of ours comes with its traceback."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._notice = notice

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._notice("a bug in hooks:\n" + self.format(record))
        elif record.getMessage().startswith("Invalid HTTP"):
            self._notice("answered 400: somebody sent what is not HTTP")


def _report_through(notice: Callable[[str], None]) -> None:
    logger = logging.getLogger("uvicorn.error")
    logger.handlers = [_Reporter(notice)]
    logger.propagate = False


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # not on Windows
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _answer(
    send: Any,
    status: int,
    body: bytes,
    *,
    close: bool = False,
    allow: bool = False,
) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    if close:
        headers.append((b"connection", b"close"))
    if allow:
        headers.append((b"allow", b"GET, HEAD, POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _text_pairs(pairs: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs
    )
