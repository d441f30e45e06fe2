"""HTTP as it comes on the wire: what is sent, the responses, and what is stored.

    python -m tests.server.http_cases

prints the table, as the listener behaves now.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.listening import Listening, running
from tests.support.raw_requests import BODY, request
from twenty_hooks.server import http_server, request_body

MAX_BODY = 20_000


@dataclass(frozen=True)
class Outcome:
    """Statuses in order, the number of stored deliveries, and whether the connection
    is open for more afterwards."""

    statuses: tuple[int, ...]
    stored: int
    is_open: bool = False

    def __str__(self) -> str:
        statuses = " ".join(map(str, self.statuses)) or "no response"
        end = "open" if self.is_open else "closed"
        return f"{statuses} | {self.stored} | {end}"


@dataclass(frozen=True)
class Case:
    """What is sent on one connection. The server reads each piece before the next.

    body, target, header: what every stored delivery contains.
    """

    name: str
    pieces: tuple[bytes, ...]
    expected: Outcome
    half_closes: bool = False
    body: bytes | None = None
    target: str | None = None
    header: tuple[str, str] | None = None


@contextlib.contextmanager
def listening_for_cases() -> Iterator[Listening]:
    """Run a listener that does not wait long for bodies that never arrive."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(request_body, "_IDLE_SECONDS", 0.5)
        patch.setattr(http_server, "_LINGER_SECONDS", 0.5)
        with running(max_body=MAX_BODY) as listening:
            yield listening


def run(case: Case, listening: Listening) -> Outcome:
    """Return what becomes of a case."""
    before = len(listening.stored)
    statuses: list[int] = []
    with listening.wire() as wire:
        with contextlib.suppress(OSError):  # the server may have closed by now
            for piece in case.pieces:
                wire.send(piece)
            if case.half_closes:
                wire.half_close()
        wanted = len(case.expected.statuses)
        while len(statuses) < wanted and (response := wire.response()):
            statuses.append(response.status)
        is_open = not case.half_closes and wire.is_open()
        if case.half_closes:
            assert wire.response() is None
    return Outcome(tuple(statuses), len(listening.stored) - before, is_open)


def _post(*headers: str, target: str = "/", body: bytes = BODY) -> bytes:
    return request(body, *headers, target=target)


def _chunks(*chunks: bytes, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    data = b"".join(
        b"%x%b\r\n%b\r\n" % (len(chunk), extension, chunk) for chunk in chunks
    )
    return data + b"0\r\n" + trailers + b"\r\n"


def _with_length(value: str) -> bytes:
    length = b"Content-Length: %d" % len(BODY)
    return _post().replace(length, b"Content-Length: " + value.encode())


_OK = Outcome((200,), 1, is_open=True)
_OK_LAST = Outcome((200,), 1)
_BAD = Outcome((400,), 0)
_POST = _post()
_CHUNKED = _post("Transfer-Encoding: chunked")
_EXPECT = "Expect: 100-continue"
_HALVES = BODY[:9], BODY[9:]
_BYTES = tuple(BODY[at : at + 1] for at in range(len(BODY)))
_LARGE = b" " * (MAX_BODY + 1)
_TRAILERS = b"X-Trailer: 1\r\n" * 200

_IN_ORDER = [
    Case("a delivery", (_POST,), _OK, body=BODY),
    Case("in pieces", (_POST[:30], _POST[30:-9], _POST[-9:]), _OK, body=BODY),
    Case("several pipelined", (_POST * 3,), Outcome((200,) * 3, 3, is_open=True)),
    Case(
        "a refused one between others",
        (_POST + request(BODY, secret="another") + _POST,),
        Outcome((200, 401, 200), 3, is_open=True),
    ),
    Case("Connection: close", (_post("Connection: close"),), _OK_LAST),
    Case("HTTP/1.0", (_POST.replace(b"/1.1", b"/1.0", 1),), _OK_LAST),
    Case(
        "HTTP/1.0 with keep-alive",
        (_post("Connection: keep-alive").replace(b"/1.1", b"/1.0", 1),),
        _OK,
    ),
    Case("empty lines before", (b"\r\n\r\n" + _POST,), _OK),
    Case("an empty body", (_post(body=b""),), _OK, body=b""),
    Case("a body that is no text", (_post(body=bytes(range(256))),), _OK),
    Case(
        "a body in gzip",
        (_post("Content-Encoding: gzip", body=b"\x1f\x8b"),),
        _OK,
        body=b"\x1f\x8b",
    ),
    Case(
        "odd bytes in a header",
        (_post("X-ODD: \xff\xed\t\"'").replace("ÿí".encode(), b"\xff\xed"),),
        _OK,
        header=("X-ODD", "\xff\xed\t\"'"),
    ),
    Case(
        "spaces around a value",
        (_post("X-Odd:  \t a  b\t "),),
        _OK,
        header=("X-Odd", "a  b"),
    ),
    Case("128 headers", (_post(*["X-A: 1"] * 123),), _OK),
    Case("a header of 16,000 bytes", (_post("X-A: " + "a" * 15_990),), _OK),
]
_TARGETS = [
    Case(f"target {target}", (_post(target=target),), _OK, target=target)
    for target in ("/a%20b?q=%ED&x", "//", "/#a", "http://x", "http://y:1/a?b#c")
] + [
    Case(f"target {target}", (_post(target=target),), _BAD)
    for target in ("*", "a", "http://[::1", "http://x:99999999/a")
]
_CHUNKED_BODIES = [
    Case("chunked", (_CHUNKED, _chunks(*_HALVES)), _OK_LAST, body=BODY),
    Case("chunked, at once", (_CHUNKED + _chunks(*_HALVES),), _OK_LAST, body=BODY),
    Case("chunked, byte by byte", (_CHUNKED, _chunks(*_BYTES)), _OK_LAST, body=BODY),
    Case(
        "chunked with extensions",
        (_CHUNKED, _chunks(*_HALVES, extension=b';a=b;c="d"')),
        _OK_LAST,
        body=BODY,
    ),
    Case(
        "chunked with trailers",
        (_CHUNKED, _chunks(BODY, trailers=b"X-Twenty-Webhook-Signature: 00\r\n")),
        _OK_LAST,
        body=BODY,
    ),
    Case(
        "chunked and gzip",
        (_post("Transfer-Encoding: gzip, chunked"), _chunks(BODY)),
        _OK_LAST,
        body=BODY,
    ),
    # A trailer would become a header of the next request.
    Case("chunked, another behind", (_CHUNKED + _chunks(BODY) + _POST,), _OK_LAST),
]
_EXPECTING = [
    Case(
        "Expect: 100-continue",
        (_post(_EXPECT)[: -len(BODY)], BODY),
        Outcome((100, 200), 1, is_open=True),
        body=BODY,
    ),
    Case("Expect, without waiting", (_post(_EXPECT),), _OK, body=BODY),
    Case(
        "Expect, too large",
        (_post(_EXPECT, body=_LARGE)[: -len(_LARGE)],),
        Outcome((413,), 0),
    ),
    Case("too large", (_post(body=_LARGE),), Outcome((413,), 0)),
    Case("too large, chunked", (_CHUNKED, _chunks(_LARGE)), Outcome((413,), 0)),
    Case("as large as allowed", (_post(body=_LARGE[1:]),), _OK),
]
_UPGRADES = (
    [
        Case(
            f"Upgrade: {protocol} with a body",
            (_post("Connection: Upgrade", f"Upgrade: {protocol}"),),
            _OK_LAST,
            body=BODY,
        )
        for protocol in ("h2c", "websocket", "TLS/1.0")
    ]
    + [
        Case(
            f"Upgrade: {protocol}, in pieces",
            (_post("Connection: Upgrade", f"Upgrade: {protocol}")[:-9], BODY[-9:]),
            _OK_LAST,
            body=BODY,
        )
        for protocol in ("h2c", "websocket")
    ]
    + [
        Case(
            "Upgrade, another behind",
            (_post("Connection: Upgrade", "Upgrade: h2c") + _POST,),
            _OK_LAST,
            body=BODY,
        ),
        Case(
            "CONNECT",
            (b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n",),
            Outcome((405,), 0),
        ),
    ]
)
_ENDS = [
    Case("half-closed (nc -N)", (_POST,), _OK_LAST, half_closes=True, body=BODY),
    Case("half-closed, truncated body", (_POST[:-1],), Outcome((), 0), True),
    Case("half-closed, truncated head", (_POST[:40],), Outcome((), 0), True),
    Case("part of another behind", (_POST + _POST[:40],), _OK_LAST, True),
]
_AMBIGUOUS = [
    Case(
        "Content-Length and chunked",
        (_CHUNKED[:-2] + b"Content-Length: 5\r\n\r\n" + _chunks(BODY),),
        _BAD,
    ),
    Case(
        "chunked and Content-Length",
        (
            _CHUNKED.replace(b"Transfer-", b"Content-Length: 5\r\nTransfer-", 1)
            + _chunks(BODY),
        ),
        _BAD,
    ),
    Case("chunked twice", (_post(*["Transfer-Encoding: chunked"] * 2),), _BAD),
    Case("Transfer-Encoding: identity", (_post("Transfer-Encoding: identity"),), _BAD),
    Case("Transfer-Encoding: gzip", (_post("Transfer-Encoding: gzip"),), _BAD),
    Case("two equal lengths", (_post(f"Content-Length: {len(BODY)}"),), _BAD),
    Case("two different lengths", (_post("Content-Length: 1"),), _BAD),
] + [
    Case(f"Content-Length: {value}", (_with_length(value),), _BAD)
    for value in ("-5", "+5", "0x5", "5, 5", "abc", "", "9" * 20)
]
_BROKEN_CHUNKS = [
    Case("no chunk size", (_CHUNKED + b"zz\r\n",), _BAD),
    Case("a negative chunk size", (_CHUNKED + b"-1\r\n",), _BAD),
    Case("a chunk longer than it says", (_CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n",), _BAD),
    Case("an endless chunk size", (_CHUNKED + b"f" * 20 + b"\r\n",), _BAD),
    Case("200 trailers", (_CHUNKED + _chunks(BODY, trailers=_TRAILERS),), _BAD),
    # aiohttp does not tell a handler that waits for the body that this is not HTTP.
    Case("no chunk size, later", (_CHUNKED, b"zz\r\n"), Outcome((408,), 0)),
    Case("200 trailers, later", (_CHUNKED, _TRAILERS), Outcome((408,), 0)),
    Case("a body that stops", (_POST[:-1],), Outcome((408,), 0)),
]
_BROKEN_HEADS = [
    Case("line ends without CR", (_POST.replace(b"\r\n", b"\n"),), _BAD),
    Case("a folded header", (_post("X-A: a\r\n b"),), _BAD),
    Case("a space before the colon", (_post("X-A : a"),), _BAD),
    Case("a header without a colon", (_post("X-A"),), _BAD),
    Case("a header without a name", (_post(": a"),), _BAD),
    Case("NUL in a header", (_post("X-A: a\0b"),), _BAD),
    Case("a control character in a header", (_post("X-A: a\x01b"),), _BAD),
    Case("NUL in the target", (_post(target="/\0"),), _BAD),
    Case("a byte above 127 in the target", (_post(target="/\xed"),), _BAD),
    Case("no Host", (_POST.replace(b"Host: x\r\n", b""),), _BAD),
    Case("two Hosts", (_post("Host: y"),), _BAD),
    Case("129 headers", (_post(*["X-A: 1"] * 124),), _BAD),
    Case("a header of 17,000 bytes", (_post("X-A: " + "a" * 17_000),), _BAD),
    Case("a target of 17,000 bytes", (_post(target="/" + "a" * 17_000),), _BAD),
]
_NOT_HTTP = [
    Case("garbage", (b"GARBAGE\r\n\r\n",), _BAD),
    Case("zeros", (b"\0" * 100,), _BAD),
    Case("a TLS hello", (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",), _BAD),
    Case("an HTTP/2 preface", (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",), _BAD),
    Case("a method in lower case", (_POST.replace(b"POST", b"post", 1),), _BAD),
    Case("HTTP/3.7", (_POST.replace(b"HTTP/1.1", b"HTTP/3.7", 1),), _BAD),
    Case("garbage behind a delivery", (_POST + b"GARBAGE\r\n\r\n",), _BAD),
    Case(
        "garbage after a delivery",
        (_POST, b"GARBAGE\r\n\r\n"),
        Outcome((200, 400), 1),
    ),
]

CASES = [
    *(*_IN_ORDER, *_TARGETS, *_CHUNKED_BODIES, *_EXPECTING, *_UPGRADES, *_ENDS),
    *(*_AMBIGUOUS, *_BROKEN_CHUNKS, *_BROKEN_HEADS, *_NOT_HTTP),
]


def main() -> None:
    print("| on the wire | responses | stored | connection |\n|---|---|---|---|")
    for case in CASES:
        with listening_for_cases() as listening:
            print(f"| {case.name} | {run(case, listening)} |", flush=True)


if __name__ == "__main__":
    main()
