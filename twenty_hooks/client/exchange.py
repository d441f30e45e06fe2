"""One attempt to send a delivery: the call, its time limit and its redirects.

Redirects are followed as axios does: 301, 302 and 303 turn the POST into a GET without
a body; 307 and 308 keep both.
"""

from __future__ import annotations

import asyncio
import time
import zlib

import httpx

from twenty_hooks.client.errors import explain
from twenty_hooks.client.request import OutgoingRequest
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.deliveries.response import Failure, ReceiverResponse, Redirect
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.networks import is_loopback
from twenty_hooks.text.units import show_duration

# In safe mode (the default from 1.17 on) Twenty follows five; before, the 21 of axios.
MAX_REDIRECTS = 5
_EXCERPT_BYTES = 4_096
_PROGRESS_KEY = "twenty_hooks"
_KEEPS_METHOD = (307, 308)
_REDIRECTS = (301, 302, 303, 307, 308)


class Clients:
    """HTTP clients, created when first needed, by scheme and local or remote host.

    A receiver on this machine is never reached through a proxy from the environment.
    Only https needs the certificates, which are slow to load.
    """

    def __init__(self, insecure: bool, limits: httpx.Limits) -> None:
        self._insecure = insecure
        self._limits = limits
        self._open: dict[tuple[str, bool], httpx.AsyncClient] = {}

    def client_for(self, url: httpx.URL) -> httpx.AsyncClient:
        """Return the client for a URL."""
        local = is_loopback(url.host)
        kind = (url.scheme, local)
        if kind not in self._open:
            self._open[kind] = httpx.AsyncClient(
                verify=url.scheme == "https" and not self._insecure,
                limits=self._limits,
                timeout=None,  # noqa: S113 - one limit over the whole call instead
                trust_env=not local,
                event_hooks={"response": [_note_response_head]},
            )
        return self._open[kind]

    async def close(self) -> None:
        """Close all clients."""
        for client in self._open.values():
            await client.aclose()


async def attempt(
    clients: Clients, outgoing: OutgoingRequest, timeout_ms: int
) -> ReceiverResponse:
    """Send one request once. Failures are returned as a response too."""
    # Creating the client does not count towards the time limit.
    clients.client_for(httpx.URL(outgoing.target.url))
    began = time.perf_counter()
    progress = _Progress(outgoing.target.url)

    def response(failure: Failure | None = None, reason: str = "") -> ReceiverResponse:
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
            return response(*await _follow(clients, outgoing, progress))
    except TimeoutError:
        limit = show_duration(timeout_ms)
        if progress.status is None:
            return response("timeout", f"no response within {limit}")
        return response(
            "timeout",
            f"responded {progress.status}, but the body was not complete within "
            f"{limit}",
        )
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return response(*explain(error, progress.status))


class _Progress:
    """How far a call got, so that a failure can report what was received before."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status: int | None = None
        self.location: str | None = None
        self.size = 0
        self.excerpt = b""
        self.redirects: list[Redirect] = []


async def _note_response_head(response: httpx.Response) -> None:
    """Note the status and take the Location, as soon as httpx has read the head.

    httpx would follow or reject redirects by its own rules, so it must not see the
    location.
    """
    progress: _Progress = response.request.extensions[_PROGRESS_KEY]
    progress.status = response.status_code
    progress.location = response.headers.pop("location", None)


async def _follow(
    clients: Clients, outgoing: OutgoingRequest, progress: _Progress
) -> tuple[Failure | None, str]:
    method, headers, body = "POST", outgoing.headers, outgoing.body
    while True:
        url = httpx.URL(progress.url)
        # Built by hand, so that httpx adds no headers of its own.
        request = httpx.Request(
            method,
            url,
            headers=_bytes(headers),
            content=body,
            extensions={_PROGRESS_KEY: progress},
        )
        response = await clients.client_for(url).send(
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
            return "redirects", "redirected to an invalid http or https URL"
        loses_body = method == "POST" and response.status_code not in _KEEPS_METHOD
        progress.redirects.append(
            Redirect(response.status_code, str(following), loses_body)
        )
        if loses_body:
            method, body = "GET", b""
        headers = _headers_after(headers, url, following, keep_body=not loses_body)
        progress.url = str(following)


def _headers_after(
    headers: Headers, current: httpx.URL, following: httpx.URL, *, keep_body: bool
) -> Headers:
    """Return the headers after a redirect, as follow-redirects (axios) trims them."""
    is_other = _origin(current) != _origin(following)
    dropped = {"authorization", "cookie", "proxy-authorization"} if is_other else set()
    kept = []
    for name, value in headers:
        key = name.lower()
        if key in dropped or (not keep_body and key.startswith("content-")):
            continue
        if key == "host":
            value = following.netloc.decode("ascii")
        kept.append((name, value))
    return tuple(kept)


def _origin(url: httpx.URL) -> tuple[str, bytes]:
    return url.scheme, url.netloc


async def _read(response: httpx.Response, progress: _Progress) -> None:
    # Raw bytes: only the excerpt is decompressed, so that a bomb can't fill memory.
    first = bytearray()
    try:
        async for chunk in response.aiter_raw():
            progress.size += len(chunk)
            if len(first) < _EXCERPT_BYTES:
                first += chunk[: _EXCERPT_BYTES - len(first)]
    finally:
        progress.excerpt = _decompressed(bytes(first), response.headers)


def _decompressed(data: bytes, headers: httpx.Headers) -> bytes:
    if headers.get("content-encoding", "").lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    try:
        # 32: detect gzip or zlib from the data.
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, _EXCERPT_BYTES)
    except zlib.error:
        return data


def _bytes(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers
    ]
