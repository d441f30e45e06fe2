"""Where packets end makes no difference to responses, or to what is stored."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.http_cases import MAX_BODY, listening_for_cases
from tests.support.listening import Listening
from tests.support.raw_requests import BODY
from tests.support.wire import Wire, WireResponse
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.protocol.signature import signed_headers


@dataclass(frozen=True)
class Asking:
    """A request, the status of its response, and what is stored of it."""

    data: bytes
    status: int
    stored: tuple[str, str, Headers, bytes] | None = None
    closes: bool = False
    has_body: bool = True  # the response


_names = st.sampled_from(["X-A", "x-a", "X-MiXed", "Accept", "X_!#$%&'*"])
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
    ["/", "/a%20b?q=%ED&x", "//", "/#a", "http://x", "/" + "a" * 999]
)
_connections: st.SearchStrategy[Headers] = st.sampled_from(
    [
        (),
        (),
        (),
        (("Connection", "keep-alive"),),
        (("connection", "Keep-Alive"),),
        (("Connection", "Upgrade"), ("Upgrade", "websocket")),
        (("Connection", "close"),),
        (("CONNECTION", "CLOSE"),),
    ]
)


@st.composite
def _askings(draw: st.DrawFn) -> Asking:
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
    says_keep_alive = any(value.lower() == "keep-alive" for _, value in connection)
    says_close = any(value.lower() == "close" for _, value in connection)
    asks_to_upgrade = any(name == "Upgrade" for name, _ in connection)
    closes = says_close or is_chunked or asks_to_upgrade
    closes = closes or (is_old and not says_keep_alive)
    if method != "POST":
        status = 405 if method == "PUT" else 200
        return Asking(data, status, None, closes, method != "HEAD")
    if len(body) > MAX_BODY:
        return Asking(data, 413, None, closes=True)
    stored = (method, target, tuple(pairs), body)
    return Asking(data, 200 if is_valid else 401, stored, closes)


def _chunked(draw: st.DrawFn, body: bytes) -> bytes:
    data = b""
    for piece in _cut(body, draw(st.lists(st.integers(0, len(body)), max_size=3))):
        extension = draw(st.sampled_from([b"", b"", b";a", b';a=b;c="d"']))
        data += b"%s%X%s\r\n%s\r\n" % (b"00", len(piece), extension, piece)
    trailers: bytes = draw(st.sampled_from([b"", b"", b"X-Trailer: 1\r\nX-A:\r\n"]))
    return data + b"0\r\n" + trailers + b"\r\n"


def _cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    borders = sorted({0, *(place for place in places if place < len(data)), len(data)})
    return [data[a:b] for a, b in itertools.pairwise(borders)]


@pytest.fixture(scope="module")
def shared() -> Iterator[Listening]:
    with listening_for_cases() as listening:
        yield listening


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(askings=st.lists(_askings(), min_size=1, max_size=5), data=st.data())
def test_borders_of_packets_make_no_difference(
    shared: Listening, askings: list[Asking], data: st.DataObject
) -> None:
    askings = list(_until_closed(askings))
    stream = b"".join(asking.data for asking in askings)
    places = data.draw(st.lists(st.integers(0, len(stream)), max_size=4))
    before = len(shared.stored)
    with shared.wire() as wire:
        with contextlib.suppress(OSError):  # it may be closed by now
            for piece in _cut(stream, places):
                wire.send(piece)
        for asking in askings:
            response = _final_response(wire, has_body=asking.has_body)
            assert response is not None
            assert response.status == asking.status
            assert (response.headers.get("connection") == "close") is asking.closes
        assert wire.is_open() is not askings[-1].closes
    stored = [(one.method, one.path, one.headers, one.body) for one in shared.stored]
    assert stored[before:] == [one.stored for one in askings if one.stored]
    assert not any("bug" in notice for notice in shared.notices)


def _until_closed(askings: Sequence[Asking]) -> Iterator[Asking]:
    for asking in askings:
        yield asking
        if asking.closes:
            return


def _final_response(wire: Wire, *, has_body: bool) -> WireResponse | None:
    while response := wire.response(has_body=has_body):
        if response.status != 100:
            return response
    return None
