"""Send a short text response, in one piece.

aiohttp's own `web.Response` builds a multidict of headers for each response, and names
the versions of aiohttp and Python in `Server`. Writing the bytes here is simpler, tells
nothing, and takes a fifth less time for each request.
"""

from __future__ import annotations

import contextlib
import functools
import time
from email.utils import formatdate
from http import HTTPStatus

from aiohttp import hdrs, web

from twenty_hooks.server.faults import Response

_WITHOUT_BODY = (204, 304)


async def send(
    request: web.BaseRequest,
    response: Response,
    *,
    allow: str = "",
    closes: bool = False,
) -> web.StreamResponse:
    """Send a response, and return what aiohttp has to get from a handler then.

    Waits while the client does not read. A client that has disconnected is no error.

    Args:
        request: The request to respond to.
        response: What to send; without a status, the connection is closed.
        allow: The value of an `Allow` header.
        closes: Whether the connection ends after the response.
    """
    if response.status is None:
        return disconnect(request)
    closes = closes or not _can_stay_open(request)
    head = _status_line(response.status) + _date(int(time.time()))
    if response.location:
        head += f"location: {response.location}\r\n".encode("ascii")
    if allow:
        head += f"allow: {allow}\r\n".encode("ascii")
    if closes:
        head += b"connection: close\r\n"
    elif request.version < (1, 1):
        head += b"connection: keep-alive\r\n"
    with contextlib.suppress(ConnectionError):
        await request.writer.write_eof(head + _body_part(response, request.method))
    return _SENT_LAST if closes else _SENT


def _can_stay_open(request: web.BaseRequest) -> bool:
    """Return whether the next request on this connection would be read exactly.

    aiohttp (3.14.5) takes the last trailer of a chunked body for the first header of
    the next request, and may drop what follows a request for another protocol.
    """
    headers = request.headers
    return (
        request.keep_alive
        and hdrs.TRANSFER_ENCODING not in headers
        and hdrs.UPGRADE not in headers
    )


def disconnect(request: web.BaseRequest) -> web.StreamResponse:
    """Close the connection without a response."""
    if request.transport is not None:
        request.transport.close()
    return _SENT_LAST


class _Sent(web.StreamResponse):
    """Stands for a response that was sent: nothing is left to do but to go on, or to
    close the connection."""

    def __init__(self, *, keep_alive: bool) -> None:
        super().__init__()
        self._keeps_alive = keep_alive

    @property
    def keep_alive(self) -> bool:
        return self._keeps_alive

    async def prepare(self, request: web.BaseRequest) -> None:
        """Do nothing."""

    async def write_eof(self, data: bytes = b"") -> None:
        """Do nothing."""


_SENT = _Sent(keep_alive=True)
_SENT_LAST = _Sent(keep_alive=False)


def _body_part(response: Response, method: str) -> bytes:
    """Return the headers of the body, the end of the head, and the body."""
    if response.status in _WITHOUT_BODY:
        return b"\r\n"
    body = response.body
    return (
        b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n\r\n%b"
        % (len(body), b"" if method == "HEAD" else body)
    )


@functools.cache
def _status_line(status: int) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}\r\n".encode("ascii")


@functools.lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return f"date: {formatdate(second, usegmt=True)}\r\n".encode("ascii")
