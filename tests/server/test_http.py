"""HTTP as it comes on the wire, in order and not, against the running listener."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys

import pytest

from tests.server.http_cases import CASES, Case, listening_for_cases, run
from tests.support.listening import read_all, running
from tests.support.loading import HAS_PROC, memory_of
from tests.support.raw_requests import BODY, request, statuses
from twenty_hooks.server import http_server, server


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_response_and_what_is_stored(case: Case) -> None:
    with listening_for_cases() as listening:
        assert run(case, listening) == case.expected
        stored = list(listening.stored)
        assert listening.status(request()) == 200
    for delivery in stored:
        if case.body is not None:
            assert delivery.body == case.body
        if case.target is not None:
            assert delivery.path == case.target
        if case.header is not None:
            assert case.header in delivery.headers
    is_bad = 400 in case.expected.statuses
    assert any("400" in notice for notice in listening.notices) is is_bad
    assert not any("bug" in notice for notice in listening.notices)


# Clients that harm only themselves


def test_300_half_open_connections_do_not_stop_the_301st() -> None:
    with running() as listening, contextlib.ExitStack() as stack:
        pieces = [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\n", request()[:-1]]
        for index in range(300):
            connection = stack.enter_context(listening.connect())
            connection.sendall(pieces[index % 4])
        assert listening.status(request()) == 200
        assert len(listening.received_deliveries) == 1


@pytest.mark.parametrize("piece", [b"a", b"a: b\r\n"], ids=["one header", "many"])
@pytest.mark.parametrize(
    "before",
    [
        b"POST / HTTP/1.1\r\n",
        request(BODY, "Transfer-Encoding: chunked") + b"1\r\na\r\n0\r\n",
    ],
    ids=["head", "trailers"],
)
def test_endless_headers_are_cut_off(before: bytes, piece: bytes) -> None:
    with listening_for_cases() as listening, listening.connect() as connection:
        connection.sendall(before)
        with contextlib.suppress(OSError):  # it may hang up while we still send
            for _ in range(200):
                connection.sendall(piece * 1_000_000)
        with contextlib.suppress(OSError):
            assert statuses(read_all(connection)) in ([400], [408], [])
        assert listening.status(request()) == 200
    assert any(re.search("400|408", notice) for notice in listening.notices)
    assert len(listening.stored) == 1


def test_a_chunk_extension_without_end_is_cut_off() -> None:
    with listening_for_cases() as listening, listening.connect() as connection:
        connection.sendall(request(BODY, "Transfer-Encoding: chunked") + b"1;a=")
        connection.settimeout(20)
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"a" * 100_000)
        assert listening.status(request()) == 200
    assert any("408" in notice for notice in listening.notices)
    assert len(listening.stored) == 1


def test_an_idle_connection_is_closed_and_a_slow_body_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_server, "_KEEP_ALIVE_SECONDS", 1)
    with running() as listening, listening.wire() as slow:
        slow.send(request()[:-1])
        for _ in range(2):  # for longer than an idle one may live
            with listening.wire() as idle:
                assert idle.is_open()
                assert idle.response() is None
        slow.send(request()[-1:])
        assert slow.response() is not None
    assert len(listening.stored) == 1


def test_a_client_that_never_reads_is_not_read_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bind = server.bind

    def bind_narrow(host: str, port: int) -> socket.socket:
        """Return a socket with little room for responses before the client."""
        bound = bind(host, port)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        return bound

    monkeypatch.setattr(server, "bind", bind_narrow)
    count = 20_000
    one = request(b" " * 300)
    stream = memoryview(one * count)
    with running() as listening, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", listening.port))
        connection.settimeout(1)
        sent = 0
        with contextlib.suppress(TimeoutError):  # the server reads no more
            while sent < len(stream):
                sent += connection.send(stream[sent : sent + 100_000])
        assert sent < len(stream)
        complete = sent // len(one)
        connection.settimeout(20)
        responses = b""
        while responses.count(b"HTTP/1.1 200") < complete or responses[-2:] != b"ok":
            responses += connection.recv(65_536)
    assert statuses(responses) == [200] * complete
    assert len(listening.stored) == complete


_LISTENER = """
import socket, sys
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.server import server
from twenty_hooks.server.app import WebhookApp
from twenty_hooks.server.faults import Response

bound = server.bind("127.0.0.1", 0)
bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
app = WebhookApp(
    verify=Secrets(given=("secret",)).verify,
    publish=lambda received: None,
    notice=print,
    max_body=1_000_000,
    faults=lambda _: Response(200, b"ok", delay_ms=int(sys.argv[1])),
)
print(bound.getsockname()[1], flush=True)
server.Server(app, bound, print).run()
"""


@pytest.mark.skipif(not HAS_PROC, reason="needs /proc")
@pytest.mark.parametrize(
    ("size", "delay_ms"),
    [(300, 0), (400_000, 600_000)],
    ids=["never reads", "sends large bodies behind a slow response"],
)
def test_clients_that_pipeline_cost_little_memory(size: int, delay_ms: int) -> None:
    """Five clients send until the server reads no more of any of them."""
    stream = memoryview(request(b" " * size) * (20_000_000 // size))
    listener = subprocess.Popen(
        [sys.executable, "-c", _LISTENER, str(delay_ms)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert listener.stdout is not None
        port = int(listener.stdout.readline())
        before = memory_of(listener.pid)
        with contextlib.ExitStack() as stack:
            for _ in range(5):
                client = stack.enter_context(socket.socket())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                client.connect(("127.0.0.1", port))
                client.settimeout(0.5)
                sent = 0
                with contextlib.suppress(TimeoutError):  # the server reads no more
                    while sent < len(stream):
                        sent += client.send(stream[sent : sent + 100_000])
                assert sent < len(stream)
            assert memory_of(listener.pid) - before < 20_000_000
    finally:
        listener.kill()
        listener.communicate()
