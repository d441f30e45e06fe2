"""Parse raw HTTP/1 requests from saved bytes.

The parser tolerates what tools change when they save a request (bare line feeds, a
newline added by `nc`, the absolute targets of a proxy). It is strict about the end of
the body: Content-Length or chunks decide, else the body is the rest of the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twenty_hooks.deliveries.delivery import Delivery

_REQUEST_LINE = re.compile(rb"([A-Z]{3,10}) (\S+) HTTP/[0-9.]+\s*\Z", re.ASCII)
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*\Z", re.DOTALL)
_CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,15}\Z", re.ASCII)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


class SavedRequest(NamedTuple):
    """A request, or the reason why it can't be parsed, and its first line number."""

    line: int
    request: Delivery | str


def is_request_line(line: bytes) -> bool:
    """Whether a line is `POST /path HTTP/1.1`."""
    return bool(_REQUEST_LINE.match(line))


def requests(data: bytes) -> Iterator[SavedRequest]:
    """Yield the requests that follow one another in these bytes."""
    position = counted = 0
    line = 1
    while True:
        while data[position : position + 1] in (b"\r", b"\n"):
            position += 1
        if position >= len(data):
            return
        line += data.count(b"\n", counted, position)
        counted = position
        try:
            request, position = _request(data, position)
        except ValueError as error:
            yield SavedRequest(line, str(error))
            return  # the start of the next request can't be found
        yield SavedRequest(line, request)


def _request(data: bytes, start: int) -> tuple[Delivery, int]:
    blank = _BLANK_LINE.search(data, start)
    head = data[start : blank.start() if blank else len(data)]
    body_start = blank.end() if blank else len(data)
    request_line, *lines = head.replace(b"\r\n", b"\n").split(b"\n")
    found = _REQUEST_LINE.match(request_line)
    if not found:
        raise ValueError(
            "not an HTTP request: the first line is not 'POST /... HTTP/1.1'"
        )
    headers = tuple(_header(line) for line in lines if line)
    body, end = _body(data, body_start, headers)
    method, target = found[1].decode("ascii"), found[2].decode("latin-1")
    return Delivery(headers, body, method, target), end


def _header(line: bytes) -> tuple[str, str]:
    found = _HEADER.match(line)
    if not found:
        raise ValueError(f"not a header line: {line[:60].decode('latin-1')!r}")
    return found[1].decode("latin-1"), found[2].decode("latin-1")


def _body(
    data: bytes, start: int, headers: tuple[tuple[str, str], ...]
) -> tuple[bytes, int]:
    named = {name.lower(): value for name, value in headers}
    if "chunked" in named.get("transfer-encoding", "").lower():
        return _chunked(data, start)
    length = named.get("content-length")
    if length is None:
        return data[start:], len(data)
    if not (length.isascii() and length.isdigit()):
        raise ValueError(f"Content-Length is not a number: {length!r}")
    # A truncated body is kept: diagnosis compares it with Content-Length.
    end = min(start + int(length[:18]), len(data))
    return data[start:end], end


def _chunked(data: bytes, start: int) -> tuple[bytes, int]:
    chunks: list[bytes] = []
    position = start
    while True:
        end_of_line = data.find(b"\n", position)
        if end_of_line < 0:
            raise ValueError("the body is cut short: the last chunk is missing")
        size_text = data[position:end_of_line].split(b";")[0].strip()
        if not _CHUNK_SIZE.match(size_text):
            # Some proxies keep this header and save the body already decoded.
            if not chunks:
                return data[start:], len(data)
            raise ValueError(f"not a chunk size: {size_text[:20]!r}")
        size = int(size_text, 16)
        position = end_of_line + 1
        if size == 0:
            return b"".join(chunks), _after_trailers(data, position)
        chunk = data[position : position + size]
        if len(chunk) < size:
            raise ValueError("the body is cut short in the middle of a chunk")
        chunks.append(chunk)
        position += size
        if data[position : position + 2] == b"\r\n":
            position += 2
        elif data[position : position + 1] == b"\n":
            position += 1


def _after_trailers(data: bytes, position: int) -> int:
    while True:
        end_of_line = data.find(b"\n", position)
        if end_of_line < 0:
            return len(data)
        blank = not data[position:end_of_line].strip()
        position = end_of_line + 1
        if blank:
            return position
