"""Runs the listener's app: on a socket of ours, until it is told to stop.

The socket is bound here, so that port 0 can be told and a taken port is our own error;
signals end the server gracefully instead of being raised again after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.protocol.networks import is_loopback
from twenty_hooks.server import raw_protocol
from twenty_hooks.server.app import Listener

# Longer than any sender keeps an idle connection: closing one just as Twenty sends
# on it again would lose that delivery.
_KEEP_ALIVE_SECONDS = 75
_GRACE_SECONDS = 1
# Of objects; one delivery makes some hundred, which go by themselves.
_GARBAGE_THRESHOLD = 50_000


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
        raise _not_bound(host, port, error) from error
    return listening


def _not_bound(host: str, port: int, error: OSError) -> SetupError:
    what = f"can't listen on {host} port {port}: {error.strerror or error}"
    if error.errno == errno.EADDRNOTAVAIL:
        return SetupError(
            what,
            hint="--host must be an address of this machine: 127.0.0.1, or 0.0.0.0",
            code="not-our-address",
        )
    code = "port-in-use" if error.errno == errno.EADDRINUSE else "port-not-allowed"
    hint = "choose another port: hooks listen --port 0 takes any free one"
    return SetupError(what, hint=hint, code=code)


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
            http=raw_protocol.protocol_class(app.take),
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

    @property
    def was_interrupted(self) -> bool:
        """Whether a person ended it, by a signal or a key."""
        return self._server.was_interrupted

    def stop(self) -> None:
        """End gracefully: what is being received is still answered. From any thread."""
        self._server.should_exit = True

    def interrupt(self) -> None:
        """End as a signal does. From any thread."""
        self._server.was_interrupted = True
        self.stop()

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
        _allow_many_connections()
        if stop_after_ms is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(stop_after_ms / 1_000, self.stop)
        await self._server.serve(sockets=[self._listening])


def _allow_many_connections() -> None:
    """As many open connections as this user may have: macOS starts with 256."""
    if sys.platform == "win32":
        return
    import resource  # POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft < most:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class _QuietServer(uvicorn.Server):
    """A server whose signals end it, instead of being raised again after it."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self.was_interrupted = False

    def handle_exit(self, sig: int, frame: Any) -> None:
        self.was_interrupted = True
        super().handle_exit(sig, frame)

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
        if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
            return  # it took longer than the grace at the end
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
