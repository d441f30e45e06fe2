"""What the listener does with requests: verify, store, respond, publish."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading

import pytest

from tests.support import recordings
from tests.support.listening import Listening, read_all, running, until
from tests.support.raw_requests import BODY, request
from tests.support.wire import Wire
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import Secrets, VerifiedDelivery
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.server.faults import Response

CLOSE = "Connection: close"


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_recorded_deliveries_are_received_exactly(release: str) -> None:
    recorded = [item for item in recordings.ALL if item.release == release]
    secrets = json.loads(recordings.secrets_file(release).read_text("utf-8"))
    verifying = running(Secrets(given_by_webhook=secrets))
    with verifying as listening, listening.wire() as wire:
        for item in recorded:
            head = f"POST {item.delivery.path} HTTP/1.1\r\n" + "".join(
                f"{name}: {value}\r\n" for name, value in item.delivery.headers
            )
            wire.socket.sendall(head.encode() + b"\r\n" + item.delivery.body)
            response = wire.response()
            assert response is not None
            assert response.status == (200 if item.verifies else 401), item
    assert len(listening.received_deliveries) == len(recorded)
    for received, item in zip(listening.received_deliveries, recorded, strict=True):
        delivery, sent = received.delivery, item.delivery
        assert (delivery.method, delivery.path) == (sent.method, sent.path)
        assert (delivery.headers, delivery.body) == (sent.headers, sent.body)
        assert bool(received.verdict) is item.verifies
    assert listening.stored == [item.delivery for item in listening.received_deliveries]


def test_the_response_is_short_and_names_no_software() -> None:
    with running() as listening:
        (response,) = listening.ask(request())
        (bad,) = listening.ask(b"GARBAGE\r\n\r\n")
    assert (response.status, response.body) == (200, b"ok")
    assert response.headers.keys() == {"date", "content-type", "content-length"}
    assert bad.status == 400
    assert "server" not in bad.headers


def test_target_header_case_and_duplicates_are_stored() -> None:
    with running() as listening:
        listening.ask(
            request(BODY, "x-MiXed: 1", "X-Mixed: 2", target="/a%20b?q=%ED&x=1")
        )
    delivery = listening.received_deliveries[0].delivery
    assert delivery.path == "/a%20b?q=%ED&x=1"
    assert [pair for pair in delivery.headers if pair[0].lower() == "x-mixed"] == [
        ("x-MiXed", "1"),
        ("X-Mixed", "2"),
    ]


def test_a_refused_delivery_gets_401_with_the_reason_and_is_stored() -> None:
    with running() as listening:
        (wrong,) = listening.ask(request(secret="another"))
        (unsigned,) = listening.ask(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert wrong.status == unsigned.status == 401
    assert wrong.body.startswith(b"mismatch")
    assert [received.status for received in listening.received_deliveries] == [401, 401]
    assert len(listening.stored) == 2


def test_accept_invalid_answers_200_and_still_publishes_the_verdict() -> None:
    with running(accept_invalid=True) as listening:
        assert listening.status(request(secret="another")) == 200
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
def test_which_secrets_verify_and_what_is_accepted(
    secrets: Secrets, signed_with: str | None, status: int, verdict: str
) -> None:
    body = b'{"eventName":"person.created","webhookId":"w","record":{}}'
    headers = signed_headers(body, signed_with, "1", "00") if signed_with else ()
    verified = secrets.verify(Delivery(headers, body))
    assert verified.verdict.name == verdict
    assert verified.accepted is (status == 200)


def test_a_trailer_can_not_replace_the_signature() -> None:
    head = request(BODY, "Transfer-Encoding: chunked")
    chunk = b"%x\r\n%s\r\n0\r\n" % (len(BODY), BODY)
    with running() as listening:
        trailer = b"X-Twenty-Webhook-Signature: 00\r\n\r\n"
        assert listening.status(head, chunk, trailer) == 200
    assert listening.received_deliveries[0].verdict


@pytest.mark.parametrize("size", [101, 5_000_000])
def test_a_client_that_sends_too_much_gets_to_see_its_413(size: int) -> None:
    body = b" " * size
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (size, body)
    with running(max_body=100) as listening:
        (response,) = listening.ask(request(body))
        assert response.status == 413
        assert response.headers["connection"] == "close"
        assert (
            listening.status(request(b"", "Transfer-Encoding: chunked"), chunk) == 413
        )
        assert listening.status(request(b" " * 100)) == 200
    assert len(listening.received_deliveries) == 1
    assert [notice[:13] for notice in listening.notices] == ["refused (413)"] * 2


def test_a_truncated_body_is_no_delivery() -> None:
    with running() as listening:
        with listening.wire() as wire:
            wire.send(request()[:-10])
        until(lambda: listening.notices)
        assert listening.status(request()) == 200
    assert len(listening.received_deliveries) == 1
    assert listening.notices == ["a client disconnected before it sent the whole body"]


@pytest.mark.parametrize("leaves", ["half-closes", "closes", "resets"])
def test_a_client_that_does_not_wait_for_its_response_loses_nothing(
    leaves: str,
) -> None:
    with running() as listening:
        connection = listening.connect()
        connection.sendall(request())
        _leave(connection, leaves)
        until(lambda: listening.received_deliveries)
        connection.close()
    assert listening.stored[0].body == BODY
    assert listening.received_deliveries[0].delivery.body == BODY
    assert listening.notices == []


def _leave(connection: socket.socket, how: str) -> None:
    if how == "half-closes":
        connection.shutdown(socket.SHUT_WR)
        return
    if how == "resets":
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()


def test_get_tells_that_it_is_alive() -> None:
    with running() as listening:
        (get,) = listening.ask(b"GET /any HTTP/1.1\r\nHost: x\r\n\r\n")
        with listening.wire() as wire:
            wire.socket.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
            head = wire.response(has_body=False)
            assert wire.is_open()
        (put,) = listening.ask(b"PUT / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert get.status == 200
    assert b"hooks is listening" in get.body
    assert head is not None
    assert head.status == 200
    assert put.status == 405
    assert put.headers["allow"] == "GET, HEAD, POST"
    assert listening.received_deliveries == []


def test_what_can_not_be_stored_is_not_acknowledged() -> None:
    full = True

    def store(_: Delivery) -> None:
        if full:
            raise OSError(28, "No space left on device")

    with running(store=store) as listening:
        assert listening.status(request()) == 503
        full = False
        assert listening.status(request()) == 200
    assert listening.notices == ["NOT SAVED, answered 503: No space left on device"]
    assert [received.status for received in listening.received_deliveries] == [503, 200]
    assert [one.is_stored for one in listening.received_deliveries] == [False, True]


def test_a_body_that_is_no_text_is_stored_and_verified() -> None:
    body = bytes(range(256)) * 10
    with running() as listening:
        assert listening.status(request(body)) == 200
    assert listening.received_deliveries[0].delivery.body == body
    assert listening.received_deliveries[0].verdict


# Many at once, and bugs


class Verifying(Secrets):
    """Verifies with one secret, after `before` has looked at the delivery."""

    def before(self, delivery: Delivery) -> None: ...

    def verify(
        self,
        delivery: Delivery,
        *,
        now_ms: int | None = None,
        tolerance_ms: int | None = None,
    ) -> VerifiedDelivery:
        self.before(delivery)
        return Secrets(given=("secret",)).verify(delivery)


def ask_all(listening: Listening, requests: list[bytes]) -> list[tuple[int, bytes]]:
    """Send each over a connection of its own, all before reading any response."""
    with contextlib.ExitStack() as stack:
        wires = [stack.enter_context(listening.wire()) for _ in requests]
        for wire, data in zip(wires, requests, strict=True):
            wire.socket.sendall(data)
        return [_status_and_body(wire) for wire in wires]


def _status_and_body(wire: Wire) -> tuple[int, bytes]:
    response = wire.response()
    assert response is not None
    return response.status, response.body


def test_each_of_many_at_once_gets_its_own_response_and_is_stored() -> None:
    bodies = [b'{"eventName":"n.created","n":%d}' % number for number in range(250)]
    requests = [
        request(body, CLOSE, secret="another" if number % 3 == 0 else "secret")
        for number, body in enumerate(bodies)
    ]
    with running() as listening:
        responses = ask_all(listening, requests)
    for number, (status, body) in enumerate(responses):
        assert status == (401 if number % 3 == 0 else 200)
        assert (b"mismatch" in body) is (number % 3 == 0)
    assert sorted(one.body for one in listening.stored) == sorted(bodies)
    assert len(listening.received_deliveries) == len(bodies)


def test_a_bug_with_one_delivery_does_not_cost_the_others_their_response() -> None:
    class Faulty(Verifying):
        def before(self, delivery: Delivery) -> None:
            if delivery.body == b"the odd one":
                raise LookupError("a fault in verifying")

    requests = [request(BODY, CLOSE)] * 20
    requests.insert(10, request(b"the odd one", CLOSE))
    with running(Faulty()) as listening:
        responses = ask_all(listening, requests)
    expected = [200] * 20
    expected.insert(10, 500)
    assert [status for status, _ in responses] == expected
    assert len(listening.stored) == len(listening.received_deliveries) == 20
    (notice,) = listening.notices
    assert notice.startswith("a bug in hooks")
    assert "a fault in verifying" in notice


def test_a_bug_in_storing_is_answered_500_and_reported() -> None:
    def store(_: Delivery) -> None:
        raise LookupError("a fault in storing")

    with running(store=store) as listening:
        assert listening.status(request()) == 500
    assert any("a fault in storing" in notice for notice in listening.notices)
    assert listening.received_deliveries == []


def test_a_bug_in_publishing_comes_after_the_response() -> None:
    def publish(_: object) -> None:
        raise LookupError("a fault in publishing")

    with running(publish=publish) as listening:
        assert [one.status for one in listening.ask(request(), count=2)] == [200]
    (notice,) = listening.notices
    assert "a fault in publishing" in notice


def test_while_a_large_body_is_verified_others_get_their_response() -> None:
    others_answered = threading.Event()

    class Slow(Verifying):
        def before(self, delivery: Delivery) -> None:
            if len(delivery.body) > 1_000_000:
                assert others_answered.wait(20)

    large = b'{"eventName":"note.created","text":"%s"}' % (b"a" * 2_000_000)
    slow = running(Slow(), max_body=10_000_000)
    with slow as listening, listening.wire() as wire:
        wire.socket.sendall(request(large, CLOSE))
        assert listening.status(request()) == 200
        others_answered.set()
        assert _status_and_body(wire) == (200, b"ok")
    bodies = [received.delivery.body for received in listening.received_deliveries]
    assert bodies == [BODY, large]


# Faults


def test_a_dropped_delivery_is_stored_and_gets_no_response() -> None:
    with running(faults=lambda _: Response(None, fault="on purpose")) as listening:
        assert listening.ask(request() * 3) == []
        until(lambda: listening.received_deliveries)
    assert len(listening.stored) == len(listening.received_deliveries) == 1
    assert listening.received_deliveries[0].fault == "on purpose"
    assert listening.notices == []


@pytest.mark.parametrize("status", [204, 302, 304, 404, 500, 599])
def test_any_status_reaches_the_client(status: int) -> None:
    fault = Response(status, b"why", location="/else" if status == 302 else "")
    with running(faults=lambda _: fault) as listening:
        (response, again) = listening.ask(request() * 2, count=2)
    assert response.status == again.status == status
    assert response.headers.get("location") == ("/else" if status == 302 else None)
    assert response.body == (b"" if status in (204, 304) else b"why")


def test_faults_do_not_change_a_401() -> None:
    with running(faults=lambda _: Response(500)) as listening:
        assert listening.status(request(secret="another")) == 401


def test_a_delayed_response_is_sent_to_a_client_that_waits() -> None:
    with running(faults=lambda _: Response(200, b"late", 700)) as listening:
        (response,) = listening.ask(request())
    assert response.body == b"late"
    assert listening.notices == []


@pytest.mark.parametrize("leaves", ["half-closes", "closes", "resets"])
def test_a_client_that_gives_up_on_a_delayed_response_is_noticed(leaves: str) -> None:
    with running(faults=lambda _: Response(200, b"ok", 600_000)) as listening:
        connection = listening.connect()
        connection.sendall(request())
        until(lambda: listening.stored)
        _leave(connection, leaves)
        until(lambda: listening.received_deliveries)
        connection.close()
    (notice,) = listening.notices
    assert notice.startswith("the client disconnected after ")
    assert notice.endswith(", before the response")
    assert listening.received_deliveries[0].delivery.body == BODY


def test_what_waits_for_its_response_at_the_end_is_published_and_no_bug() -> None:
    late = Response(200, b"ok", 600_000)
    with (
        running(faults=lambda _: late) as listening,
        listening.connect() as connection,
    ):
        connection.sendall(request())
        until(lambda: listening.stored)
        listening.stop()
        assert read_all(connection) == b""
    assert len(listening.received_deliveries) == 1
    assert listening.notices == []
