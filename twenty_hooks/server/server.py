"""Run the webhook app on a socket of ours until it is told to stop.

The socket is bound here, so that the port chosen for port 0 is known before the server
runs and a taken port is an error of our own. Signals end the server gracefully.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence

from aiohttp import web

from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.protocol.networks import is_loopback
from twenty_hooks.server.app import WebhookApp
from twenty_hooks.server.http_server import http_server, report_unhandled

# Requests that are being received or answered may take this long when the server ends.
_GRACE_SECONDS = 1.0
_BACKLOG = 2048
# In objects; one delivery makes some hundred, which go by themselves.
_GARBAGE_THRESHOLD = 50_000


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        SetupError: The port is taken, or not allowed.
        UsageError: The host is unknown.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(f"--host {host} is not an address of this machine") from error
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise _bind_error(host, port, error) from error
    return listening


def _bind_error(host: str, port: int, error: OSError) -> SetupError:
    message = f"can't listen on {host} port {port}: {error.strerror or error}"
    if error.errno == errno.EADDRNOTAVAIL:
        return SetupError(
            message,
            hint="--host must be an address of this machine: 127.0.0.1, or 0.0.0.0",
            code="not-our-address",
        )
    code = "port-in-use" if error.errno == errno.EADDRINUSE else "port-not-allowed"
    hint = "choose another port: hooks listen --port 0 takes any free one"
    return SetupError(message, hint=hint, code=code)


def url_of(listening: socket.socket) -> str:
    """Return the URL that reaches a bound socket from this machine."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - shown, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_reachable_from_outside(listening: socket.socket) -> bool:
    """Return whether other machines can connect to a bound socket."""
    return not is_loopback(str(listening.getsockname()[0]))


class Server:
    """Serves a WebhookApp on a socket until it is stopped, here or by a signal."""

    def __init__(
        self,
        app: WebhookApp,
        listening: socket.socket,
        notice: Callable[[str], None],
        ready: Callable[[], None] = lambda: None,
        *,
        background: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        """Args:
        app: Handles the requests.
        listening: A bound socket; it is closed at the end.
        notice: Gets a sentence about requests that are not HTTP, and about bugs.
        ready: Called once, when deliveries are received and signals end it gracefully.
        background: Coroutine functions that run beside the server on its event loop.
            When the last request has ended, run() waits for them before it returns;
            `drained` and `interrupted` tell them when that is. One that fails stops
            the server, and run() raises what it raised.
        """
        self.was_interrupted = False
        self._app = app
        self._listening = listening
        self._notice = notice
        self._ready = ready
        self._background = background
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_stopping = False
        self._stopping = asyncio.Event()
        self._drained = asyncio.Event()
        self._interrupted = asyncio.Event()

    def stop(self) -> None:
        """End gracefully: what is being received is still answered. From any thread."""
        self._is_stopping = True
        self._wake()

    def interrupt(self) -> None:
        """End as a signal does. From any thread."""
        self.was_interrupted = True
        self.stop()

    async def drained(self) -> None:
        """Wait until the last request has ended: no more deliveries are received."""
        await self._drained.wait()

    async def interrupted(self) -> None:
        """Wait until a person interrupts the server, even while it is ending."""
        await self._interrupted.wait()

    def run(self, stop_after_ms: int | None = None) -> None:
        """Serve until stopped, for at most stop_after_ms."""
        # What is loaded by now stays. Searching it for garbage again and again, after
        # every few deliveries, took a tenth of the time.
        gc.freeze()
        gc.set_threshold(_GARBAGE_THRESHOLD)
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(self.run_async(stop_after_ms))
        except KeyboardInterrupt:  # before the signals are handled here
            self.was_interrupted = True

    async def run_async(self, stop_after_ms: int | None = None) -> None:
        """Serve on the running event loop, as run() does."""
        _allow_many_connections()
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(
            lambda _, context: report_unhandled(self._notice, context)
        )
        with self._handling_signals():
            tasks = [
                asyncio.create_task(self._run_in_background(function))
                for function in self._background
            ]
            try:
                await self._serve(stop_after_ms)
            finally:
                self._drained.set()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
            for failure in ended:
                if failure is not None:
                    raise failure

    async def _serve(self, stop_after_ms: int | None) -> None:
        # aiohttp waits this long twice: for responses, and then for their connections.
        runner = web.ServerRunner(
            http_server(self._app, self._notice), shutdown_timeout=_GRACE_SECONDS / 2
        )
        await runner.setup()
        try:
            await web.SockSite(runner, self._listening, backlog=_BACKLOG).start()
            self._wake()  # where it was stopped before it ran
            self._ready()
            seconds = None if stop_after_ms is None else stop_after_ms / 1_000
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._stopping.wait()
        finally:
            await runner.cleanup()
            await self._app.finish()

    async def _run_in_background(self, function: Callable[[], Awaitable[None]]) -> None:
        try:
            await function()
        except BaseException:
            self.stop()  # the server is not complete without it
            raise

    def _wake(self) -> None:
        """Let the event loop see what was asked for from anywhere else."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._set_events)

    def _set_events(self) -> None:
        if self._is_stopping:
            self._stopping.set()
        if self.was_interrupted:
            self._interrupted.set()

    @contextlib.contextmanager
    def _handling_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        handled = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            handled.append(signal.SIGBREAK)
        before = {
            number: signal.signal(number, lambda *_: self.interrupt())
            for number in handled
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _allow_many_connections() -> None:
    """Allow as many open connections as this user may have: macOS starts with 256."""
    if sys.platform == "win32":
        return
    import resource  # POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft < most:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # not on Windows; a fifth less time for each delivery
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
