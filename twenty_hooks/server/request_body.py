"""Read the body of a request, up to a limit."""

from __future__ import annotations

import asyncio

from aiohttp import web

from twenty_hooks.server.faults import Response
from twenty_hooks.text.units import show_size

# A body that stops arriving for this long will never be complete, or what arrives is
# not HTTP: aiohttp does not tell. Twenty gives up after 5 s.
_IDLE_SECONDS = 30


class BodyError(Exception):
    """The body was not read to its end.

    Attributes:
        notice: What happened, in a sentence.
        response: What to tell the client; None if it has disconnected.
    """

    def __init__(self, notice: str, response: Response | None = None) -> None:
        super().__init__(notice)
        self.notice = notice
        self.response = response


async def read_body(request: web.BaseRequest, limit: int) -> bytes:
    """Return the exact bytes of the body.

    A client that sent `Expect: 100-continue` is told to continue only when the length
    it declares is within the limit.

    Raises BodyError.
    """
    content = request.content
    if content.is_eof():  # most bodies are complete before they are asked for
        body = content.read_nowait()
        if len(body) > limit:
            raise _too_large(limit)
        return body
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    if request.headers.get("Expect", "").lower() == "100-continue":
        _tell_to_continue(request)
    chunks: list[bytes] = []
    size = 0
    while not content.at_eof():
        chunk = await _next_chunk(request)
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _tell_to_continue(request: web.BaseRequest) -> None:
    if request.transport is not None and request.version >= (1, 1):
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


async def _next_chunk(request: web.BaseRequest) -> bytes:
    if request.transport is None:
        raise _incomplete()
    try:
        async with asyncio.timeout(_IDLE_SECONDS):
            return await request.content.readany()
    except TimeoutError:
        raise BodyError(
            f"refused (408): no more of a body arrived in {_IDLE_SECONDS} s",
            Response(408, b"the rest of the body did not arrive\n"),
        ) from None
    except OSError:
        raise _incomplete() from None


def _incomplete() -> BodyError:
    return BodyError("a client disconnected before it sent the whole body")


def _too_large(limit: int) -> BodyError:
    return BodyError(
        f"refused (413): a body of over {show_size(limit)}; see --max-body",
        Response(413, f"larger than {limit} bytes\n".encode()),
    )
