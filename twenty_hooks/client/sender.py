"""Sends deliveries as Twenty's own sender does.

One attempt each; the whole call, redirects and a trickling answer included, has one
time limit (5 s from 1.8 on); headers in the order and spelling of a recorded delivery;
redirects as axios follows them: 301, 302 and 303 turn the POST into a GET without a
body, 307 and 308 keep both.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
import zlib
from collections.abc import Awaitable, Callable, Iterable, Iterator

import httpx

from twenty_hooks.client.errors import explain
from twenty_hooks.client.request import OutgoingRequest
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.deliveries.response import (
    TWENTYS_TIMEOUT_MS,
    Failure,
    ReceiverResponse,
    Redirect,
)
from twenty_hooks.errors import Terminated
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.networks import is_loopback
from twenty_hooks.text.units import show_duration

TWENTYS_CONCURRENCY = 20
# In safe mode (the default from 1.17 on) Twenty follows five; before, axios' own 21.
MAX_REDIRECTS = 5
_EXCERPT = 4_096
_PROGRESS = "twenty_hooks"
_KEEPS_METHOD = (307, 308)
_REDIRECTS = (301, 302, 303, 307, 308)


def send(
    deliveries: Iterable[OutgoingRequest | ReceiverResponse],
    on_reply: Callable[[int, ReceiverResponse], None],
    *,
    timeout_ms: int = TWENTYS_TIMEOUT_MS,
    concurrency: int = 1,
    insecure: bool = False,
    due_ms: Callable[[int], float | None] | None = None,
    ready: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Send them all, at most `concurrency` at a time, each built when its turn comes.

    A Reply among them stands for one that can't be sent, and is passed on.
    on_reply: called with the place of the delivery, from 0, as each is over.
    insecure: don't check TLS certificates. due_ms: how long after the beginning the
    turn of each place comes, never falling, None after the last; without it each goes
    as soon as it can. ready: awaited before each is asked for, where one has to be
    waited for. Raises KeyboardInterrupt when Ctrl-C or SIGTERM ends it early.
    """
    sender = Sender(timeout_ms=timeout_ms, concurrency=concurrency, insecure=insecure)
    turns = _Turns(iter(deliveries), due_ms, ready)
    try:
        asyncio.run(_send_all(sender, turns, on_reply, concurrency))
    except ExceptionGroup as group:  # of the tasks: the first one ended the others
        raise group.exceptions[0] from None


async def _send_all(
    sender: Sender,
    turns: _Turns,
    on_reply: Callable[[int, ReceiverResponse], None],
    concurrency: int,
) -> None:
    async def work() -> None:
        while (turn := await turns.next()) is not None:
            place, one = turn
            reply = (
                one if isinstance(one, ReceiverResponse) else await sender.attempt(one)
            )
            on_reply(place, reply)

    with _ended_by_sigterm():
        async with sender, asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work())


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Have SIGTERM cancel what runs in here, as asyncio itself has Ctrl-C do: it raises
    Terminated."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    came = asyncio.Event()

    def end() -> None:
        came.set()
        if task is not None:
            task.cancel()

    try:
        loop.add_signal_handler(signal.SIGTERM, end)
    except (NotImplementedError, ValueError, RuntimeError):
        yield  # Windows has none, and only the main thread gets any
        return
    try:
        yield
    except asyncio.CancelledError:
        if came.is_set():
            raise Terminated from None
        raise
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


class _Turns:
    """Gives out the deliveries in their order, each when its turn has come."""

    def __init__(
        self,
        deliveries: Iterator[OutgoingRequest | ReceiverResponse],
        due_ms: Callable[[int], float | None] | None,
        ready: Callable[[], Awaitable[None]] | None,
    ) -> None:
        self._deliveries = enumerate(deliveries)
        self._due_ms = due_ms
        self._ready = ready
        self._place = 0
        self._began = time.perf_counter()
        self._lock = asyncio.Lock()

    async def next(self) -> tuple[int, OutgoingRequest | ReceiverResponse] | None:
        """None when there are no more."""
        async with self._lock:
            if self._due_ms is not None:
                due_ms = self._due_ms(self._place)
                if due_ms is None:
                    return None
                due = self._began + due_ms / 1_000
                await asyncio.sleep(max(0, due - time.perf_counter()))
            if self._ready is not None:
                await self._ready()
            self._place += 1
            return next(self._deliveries, None)


class Sender:
    """Sends deliveries, each over a connection of its own; to be used in one loop."""

    def __init__(
        self,
        *,
        timeout_ms: int = TWENTYS_TIMEOUT_MS,
        concurrency: int = TWENTYS_CONCURRENCY,
        insecure: bool = False,
    ) -> None:
        """concurrency: how many connections at most."""
        self._timeout_ms = timeout_ms
        limits = httpx.Limits(
            # A connection for each call, as Twenty's safe mode makes them: one that is
            # kept may be closed by the receiver just as it is used again.
            max_connections=concurrency,
            max_keepalive_connections=0,
        )
        self._clients = _Clients(insecure, limits)

    async def __aenter__(self) -> Sender:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._clients.close()

    async def attempt(self, outgoing: OutgoingRequest) -> ReceiverResponse:
        """Send it once; whatever comes of it is a Reply."""
        return await _attempt(self._clients, outgoing, self._timeout_ms)


class _Clients:
    """HTTP clients, made when first needed: by scheme, and by whether it is local.

    A receiver on this machine is never reached through a proxy of the environment.
    Only https needs the certificates, which take a while to load.
    """

    def __init__(self, insecure: bool, limits: httpx.Limits) -> None:
        self._insecure = insecure
        self._limits = limits
        self._open: dict[tuple[str, bool], httpx.AsyncClient] = {}

    def reaching(self, url: httpx.URL) -> httpx.AsyncClient:
        local = is_loopback(url.host)
        kind = (url.scheme, local)
        if kind not in self._open:
            self._open[kind] = httpx.AsyncClient(
                verify=url.scheme == "https" and not self._insecure,
                limits=self._limits,
                timeout=None,  # noqa: S113 - one limit over the whole call instead
                trust_env=not local,
                event_hooks={"response": [_note_answer]},
            )
        return self._open[kind]

    async def close(self) -> None:
        for client in self._open.values():
            await client.aclose()


async def _attempt(
    clients: _Clients, outgoing: OutgoingRequest, timeout_ms: int
) -> ReceiverResponse:
    clients.reaching(httpx.URL(outgoing.target.url))  # not on Twenty's clock
    began = time.perf_counter()
    progress = _Progress(outgoing.target.url)

    def reply(failure: Failure | None = None, reason: str = "") -> ReceiverResponse:
        return ReceiverResponse(
            url=progress.url,
            elapsed_ms=(time.perf_counter() - began) * 1_000,
            status=None if failure else progress.status,
            failure=failure,
            reason=reason,
            size=progress.size,
            excerpt=progress.excerpt,
            redirects=tuple(progress.redirects),
            was_answered=progress.status is not None,
        )

    try:
        async with asyncio.timeout(timeout_ms / 1_000):
            return reply(*await _follow(clients, outgoing, progress))
    except TimeoutError:
        limit = show_duration(timeout_ms)
        if progress.status is None:
            return reply("timeout", f"no answer within {limit}")
        return reply(
            "timeout", f"answered {progress.status}, but was not done within {limit}"
        )
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return reply(*explain(error, progress.status))


class _Progress:
    """How far a call got, so that a failure can still say what was seen."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status: int | None = None
        self.location: str | None = None
        self.size = 0
        self.excerpt = b""
        self.redirects: list[Redirect] = []


async def _note_answer(response: httpx.Response) -> None:
    """Called by httpx as soon as there is a head. It would follow, or refuse, a
    redirect by its own rules, so it does not get to see where to."""
    progress: _Progress = response.request.extensions[_PROGRESS]
    progress.status = response.status_code
    progress.location = response.headers.pop("location", None)


async def _follow(
    clients: _Clients, outgoing: OutgoingRequest, progress: _Progress
) -> tuple[Failure | None, str]:
    method, headers, body = "POST", outgoing.headers, outgoing.body
    while True:
        url = httpx.URL(progress.url)
        # Nothing of httpx's own: the request carries these headers and no others.
        request = httpx.Request(
            method,
            url,
            headers=_bytes(headers),
            content=body,
            extensions={_PROGRESS: progress},
        )
        response = await clients.reaching(url).send(
            request, stream=True, follow_redirects=False
        )
        try:
            location = progress.location
            if response.status_code not in _REDIRECTS or not location:
                await _read(response, progress)
                return None, ""
        finally:
            await response.aclose()
        if len(progress.redirects) == MAX_REDIRECTS:
            return "redirects", f"redirected more than {MAX_REDIRECTS} times"
        try:
            following = url.join(location)
            urls.parse(str(following))
        except (httpx.InvalidURL, ValueError):
            return "redirects", "redirected to what is not an http or https URL"
        loses_body = method == "POST" and response.status_code not in _KEEPS_METHOD
        progress.redirects.append(
            Redirect(response.status_code, str(following), loses_body)
        )
        if loses_body:
            method, body = "GET", b""
        headers = _headers_after(headers, url, following, keep_body=not loses_body)
        progress.url = str(following)


def _headers_after(
    headers: Headers, came_from: httpx.URL, going_to: httpx.URL, *, keep_body: bool
) -> Headers:
    """The headers of the next request, as follow-redirects (axios) trims them."""
    leaves = _origin(came_from) != _origin(going_to)
    dropped = {"authorization", "cookie", "proxy-authorization"} if leaves else set()
    kept = []
    for name, value in headers:
        key = name.lower()
        if key in dropped or (not keep_body and key.startswith("content-")):
            continue
        if key == "host":
            value = going_to.netloc.decode("ascii")
        kept.append((name, value))
    return tuple(kept)


def _origin(url: httpx.URL) -> tuple[str, bytes]:
    return url.scheme, url.netloc


async def _read(response: httpx.Response, progress: _Progress) -> None:
    # As it came: unpacking is for the few bytes that are shown, whatever they hold.
    first = bytearray()
    try:
        async for chunk in response.aiter_raw():
            progress.size += len(chunk)
            if len(first) < _EXCERPT:
                first += chunk[: _EXCERPT - len(first)]
    finally:
        progress.excerpt = _unpacked(bytes(first), response.headers)


def _unpacked(data: bytes, headers: httpx.Headers) -> bytes:
    if headers.get("content-encoding", "").lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    try:
        # 32: either of the two, as the data says.
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, _EXCERPT)
    except zlib.error:
        return data


def _bytes(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers
    ]
