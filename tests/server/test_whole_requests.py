"""Deliveries that come whole, alone or many at once, and those that do not."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest

from tests.support.listening import Listening, read_all, running
from tests.support.raw_requests import BODY, request, statuses
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import Secrets, VerifiedDelivery
from twenty_hooks.server import server

CLOSE = "Connection: close"


class Judging(Secrets):
    """Judges with a secret, once `before` has looked at the delivery."""

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


def ask_all(listening: Listening, asking: list[bytes]) -> list[bytes]:
    """Send them all, each over a connection of its own, before reading any answer."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(listening.connect()) for _ in asking]
        for connection, data in zip(connections, asking, strict=True):
            connection.sendall(data)
        return [read_all(connection) for connection in connections]


def test_whole_or_in_pieces_it_is_the_same_delivery_and_the_same_answer() -> None:
    asking_first = request(BODY, CLOSE, "Expect: 100-continue", target="/a?b")
    with running() as listening, listening.connect() as connection:
        connection.sendall(asking_first[: -len(BODY)])
        assert statuses(connection.recv(1_000)) == [100]
        connection.sendall(BODY)
        in_pieces = read_all(connection)
        whole = listening.exchange(asking_first, finish=False)
    assert _undated(whole) == _undated(in_pieces)
    first, second = (received.verified for received in listening.received_deliveries)
    assert first.delivery._replace(received_at_ms=0) == second.delivery._replace(
        received_at_ms=0
    )
    assert first.verdict.name == second.verdict.name == "valid"
    assert second.delivery.received_at_ms is not None


def _undated(answer: bytes) -> list[bytes]:
    """The lines of the last answer, in any order."""
    last = answer[answer.rindex(b"HTTP/1.1") :]
    return sorted(line for line in last.split(b"\r\n") if not line.startswith(b"date"))


def test_each_of_many_at_once_gets_its_own_answer_and_is_kept() -> None:
    bodies = [b'{"eventName":"n.created","n":%d}' % number for number in range(250)]
    asking = [
        request(body, CLOSE, secret="another" if number % 3 == 0 else "secret")
        for number, body in enumerate(bodies)
    ]
    with running() as listening:
        answers = ask_all(listening, asking)
    for number, answer in enumerate(answers):
        assert statuses(answer) == [401 if number % 3 == 0 else 200]
        assert (b"mismatch" in answer) is (number % 3 == 0)
    assert sorted(one.body for one in listening.kept) == sorted(bodies)
    assert len(listening.received_deliveries) == len(bodies)


def test_a_bug_with_one_does_not_cost_the_answers_to_the_others() -> None:
    class Faulty(Judging):
        def before(self, delivery: Delivery) -> None:
            if delivery.body == b"the odd one":
                raise LookupError("a fault in judging")

    asking = [request(BODY, CLOSE)] * 20
    asking.insert(10, request(b"the odd one", CLOSE))
    with running(Faulty()) as listening:
        answers = ask_all(listening, asking)
    expected = [[200]] * 20
    expected.insert(10, [500])
    assert [statuses(answer) for answer in answers] == expected
    assert len(listening.kept) == len(listening.received_deliveries) == 20
    (notice,) = listening.notices
    assert notice.startswith("a bug in hooks")
    assert "a fault in judging" in notice


def test_a_bug_in_keeping_is_answered_500_and_told() -> None:
    def keep(_: Delivery) -> None:
        raise LookupError("a fault in keeping")

    with running(keep=keep) as listening:
        assert statuses(listening.exchange(request())) == [500]
    assert any("a fault in keeping" in notice for notice in listening.notices)
    assert listening.received_deliveries == []


def test_http_1_0_is_answered_and_closed() -> None:
    old = request().replace(b" HTTP/1.1", b" HTTP/1.0", 1)
    with running() as listening:
        answer = listening.exchange(old, finish=False)
    assert statuses(answer) == [200]
    assert b"\r\nconnection: close\r\n" in answer


def test_an_idle_connection_is_closed_and_a_slow_sender_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "_KEEP_ALIVE_SECONDS", 1)
    with running() as listening, listening.connect() as slow:
        _answered(slow, request())
        slow.sendall(request()[:20])
        for _ in range(2):  # for longer than an idle one may live
            with listening.connect() as idle:
                _answered(idle, request())
                assert read_all(idle) == b""
        _answered(slow, request()[20:])


def _answered(connection: socket.socket, data: bytes) -> None:
    connection.sendall(data)
    answer = b""
    while not answer.endswith(b"ok"):
        piece = connection.recv(1_000)
        assert piece, answer
        answer += piece
    assert statuses(answer) == [200]


def test_while_a_large_one_is_judged_others_are_answered() -> None:
    others_answered = threading.Event()

    class Slow(Judging):
        def before(self, delivery: Delivery) -> None:
            if len(delivery.body) > 1_000_000:
                assert others_answered.wait(20)

    large = b'{"eventName":"note.created","text":"%s"}' % (b"a" * 2_000_000)
    slow = running(Slow(), max_body=10_000_000)
    with slow as listening, listening.connect() as connection:
        connection.sendall(request(large, CLOSE))
        assert statuses(listening.exchange(request())) == [200]
        others_answered.set()
        assert statuses(read_all(connection)) == [200]
    bodies = [received.delivery.body for received in listening.received_deliveries]
    assert bodies == [BODY, large]
