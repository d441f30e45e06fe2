"""The ways a request takes through the listener, against one another.

A request that came whole is answered without ASGI, others by way of it, and where
httptools has no wheel h11 reads them. None of that, and no border of a packet, may make
a difference to what is answered, what is kept, or how long a connection lives.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.listening import Listening, read_all, running
from tests.support.raw_requests import BODY, request
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.server import app, raw_protocol

MAX_BODY = 2_000
PROBE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
Pairs = tuple[tuple[str, str], ...]
# What is kept of a delivery.
Kept = tuple[str, str, Pairs, bytes]


class Reads:
    """How much of each connection, by its client's port, has been read."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sizes: Counter[int] = Counter()
        self._lost: set[int] = set()

    def begin(self, port: int) -> None:
        with self._changed:
            self._sizes[port] = 0
            self._lost.discard(port)

    def add(self, port: int, size: int) -> None:
        with self._changed:
            self._sizes[port] += size
            self._changed.notify_all()

    def lose(self, port: int) -> None:
        with self._changed:
            self._lost.add(port)
            self._changed.notify_all()

    def wait(self, port: int, size: int) -> None:
        """Until so much was read, or nothing will be any more."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: self._sizes[port] >= size or port in self._lost, 20
            )

    def watch(self, protocol: type[Any]) -> type[Any]:
        """The protocol, telling of what it reads."""
        reads = self

        class Watched(protocol):  # type: ignore[misc]
            port = 0

            def connection_made(self, transport: Any) -> None:
                self.port = transport.get_extra_info("peername")[1]
                super().connection_made(transport)

            def data_received(self, data: bytes) -> None:
                super().data_received(data)
                reads.add(self.port, len(data))

            def connection_lost(self, error: Exception | None) -> None:
                super().connection_lost(error)
                reads.lose(self.port)

        return Watched


@dataclass
class Way:
    """A listener that goes one way."""

    name: str
    listening: Listening = field(repr=False)
    reads: Reads = field(repr=False)

    def send(self, pieces: Sequence[bytes]) -> tuple[bytes, list[Kept]]:
        """All answers to these pieces, each read before the next one is sent, and what
        was kept of them."""
        before = len(self.listening.kept)
        with self.listening.connect() as connection:
            port = connection.getsockname()[1]
            self.reads.begin(port)
            size = 0
            with contextlib.suppress(OSError):  # it may have been closed by now
                for piece in pieces:
                    connection.sendall(piece)
                    size += len(piece)
                    self.reads.wait(port, size)
                connection.shutdown(socket.SHUT_WR)
            answers = read_all(connection)
        kept = self.listening.kept[before:]
        return answers, [(one.method, one.path, one.headers, one.body) for one in kept]


@pytest.fixture(scope="module")
def ways() -> Iterator[dict[str, Way]]:
    with contextlib.ExitStack() as stack:
        yield {
            name: stack.enter_context(_way(name)) for name in ("whole", "asgi", "h11")
        }


@contextlib.contextmanager
def _way(name: str) -> Iterator[Way]:
    reads = Reads()
    make = raw_protocol._h11_protocol if name == "h11" else None

    def watched(take: Any) -> type[Any]:
        return reads.watch(make() if make else raw_protocol._httptools_protocol(take))

    with contextlib.ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(raw_protocol, "protocol_class", watched)
            if name == "asgi":
                patch.setattr(app.Listener, "take", lambda *_: False)
            listening = stack.enter_context(running(max_body=MAX_BODY))
        while b"date: " not in listening.exchange(PROBE):
            """uvicorn looks at the clock once it has begun."""
        yield Way(name, listening, reads)
    assert not [notice for notice in listening.notices if "bug" in notice]


@dataclass(frozen=True)
class Asking:
    """A request, and what is to become of it."""

    data: bytes
    status: int
    kept: Kept | None = None
    closes: bool = False
    has_body: bool = True  # its answer


# Requests that are in order

_names = st.sampled_from(["X-A", "x-a", "X-MiXed", "Accept", "user-agent", "X_!#$%&'*"])
_values = st.one_of(
    st.just(""),
    st.from_regex(
        rb"[!-~\x80-\xff]([ -~\x80-\xff\t]{0,30}[!-~\x80-\xff])?", fullmatch=True
    ).map(lambda value: value.decode("latin-1")),
)
_pairs = st.lists(st.tuples(_names, _values), max_size=4)
_bodies = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"", BODY, b" " * MAX_BODY, b" " * (MAX_BODY + 1)]),
)
_targets = st.sampled_from(
    [
        "/",
        "/a%20b?q=%ED&x",
        "*",
        "//",
        "/#a",
        "http://x",
        "http://[::1/",
        "/" + "a" * 999,
    ]
)
_connections = st.sampled_from(
    [
        (),
        (),
        (),
        (("Connection", "keep-alive"),),
        (("connection", "Keep-Alive"),),
        (("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c")),
        (("Connection", "close"),),
        (("CONNECTION", "CLOSE"),),
    ]
)


@st.composite
def _askings(draw: Any) -> Asking:
    method = draw(st.sampled_from(["POST"] * 6 + ["GET", "HEAD", "PUT"]))
    target, body = draw(_targets), draw(_bodies)
    is_old = draw(st.integers(0, 9)) == 0
    is_chunked = not is_old and draw(st.booleans())
    is_valid = draw(st.booleans())
    pairs: list[tuple[str, str]] = [("Host", "x"), *draw(_pairs)]
    pairs += signed_headers(body, "secret" if is_valid else "another", "1", "00")
    connection = draw(_connections)
    pairs += connection
    if method == "POST" and draw(st.integers(0, 5)) == 0:
        pairs.append(("Expect", "100-continue"))
    if is_chunked:
        pairs.append(("transfer-encoding", "chunked"))
    elif body or method == "POST":
        pairs.append(("Content-Length", str(len(body))))
    head = f"{method} {target} HTTP/1.{0 if is_old else 1}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in pairs) + "\r\n"
    data = head.encode("latin-1") + (_chunked(draw, body) if is_chunked else body)
    is_last = is_old or any(value.lower() == "close" for _, value in connection)
    if method != "POST":
        status = 405 if method == "PUT" else 200
        return Asking(data, status, None, is_last, method != "HEAD")
    if len(body) > MAX_BODY:
        return Asking(data, 413, None, closes=True)
    kept = (method, target, tuple(pairs), body)
    return Asking(data, 200 if is_valid else 401, kept, is_last)


def _chunked(draw: Any, body: bytes) -> bytes:
    data = b""
    for piece in _cut(body, draw(st.lists(st.integers(0, len(body)), max_size=3))):
        extension = draw(st.sampled_from([b"", b"", b";a", b';a=b;c="d"']))
        data += b"%s%X%s\r\n%s\r\n" % (b"00", len(piece), extension, piece)
    trailers: bytes = draw(st.sampled_from([b"", b"", b"X-Trailer: 1\r\nX-A:\r\n"]))
    return data + b"0\r\n" + trailers + b"\r\n"


def _cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    borders = sorted({0, *(place for place in places if place < len(data)), len(data)})
    return [data[a:b] for a, b in itertools.pairwise(borders)]


def _pieces(draw: Any, data: bytes) -> list[bytes]:
    """Most often few, so that some requests come whole."""
    return _cut(data, draw(st.lists(st.integers(0, len(data)), max_size=4)))


# Answers


def _answers(data: bytes, askings: Sequence[Asking]) -> list[Any]:
    """Status, headers and body of each; those that tell to go on left out.

    askings: whatever answers there are after theirs have bodies.
    """
    found: list[Any] = []
    while data:
        head, separator, data = data.partition(b"\r\n\r\n")
        assert separator, head
        line, *lines = head.split(b"\r\n")
        status = re.fullmatch(rb"HTTP/1\.1 (\d{3}) [A-Z][A-Za-z ]+", line)
        assert status, line
        if status[1] == b"100":
            continue
        headers = {}
        for one in lines:
            pair = re.fullmatch(rb"([A-Za-z-]+): ([\x20-\x7e]+)", one)
            assert pair, one
            name = pair[1].lower()
            assert name not in headers
            headers[name] = pair[2]
        assert re.fullmatch(
            rb"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", headers.pop(b"date")
        )
        has_body = askings[len(found)].has_body if len(found) < len(askings) else True
        size = int(headers[b"content-length"]) if has_body else 0
        body, data = data[:size], data[size:]
        assert len(body) == size
        found.append((int(status[1]), headers, body))
    return found


_LIMITED = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@_LIMITED
@given(askings=st.lists(_askings(), min_size=1, max_size=5), data=st.data())
def test_each_is_answered_and_kept_alike_by_whatever_way_it_goes(
    ways: dict[str, Way], askings: list[Asking], data: st.DataObject
) -> None:
    probe = Asking(PROBE, 200)
    reached: list[Asking] = []
    for asking in [*askings, probe]:  # is the connection open still?
        reached.append(asking)
        if asking.closes:
            break
    stream = b"".join(asking.data for asking in askings) + probe.data
    cut = [_pieces(data.draw, stream) for _ in ways]
    results = []
    for way, pieces in zip(ways.values(), cut, strict=True):
        came, kept = way.send(pieces)
        answers = _answers(came, reached)
        assert [answer[0] for answer in answers] == [one.status for one in reached]
        assert kept == [one.kept for one in reached if one.kept], way.name
        results.append(answers)
    first, *others = results
    assert all(other == first for other in others)
    for asking, (_, headers, _) in zip(reached, first, strict=True):
        assert (headers.get(b"connection") == b"close") is asking.closes


# Requests that are not

_DAMAGED = [
    request(BODY, f"Content-Length: {len(BODY)}"),
    request(BODY, "Content-Length: 1"),
    request(BODY, "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    request(BODY, "Transfer-Encoding: chunked") + b"zz\r\n",
    request(BODY, "Transfer-Encoding: chunked") + b"3\r\nabcd\r\n0\r\n\r\n",
    request(BODY, "Transfer-Encoding: identity"),
    request(BODY, "Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n",
    request().replace(b"Content-Length: ", b"Content-Length: +"),
    request().replace(b"Content-Length:", b"Content-Length :"),
    request().replace(b"Host: x\r\n", b""),
    request().replace(b"\r\n", b"\n"),
    request(BODY, "X-A: a\0b"),
    request(BODY, "X-A: a\r\n b"),
    request(BODY, "X-A: a\r\n b", "Connection: upgrade", "Upgrade: x"),
    request(BODY, ": a"),
    request(BODY, "Connection: close, upgrade", "Upgrade: x"),
    request(target="/\xed"),
    request(target="a"),
    request().replace(b"POST", b"post", 1),
    request().replace(b"HTTP/1.1", b"HTTP/2.0", 1),
    request().replace(b"HTTP/1.1", b"HTTP/0.9", 1),
    b"\r\n\r\n" + request(),
    b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GARBAGE\r\n\r\n",
    request()[:-1],
    request()[:40],
]


@_LIMITED
@given(
    before=st.lists(_askings().filter(lambda one: one.has_body), max_size=3),
    damaged=st.one_of(
        st.sampled_from(_DAMAGED),
        st.builds(
            lambda at, byte: request()[:at] + byte + request()[at + 1 :],
            st.integers(0, len(request())),
            st.binary(max_size=2),
        ),
    ),
    data=st.data(),
)
def test_what_is_not_in_order_fares_alike_however_it_is_cut(
    ways: dict[str, Way], before: list[Asking], damaged: bytes, data: st.DataObject
) -> None:
    stream = b"".join(asking.data for asking in before) + damaged + request()
    cut = [_pieces(data.draw, stream) for _ in range(3)]
    results = []
    for name, pieces in zip(("whole", "whole", "asgi"), cut, strict=True):
        came, kept = ways[name].send(pieces)
        results.append((_answers(came, before), kept))
    first, *others = results
    assert all(other == first for other in others)
    answers, _ = first
    good = [asking.status for asking in before]
    assert [answer[0] for answer in answers][: len(good)] == good[: len(answers)]


def test_byte_by_byte_it_is_the_same(ways: dict[str, Way]) -> None:
    askings = [
        Asking(request(BODY, "X-Way: 1", target="/a?b"), 200),
        Asking(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", 200),
        Asking(request(BODY, "Connection: Upgrade", "Upgrade: h2c"), 200),
        Asking(request(b"", "Transfer-Encoding: chunked") + b"0\r\nA: b\r\n\r\n", 200),
        Asking(request(secret="another"), 401, closes=True),
    ]
    stream = b"".join(asking.data for asking in askings)
    expected, kept = ways["whole"].send([stream])
    assert len(kept) == 4
    for way in ways.values():
        came, also_kept = way.send([stream[i : i + 1] for i in range(len(stream))])
        assert _answers(came, askings) == _answers(expected, askings), way.name
        assert also_kept == kept, way.name
