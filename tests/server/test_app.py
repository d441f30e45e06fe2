"""HTTP as it really comes, against the running listener."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import threading
from collections.abc import Callable

import pytest

from tests.support import recordings
from tests.support.listening import read_all, running
from tests.support.raw_requests import BODY, request, statuses
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.server import raw_protocol, server
from twenty_hooks.server.faults import Response


@pytest.fixture(params=["httptools", "h11"], autouse=True)
def protocol(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything here holds for both of uvicorn's protocols."""
    name: str = request.param
    if name == "h11":
        monkeypatch.setattr(raw_protocol, "_httptools_protocol", _not_installed)
    return name


def _not_installed(_: object) -> type:
    raise ImportError


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_recorded_deliveries_arrive_exactly(release: str) -> None:
    recorded = [item for item in recordings.ALL if item.release == release]
    secrets = json.loads(recordings.secrets_file(release).read_text("utf-8"))
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(running(Secrets(given_by_webhook=secrets)))
        with listening.connect() as connection:
            for item in recorded:
                head = f"POST {item.delivery.path} HTTP/1.1\r\n" + "".join(
                    f"{name}: {value}\r\n" for name, value in item.delivery.headers
                )
                connection.sendall(head.encode() + b"\r\n" + item.delivery.body)
                status = 200 if item.verifies else 401
                answer = b""
                while b"\r\n\r\n" not in answer:
                    answer += connection.recv(65_536)
                assert statuses(answer) == [status], item
                _drain(connection, answer)
    assert len(listening.received_deliveries) == len(recorded)
    for received, item in zip(listening.received_deliveries, recorded, strict=True):
        came, sent = received.delivery, item.delivery
        assert (came.method, came.path, came.headers, came.body) == (
            sent.method,
            sent.path,
            sent.headers,
            sent.body,
        )
        assert bool(received.verdict) is item.verifies
    assert listening.kept == [item.delivery for item in listening.received_deliveries]


def _drain(connection: socket.socket, answer: bytes) -> None:
    head, _, body = answer.partition(b"\r\n\r\n")
    found = re.search(rb"content-length: (\d+)", head)
    assert found
    while len(body) < int(found[1]):
        body += connection.recv(65_536)


def test_the_answer_is_short_and_has_a_length() -> None:
    with running() as listening:
        answer = listening.exchange(request())
    assert statuses(answer) == [200]
    assert b"\r\ncontent-length: 2\r\n" in answer.lower()
    assert answer.endswith(b"\r\n\r\nok")


def test_target_header_case_and_duplicates_are_kept() -> None:
    with running() as listening:
        listening.exchange(
            request(BODY, "x-MiXed: 1", "X-Mixed: 2", target="/a%20b?q=%ED&x=1")
        )
    delivery = listening.received_deliveries[0].delivery
    assert delivery.path == "/a%20b?q=%ED&x=1"
    assert [pair for pair in delivery.headers if pair[0].lower() == "x-mixed"] == [
        ("x-MiXed", "1"),
        ("X-Mixed", "2"),
    ]


def test_a_refused_one_is_401_and_says_why() -> None:
    with running() as listening:
        wrong = listening.exchange(request(secret="another"))
        unsigned = listening.exchange(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert statuses(wrong) == [401]
    assert b"mismatch" in wrong
    assert statuses(unsigned) == [401]
    assert [received.status for received in listening.received_deliveries] == [401, 401]
    assert len(listening.kept) == 2  # refused ones are kept too


def test_accept_invalid_answers_200_and_still_tells_the_verdict() -> None:
    with running(accept_invalid=True) as listening:
        assert statuses(listening.exchange(request(secret="another"))) == [200]
    assert listening.received_deliveries[0].verdict.name == "mismatch"


@pytest.mark.parametrize(
    ("secrets", "signed_with", "status", "verdict"),
    [
        (Secrets(local="l"), "l", 200, "valid"),
        (Secrets(local="l"), "?", 200, "no-secret"),
        (Secrets(local="l"), None, 200, "unsigned"),
        (Secrets(), "?", 200, "no-secret"),
        (Secrets(remembered={"w": "r"}), "r", 200, "valid"),
        (Secrets(remembered={"w": "r"}, local="l"), "l", 401, "mismatch"),
        (Secrets(remembered={"w": "r"}), None, 401, "unsigned"),
        (Secrets(remembered={"v": "r"}), "r", 200, "valid"),
        (Secrets(remembered={"v": "r"}), "?", 200, "no-secret"),
        (Secrets(given=("g",), remembered={"w": "r"}), "r", 401, "mismatch"),
        (Secrets(given=("g",), local="l"), "l", 401, "mismatch"),
        (Secrets(given=("g",)), None, 401, "unsigned"),
        (Secrets(given_by_webhook={"w": "g"}), "g", 200, "valid"),
        (Secrets(given_by_webhook={"w": "g", "v": "h"}), "h", 401, "mismatch"),
        (Secrets(given_by_webhook={"v": "h"}), "h", 200, "valid"),
        (Secrets(given_by_webhook={"w": ""}, given=("g",)), "g", 200, "valid"),
    ],
)
def test_the_judging_rule(
    secrets: Secrets, signed_with: str | None, status: int, verdict: str, protocol: str
) -> None:
    body = b'{"eventName":"person.created","webhookId":"w","record":{}}'
    headers = signed_headers(body, signed_with, "1", "00") if signed_with else ()
    verified = secrets.verify(Delivery(headers, body))
    assert verified.verdict.name == verdict
    assert verified.accepted is (status == 200)


def test_chunked_and_its_trailers() -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (1, BODY[i : i + 1]) for i in range(len(BODY)))
    chunked = "Transfer-Encoding: chunked"
    with running() as listening:
        head = request(BODY, chunked)
        assert statuses(listening.exchange(head, chunks, b"0\r\n\r\n")) == [200]
        trailer = b"0\r\nX-Twenty-Webhook-Signature: 00\r\n\r\n"
        assert statuses(listening.exchange(head, chunks, trailer)) == [200]
    for received in listening.received_deliveries:
        assert received.delivery.body == BODY
        assert received.verdict


def test_expect_100_continue() -> None:
    whole = request(BODY, "Expect: 100-continue")
    head = whole[: -len(BODY)]
    with running() as listening, listening.connect() as connection:
        connection.sendall(head)
        assert statuses(connection.recv(1_000)) == [100]
        connection.sendall(BODY)
        connection.shutdown(socket.SHUT_WR)
        assert statuses(read_all(connection)) == [200]


def test_pipelined_requests_are_answered_in_order() -> None:
    good, bad = request(), request(secret="another")
    with running() as listening:
        answer = listening.exchange(good + bad + good)
    assert statuses(answer) == [200, 401, 200]


@pytest.mark.parametrize("value", ["h2c", "websocket", "TLS/1.0"])
def test_an_upgrade_is_ignored_and_the_body_read(value: str) -> None:
    headers = ("Connection: Upgrade, HTTP2-Settings", f"Upgrade: {value}")
    asking = request(BODY, *headers, "HTTP2-Settings: AAMAAABk")
    with running() as listening:
        assert statuses(listening.exchange(asking)) == [200]
        assert statuses(listening.exchange(asking + request())) == [200, 200]
        head, body = asking[: -len(BODY)], asking[-len(BODY) :]
        assert statuses(listening.exchange(head[:60], head[60:], body)) == [200]
    assert len(listening.received_deliveries) == 4
    for received in listening.received_deliveries:
        assert received.delivery.body == BODY
        assert received.verdict
    assert listening.received_deliveries[0].delivery.header("Upgrade") == value


def test_an_upgrade_by_http_1_0_is_answered_and_closed() -> None:
    asking = request(BODY, "Connection: Upgrade, keep-alive", "Upgrade: h2c")
    with running() as listening:
        old = asking.replace(b" HTTP/1.1", b" HTTP/1.0", 1)
        assert statuses(listening.exchange(old, finish=False)) == [200]


def test_hundreds_that_ask_for_an_upgrade_at_once() -> None:
    asking = b"POST / HTTP/1.1\r\nHost:x\r\nConnection:upgrade\r\nUpgrade:x\r\n\r\n"
    with running() as listening:
        assert statuses(listening.exchange(asking * 1_500)) == [401] * 1_500
    assert len(listening.received_deliveries) == 1_500


def test_it_is_no_proxy() -> None:
    asking = b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"
    with running() as listening:
        (status,) = statuses(listening.exchange(request() + asking))[1:]
        assert status in (400, 405)
        assert statuses(listening.exchange(request())) == [200]
    assert len(listening.received_deliveries) == 2


@pytest.mark.parametrize(
    "target", ["*", "http://x", "http://[::1", "http://x:99999999/a", "//", "/#a"]
)
def test_any_target_is_kept_as_it_came(target: str) -> None:
    asking = request(BODY, "Expect: 100-continue", target=target)
    with running() as listening, listening.connect() as connection:
        connection.sendall(asking[: -len(BODY)])
        assert statuses(connection.recv(1_000)) == [100]
        connection.sendall(BODY)
        connection.shutdown(socket.SHUT_WR)
        assert statuses(read_all(connection)) == [200]
        assert statuses(listening.exchange(asking))[-1] == 200
    for received in listening.received_deliveries:
        assert received.delivery.path == target


@pytest.mark.parametrize(
    "garbage",
    [b"GARBAGE\r\n\r\n", request(BODY, "Transfer-Encoding: chunked") + b"zz\r\n"],
    ids=["for a head", "in a body"],
)
def test_garbage_behind_a_good_one_does_not_cost_its_answer(garbage: bytes) -> None:
    with running() as listening:
        assert statuses(listening.exchange(request() + garbage)) == [200, 400]
    assert len(listening.received_deliveries) == 1
    assert not any("bug" in notice for notice in listening.notices)


@pytest.mark.parametrize("size", [-1, -len(BODY), 30])
def test_part_of_another_behind_a_good_one_does_not_cost_its_answer(size: int) -> None:
    with running() as listening:
        part = request()[:size]
        assert statuses(listening.exchange(request() + part)) == [200]
        assert statuses(listening.exchange(request() * 3 + part)) == [200] * 3
    assert len(listening.received_deliveries) == 4


@pytest.mark.parametrize("size", [101, 5_000_000])
def test_too_large_is_413_and_the_sender_gets_to_see_it(size: int) -> None:
    body = b" " * size
    with running(max_body=100) as listening:
        assert statuses(listening.exchange(request(body))) == [413]
        chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (size, body)
        answer = listening.exchange(request(body, "Transfer-Encoding: chunked"), chunk)
        assert statuses(answer) == [413]
        assert statuses(listening.exchange(request(b" " * 100))) == [200]
    assert len(listening.received_deliveries) == 1
    assert len(listening.notices) == 2


def test_one_that_asks_first_is_refused_before_it_sends() -> None:
    body = b" " * 101
    head = request(body, "Expect: 100-continue")[: -len(body)]
    with running(max_body=100) as listening, listening.connect() as connection:
        connection.sendall(head)
        assert statuses(read_all(connection)) == [413]


@pytest.mark.parametrize(
    "garbage",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS on a plain port
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nbad header\r\n\r\n",
        b"POST /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_what_is_not_http_is_400_and_disturbs_nothing(garbage: bytes) -> None:
    with running() as listening:
        answer = listening.exchange(garbage)
        assert statuses(answer) == [400]
        assert statuses(listening.exchange(request())) == [200]
    assert len(listening.received_deliveries) == 1
    assert any("400" in notice for notice in listening.notices)


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
    with running() as listening, listening.connect() as connection:
        connection.sendall(before)
        with contextlib.suppress(OSError):  # it may hang up while we still send
            for _ in range(200):
                connection.sendall(piece * 1_000_000)
        with contextlib.suppress(OSError):
            assert statuses(read_all(connection)) in ([400], [])
        assert statuses(listening.exchange(request())) == [200]
    assert any("400" in notice for notice in listening.notices)


def test_a_truncated_body_is_no_delivery() -> None:
    with running() as listening:
        with listening.connect() as connection:
            connection.sendall(request()[:-10])
        _until(lambda: listening.notices)
        assert statuses(listening.exchange(request())) == [200]
    assert len(listening.received_deliveries) == 1
    assert listening.notices == ["a sender went away before its body was complete"]


def test_a_client_that_leaves_before_its_answer_is_still_recorded() -> None:
    with running() as listening:
        with listening.connect() as connection:
            connection.sendall(request())
        _until(lambda: listening.received_deliveries)
    assert listening.received_deliveries[0].delivery.body == BODY


def test_300_half_open_connections_do_not_stop_the_301st() -> None:
    with running() as listening, contextlib.ExitStack() as stack:
        pieces = [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\n", request()[:-1]]
        for index in range(300):
            connection = stack.enter_context(listening.connect())
            connection.sendall(pieces[index % 4])
        assert statuses(listening.exchange(request())) == [200]
        assert len(listening.received_deliveries) == 1


def test_one_that_reads_no_answers_is_not_read_and_loses_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bind = server.bind

    def bind_narrow(host: str, port: int) -> socket.socket:
        """Few answers find room between the server and the client."""
        bound = bind(host, port)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        return bound

    monkeypatch.setattr(server, "bind", bind_narrow)
    count = 40_000
    stream = memoryview(request(b" " * 300) * count)
    with running() as listening, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", listening.port))
        connection.settimeout(2)
        sent = 0
        with contextlib.suppress(TimeoutError):  # nobody takes it any more
            while sent < len(stream):
                sent += connection.send(stream[sent : sent + 100_000])
        assert sent < len(stream)
        complete = sent // (len(stream) // count)
        connection.settimeout(20)
        connection.shutdown(socket.SHUT_WR)
        answers = read_all(connection)
    assert statuses(answers) == [200] * complete
    assert len(listening.kept) == complete


def test_get_tells_that_it_is_alive() -> None:
    with running() as listening:
        answer = listening.exchange(b"GET /any HTTP/1.1\r\nHost: x\r\n\r\n")
        head = listening.exchange(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        put = listening.exchange(b"PUT / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert statuses(answer) == [200]
    assert b"hooks is listening" in answer
    assert statuses(head) == [200]
    assert head.endswith(b"\r\n\r\n")
    assert statuses(put) == [405]
    assert b"allow: GET, HEAD, POST" in put
    assert listening.received_deliveries == []


def test_what_can_not_be_kept_is_not_acknowledged() -> None:
    full = True

    def keep(_: Delivery) -> None:
        if full:
            raise OSError(28, "No space left on device")

    with running(keep=keep) as listening:
        assert statuses(listening.exchange(request())) == [503]
        full = False
        assert statuses(listening.exchange(request())) == [200]
    assert "No space left" in listening.notices[0]
    assert [received.status for received in listening.received_deliveries] == [503, 200]


def test_bytes_that_are_no_text_are_kept() -> None:
    body = bytes(range(256)) * 10
    with running() as listening:
        listening.exchange(request(body))
    assert listening.received_deliveries[0].delivery.body == body
    assert listening.received_deliveries[0].verdict


def test_dropped_it_is_kept_and_closed_without_an_answer() -> None:
    with running(misbehave=lambda _: Response(None, fault="on purpose")) as listening:
        assert listening.exchange(request(), finish=False) == b""
        _until(lambda: listening.received_deliveries)
    assert len(listening.kept) == 1
    assert listening.received_deliveries[0].fault == "on purpose"
    assert not any("bug" in notice for notice in listening.notices)


def test_dropped_before_others_that_are_not_seen_to_any_more() -> None:
    with running(misbehave=lambda _: Response(None)) as listening:
        assert listening.exchange(request() * 3, finish=False) == b""
        _until(lambda: listening.received_deliveries)
    assert len(listening.kept) == len(listening.received_deliveries) == 1
    assert listening.notices == []


def test_what_waits_for_its_answer_at_the_end_is_told_and_no_bug() -> None:
    late = Response(200, b"ok", 600_000)
    with (
        running(misbehave=lambda _: late) as listening,
        listening.connect() as connection,
    ):
        connection.sendall(request())
        _until(lambda: listening.kept)
        listening.stop()
        read_all(connection)
    assert len(listening.received_deliveries) == 1
    assert listening.notices == []


@pytest.mark.parametrize("status", [204, 302, 304, 404, 500, 599])
def test_any_status_reaches_the_sender(status: int) -> None:
    answer = Response(status, b"why", location="/else" if status == 302 else "")
    with running(misbehave=lambda _: answer) as listening:
        came = listening.exchange(request())
        assert statuses(came) == [status]
        assert (b"location: /else" in came.lower()) is (status == 302)
        assert (b"why" in came) is (status not in (204, 304))


def test_a_refused_one_is_401_also_where_it_misbehaves() -> None:
    with running(misbehave=lambda _: Response(500)) as listening:
        assert statuses(listening.exchange(request(secret="another"))) == [401]


@pytest.mark.parametrize("finish", [True, False], ids=["nc -N", "open"])
def test_a_delayed_answer_comes_also_where_the_input_has_ended(finish: bool) -> None:
    late = Response(200, b"late", delay_ms=1_200)
    with running(misbehave=lambda _: late) as listening:
        asking = request(BODY, "Connection: close")
        assert listening.exchange(asking, finish=finish).endswith(b"late")
    assert listening.notices == []


@pytest.mark.parametrize("leaves", ["closes", "resets"])
def test_a_sender_that_gives_up_is_noticed_and_the_delivery_kept(leaves: str) -> None:
    with running(misbehave=lambda _: Response(200, b"ok", 600_000)) as listening:
        connection = listening.connect()
        connection.sendall(request())
        _until(lambda: listening.kept)
        threading.Event().wait(1)  # later than the end of a request can be
        if leaves == "resets":
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.close()
        _until(lambda: listening.received_deliveries)
    (notice,) = listening.notices
    assert notice.startswith("the sender gave up after ")
    assert listening.received_deliveries[0].delivery.body == BODY


def test_it_binds_to_loopback_and_tells_its_port(protocol: str) -> None:
    bound = server.bind("127.0.0.1", 0)
    with bound:
        assert server.url_of(bound) == f"http://127.0.0.1:{bound.getsockname()[1]}"
        assert not server.is_reachable_from_outside(bound)
        with pytest.raises(SetupError, match="can't listen on"):
            server.bind("127.0.0.1", bound.getsockname()[1])
    with pytest.raises(UsageError, match="not an address"):
        server.bind("no such host.invalid", 0)
    with server.bind("0.0.0.0", 0) as wide:
        assert server.is_reachable_from_outside(wide)
        assert server.url_of(wide).startswith("http://127.0.0.1:")


def _until(happened: Callable[[], object]) -> None:
    """Wait for something another thread does; fails after 20 s."""
    import time

    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
