"""Sent as Twenty sends: the wire, the clock, the redirects."""

from __future__ import annotations

import gzip
import json
import socket
import time

import pytest

from tests.support import recordings
from tests.support.receiving import (
    Behaviour,
    answers,
    closed_port,
    raw_headers,
    receiver,
    silence,
)
from twenty_hooks.client import sender
from twenty_hooks.client.request import OutgoingRequest, Target, headers_as_twenty
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.samples import Era

BODY = b'{"a":1}'
SIGNED = signed_headers(BODY, "s", "1735066639761", "ab" * 16)


def outgoing(
    url: str,
    *,
    signature: Headers = SIGNED,
    extra: Headers = (),
    era: Era = "2.x",
) -> OutgoingRequest:
    target = Target.of(url)
    headers = headers_as_twenty(target, BODY, signature, era=era, extra=extra)
    return OutgoingRequest(target, headers, BODY)


def send(item: OutgoingRequest, timeout_ms: int = 20_000) -> ReceiverResponse:
    replies: list[ReceiverResponse] = []
    sender.send([item], lambda _, reply: replies.append(reply), timeout_ms=timeout_ms)
    return replies[0]


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
@pytest.mark.parametrize("release", recordings.RELEASES)
def test_the_headers_of_a_recorded_delivery(release: str, signed: bool) -> None:
    recorded = next(
        item
        for item in recordings.ALL
        if item.release == release and item.is_signed is signed
    )
    with receiver() as there:
        assert send(
            outgoing(f"{there.url}/a?b=c", signature=SIGNED if signed else ())
        ).is_ok
    (request,) = there.requests
    assert request.startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\n" + BODY)
    sent = [pair for pair in raw_headers(request) if pair[0] != "Host"]
    came = [pair for pair in recorded.delivery.headers if pair[0] != "Host"]
    assert [name for name, _ in sent] == [name for name, _ in came]
    constant = {"Accept", "Content-Type", "Accept-Encoding", "Connection"}
    assert [pair for pair in sent if pair[0] in constant] == [
        pair for pair in came if pair[0] in constant
    ]
    assert dict(raw_headers(request))["Host"] == f"127.0.0.1:{there.port}"


@pytest.mark.parametrize(("era", "release"), [("2.x", "2.21"), ("0.55", "0.55")])
def test_userinfo_becomes_basic_auth_as_axios_does_it(era: Era, release: str) -> None:
    recorded = next(
        item
        for item in recordings.ALL
        if item.release == release and item.delivery.header("Authorization")
    )
    registered = json.loads(recorded.delivery.body)["targetUrl"]
    userinfo = registered.split("//")[1].split("@")[0]
    with receiver() as there:
        send(outgoing(f"http://{userinfo}@127.0.0.1:{there.port}/", era=era))
    sent = [pair for pair in raw_headers(there.requests[0]) if pair[0] != "Host"]
    came = [pair for pair in recorded.delivery.headers if pair[0] != "Host"]
    assert [name for name, _ in sent] == [name for name, _ in came]
    assert dict(sent)["Authorization"] == dict(came)["Authorization"]


def test_headers_given_replace_in_place_or_come_last() -> None:
    extra: Headers = (
        *(("user-agent", "mine"), ("Host", "example.com")),
        *(("X-New", "1"), ("X-New", "2")),
    )
    with receiver() as there:
        send(outgoing(there.url, extra=extra))
    pairs = raw_headers(there.requests[0])
    assert ("user-agent", "mine") in pairs
    assert ("Host", "example.com") in pairs
    assert pairs[-2:] == [("X-New", "1"), ("X-New", "2")]
    assert "User-Agent" not in dict(pairs)


def trickle(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(1_000):
        connection.sendall(b".")
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("behaviour", "answered", "reason"),
    [
        (trickle, True, "answered 200, but was not done within 2 s"),
        (silence, False, "no answer within 2 s"),
    ],
)
def test_the_limit_is_for_the_whole_call(
    behaviour: Behaviour, answered: bool, reason: str
) -> None:
    with receiver(behaviour) as there:
        reply = send(outgoing(there.url), timeout_ms=2_000)
    assert reply.failure == "timeout"
    assert reply.status is None
    assert reply.was_answered is answered
    assert reply.reason == reason
    assert reply.elapsed_ms >= 2_000
    assert (
        reply.production_effect
        == "Twenty waits 5 s, so it may still have received a response"
    )
    assert len(there.requests) == 1  # no retry


@pytest.mark.parametrize("status", [301, 302, 303])
def test_some_redirects_turn_the_post_into_an_empty_get(status: int) -> None:
    moved = answers(f"{status} Moved", b"", "Location: /there?x=1")
    with receiver(moved, answers()) as there:
        reply = send(outgoing(there.url))
    first, second = there.requests
    assert first.startswith(b"POST / ")
    assert second.startswith(b"GET /there?x=1 ")
    assert second.endswith(b"\r\n\r\n")
    names = [name for name, _ in raw_headers(second)]
    assert "X-Twenty-Webhook-Signature" in names  # recorded on 1.8: they stay
    assert not any(name.lower().startswith("content-") for name in names)
    assert reply.status == 200
    assert reply.lost_body
    assert not reply.is_ok
    assert (
        f"the {status} redirect turned the POST into a GET" in reply.production_effect
    )


@pytest.mark.parametrize("status", [307, 308])
def test_others_keep_the_post_and_its_body(status: int) -> None:
    moved = answers(f"{status} Moved", b"", "Location: there")
    with receiver(moved, answers()) as there:
        reply = send(outgoing(f"{there.url}/a/b"))
    assert there.requests[1].startswith(b"POST /a/there ")
    assert there.requests[1].endswith(BODY)
    assert reply.is_ok
    assert [hop.status for hop in reply.redirects] == [status]


def test_a_redirect_to_another_host_does_not_carry_the_password() -> None:
    with receiver() as there:
        moved = answers("307 Moved", b"", f"Location: http://localhost:{there.port}/")
        with receiver(moved) as here:
            reply = send(outgoing(f"http://user:pass@127.0.0.1:{here.port}/"))
    assert reply.is_ok
    assert "Authorization" in dict(raw_headers(here.requests[0]))
    headers = dict(raw_headers(there.requests[0]))
    assert "Authorization" not in headers
    assert headers["Host"] == f"localhost:{there.port}"


@pytest.mark.parametrize(
    "location",
    ["javascript:alert(1)", "http://x:99999/", "\x1b[31m", "http://[", "data:,"],
)
def test_a_redirect_to_nowhere_was_still_an_answer(location: str) -> None:
    with receiver(answers("307 Moved", b"", f"Location: {location}")) as there:
        reply = send(outgoing(there.url))
    assert reply.failure == "redirects"
    assert reply.was_answered


def test_an_answer_that_broke_off_was_an_answer() -> None:
    cut = b"HTTP/1.1 500 No\r\nContent-Length: 99\r\n\r\nTraceback"
    with receiver(lambda connection: connection.sendall(cut)) as there:
        reply = send(outgoing(there.url))
    assert reply.failure == "closed"
    assert reply.was_answered
    assert reply.reason == "answered 500, but broke off before its body was over"
    assert reply.excerpt == b"Traceback"


def test_a_packed_answer_is_shown_unpacked_and_never_fills_the_memory() -> None:
    bomb = gzip.compress(b"Oops" + b"\0" * 50_000_000)
    for body in (bomb, b"not gzip at all"):
        packed = answers("500 No", body, "Content-Encoding: gzip")
        with receiver(packed) as there:
            reply = send(outgoing(there.url))
        assert (reply.status, reply.size) == (500, len(body))
        assert reply.excerpt[:4] in (b"Oops", b"not ")
        assert len(reply.excerpt) <= 4_096


def test_redirects_end() -> None:
    with receiver(answers("307 Moved", b"", "Location: /again")) as there:
        reply = send(outgoing(there.url))
    assert reply.failure == "redirects"
    assert len(there.requests) == sender.MAX_REDIRECTS + 1
    with receiver(answers("302 Moved", b"", "Location: ftp://x/")) as there:
        assert send(outgoing(there.url)).failure == "redirects"


def test_nobody_there() -> None:
    reply = send(outgoing(f"http://127.0.0.1:{closed_port()}/"))
    assert reply.failure == "refused"
    assert not reply.was_answered
    assert send(outgoing("http://no-such-host.invalid/")).failure == "unknown-host"


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        (lambda connection: None, "closed"),
        (lambda connection: connection.sendall(b"SSH-2.0-x\r\n\r\n"), "not-http"),
        (
            lambda connection: connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut"
            ),
            "closed",
        ),
    ],
)
def test_no_whole_answer(behaviour: Behaviour, failure: str) -> None:
    with receiver(behaviour) as there:
        assert send(outgoing(there.url)).failure == failure


def test_https_to_a_plain_port_is_tls() -> None:
    with receiver(answers("400 Bad"), reads=False) as there:
        reply = send(outgoing(f"https://127.0.0.1:{there.port}/"))
    assert reply.failure == "tls"


def test_a_big_answer_is_counted_and_only_its_beginning_kept() -> None:
    with receiver(answers("500 Oops", b"x" * 300_000)) as there:
        reply = send(outgoing(there.url))
    assert (reply.status, reply.size) == (500, 300_000)
    assert reply.excerpt == b"x" * 4_096


def test_a_local_receiver_is_not_reached_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    with receiver() as there:
        assert send(outgoing(there.url)).is_ok


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:99999/",
        "",
        "localhost:3000",
        "example.com/x",
        "ftp://x/",
        "http://",
        "http://[x",
    ],
)
def test_what_twenty_would_not_take_as_a_url(url: str) -> None:
    with pytest.raises(UsageError, match="is not a URL to send to"):
        Target.of(url)


def test_many_at_once_are_each_built_when_their_turn_comes() -> None:
    built: list[int] = []

    with receiver() as there:

        def deliveries() -> object:
            for number in range(30):
                built.append(number)
                yield outgoing(f"{there.url}/{number}")

        replies: dict[int, ReceiverResponse] = {}
        sender.send(
            deliveries(),  # type: ignore[arg-type]
            lambda place, reply: replies.update({place: reply}),
            concurrency=7,
        )
    assert built == list(range(30))
    assert sorted(replies) == list(range(30))
    assert all(
        reply.is_ok and reply.url.endswith(f"/{place}")
        for place, reply in replies.items()
    )
