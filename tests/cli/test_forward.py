"""`hooks listen --forward-to`: what comes goes on as it came, and what became of it."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.support import recordings
from tests.support.hostile import HOSTILE
from tests.support.listen_process import Listen, signed
from tests.support.listening import running
from tests.support.receiving import (
    Behaviour,
    answers,
    closed_port,
    raw_headers,
    receiver,
)
from tests.support.wire import Wire, WireResponse
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.protocol.signature import verify
from twenty_hooks.store import Selection, Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

BODY = b'{"eventName":"person.created","webhookId":"w","record":{"id":"1"}}'


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "store.db"
    monkeypatch.setenv("TWENTY_HOOKS_STORE", str(place))
    return place


@pytest.fixture
def listens(store: Path) -> Iterator[type[Listen]]:
    """Makes listeners; none is left running."""
    made: list[Listen] = []

    class Tracked(Listen):
        def __init__(self, *arguments: str) -> None:
            super().__init__(*arguments)
            made.append(self)

    yield Tracked
    for listening in made:
        listening.process.kill()
        listening.process.communicate()


def post_raw(port: int, headers: Headers, body: bytes) -> WireResponse:
    """Post with exactly these headers, and return the response."""
    lines = ["POST /came/here?x=1 HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers]
    with Wire(port) as wire:
        wire.socket.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        response = wire.response()
    assert response is not None
    return response


def attempts(path: Path) -> list[Attempt]:
    with Store(path) as database:
        found = database.select(Selection())
        return [attempt for one in found for attempt in database.attempts(one)]


def all_but_host(pairs: Headers | list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[0].lower() != "host"]


def test_every_recording_goes_on_with_its_bytes_and_headers(
    listens: type[Listen], store: Path
) -> None:
    """In the order they came, all but the new Host; and every one that verified still
    does, at a receiver that knows the secret."""
    with receiver() as there:
        listening = listens(
            *("--forward-to", f"{there.url}/hook?a=b", "--accept-invalid"),
            *("--count", str(len(recordings.ALL))),
        )
        for recorded in recordings.ALL:
            came = recorded.delivery
            answer = post_raw(listening.port, came.headers, came.body)
            assert answer.status == 200
        code, _, err = listening.end(None)
        assert code == 0, err
    by_body: dict[bytes, list[list[tuple[str, str]]]] = {}
    for request in there.requests:
        head, _, body = request.partition(b"\r\n\r\n")
        assert head.startswith(b"POST /hook?a=b HTTP/1.1\r\n")
        pairs = raw_headers(head + b"\r\n\r\n")
        assert dict(pairs)["Host"] == f"127.0.0.1:{there.port}"
        by_body.setdefault(body, []).append(all_but_host(pairs))
    assert len(there.requests) == len(recordings.ALL)
    for recorded in recordings.ALL:
        headers = all_but_host(recorded.delivery.headers)
        assert headers in by_body[recorded.delivery.body]
        assert not recorded.verifies or verify(
            recorded.delivery.body, headers, [recorded.secret]
        )
    assert all(attempt.reply.is_ok for attempt in attempts(store))
    assert len(attempts(store)) == len(recordings.ALL)


HOSTILE_BODIES = [
    b"",
    b"\0" * 1_000,
    bytes(range(256)) * 40,
    b"\xff\xfe\r\n\r\nPOST / HTTP/1.1\r\n",
    b"[" * 10_000,
    b'{"a":1.0,"a":2e400,"b":-0,"c":"\\ud800","d": [1 , 2]}',
    b'{"eventName":"x.created","record":{"id":"1"}}\n\n',
    json.dumps({"record": HOSTILE}).encode(),
    b'{"big":"' + b"x" * 3_000_000 + b'"}',
]
HOSTILE_HEADERS = (
    ("host", "evil.example"),
    ("x-A", "1"),
    ("X-a", "2"),
    ("X-Empty", ""),
    ("X-Latin", "caf\xe9 \xff"),
    ("X-Spaces", "a  b\tc"),
    ("Cookie", "a=b"),
    ("X-Forwarded-For", "1.2.3.4"),
)


def test_hostile_bodies_and_headers_go_on_untouched(listens: type[Listen]) -> None:
    with (
        receiver() as there,
        running(Secrets(given=("s",)), max_body=10**7) as there_too,
    ):
        listening = listens(
            *("--forward-to", there.url, "--forward-to", f"x.*={there_too.url}"),
            *("--forward-to", f"*.created={there_too.url}"),
            *("--count", str(len(HOSTILE_BODIES) + 1)),
        )
        for body in HOSTILE_BODIES:
            length = ("CONTENT-length", str(len(body)))
            post_raw(listening.port, (*HOSTILE_HEADERS, *signed(body), length), body)
        chunked = b"3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n"
        te = ("Transfer-Encoding", "chunked")
        post_raw(listening.port, (te, *signed(b"abcdefg"), *HOSTILE_HEADERS), chunked)
        assert listening.end(None)[0] == 0
    sent = {
        request.partition(b"\r\n\r\n")[2]: raw_headers(request)
        for request in there.requests
    }
    (judged,) = there_too.received_deliveries  # once, though two patterns lead there
    assert judged.verdict
    assert {*sent, judged.delivery.body} == {*HOSTILE_BODIES, b"abcdefg"}
    for body, pairs in sent.items():
        assert verify(body, pairs, ["s"])
        if body == b"abcdefg":
            first = ("Content-Length", "7")
            expected = [first, *signed(body), *HOSTILE_HEADERS[1:]]
        else:
            last = ("CONTENT-length", str(len(body)))
            expected = [*HOSTILE_HEADERS[1:], *signed(body), last]
        assert all_but_host(pairs) == expected


def test_options_on_the_way(listens: type[Listen], tmp_path: Path) -> None:
    """Another secret, other headers, the user of the URL."""
    secrets = tmp_path / "secrets.json"
    secrets.write_text('{"w": "theirs", "other": "else"}')
    with receiver() as there:
        listening = listens(
            *("--forward-to", f"http://u:p%20q@127.0.0.1:{there.port}/"),
            *("--forward-secret-file", str(secrets), "--secret", "ours"),
            *("--header", "X-More: 1", "--header", "x-a: new", "--count", "1"),
        )
        headers = (("X-A", "old"), *signed(BODY, "ours"))
        assert listening.post(BODY, headers) == 200
        assert listening.end(None)[0] == 0
    (request,) = there.requests
    pairs = raw_headers(request)
    assert verify(BODY, pairs, ["theirs"])
    assert dict(pairs)["Authorization"] == "Basic dTpwIHE="
    assert ("x-a", "new") in pairs
    assert pairs[-1] == ("X-More", "1")
    assert dict(pairs)["X-Twenty-Webhook-Timestamp"] != "1735066639761"


def test_what_is_refused_is_not_forwarded(listens: type[Listen]) -> None:
    with receiver() as there:
        listening = listens("--forward-to", there.url, "--secret", "s", "--count", "1")
        assert listening.post(b"forged") == 401
        assert listening.post(BODY, signed(BODY)) == 200
        _, _, err = listening.end(None)
    assert len(there.requests) == 1
    assert "; forwarded: 1 ok" in err


def hang(connection: socket.socket) -> None:
    connection.recv(1)


FAILURES: list[tuple[Behaviour | None, str, list[str]]] = [
    (
        answers("401 No", b"bad signature"),
        "→ 401",
        ["│ bad signature", "the signature is valid here: the receiver has another"],
    ),
    (answers("404 No", b""), "→ 404", ["the receiver has no path /hook: is it the"]),
    (
        answers("500 Oops", b"\x1b[31mTypeError\nat x\n3\n4\n5\n6"),
        "→ 500",
        ["│ \\x1b[31mTypeError", "│ at x", "│ …", "the receiver failed: its own log"],
    ),
    (
        answers("302 Found", b"", "Location: /else"),
        "→ 200 to an empty GET",
        ["302 → http://", "the 302 redirect turned the POST into a GET without"],
    ),
    (
        lambda _: None,
        "→ closed",
        ["the receiver closed the connection without a response"],
    ),
    (None, "→ refused", ["connection refused: is the receiver running on this port?"]),
]


@pytest.mark.parametrize(
    ("behaviour", "headline", "words"), FAILURES, ids=[row[1] for row in FAILURES]
)
def test_a_failure_says_its_likely_reason_under_the_same_id(
    listens: type[Listen],
    store: Path,
    behaviour: Behaviour | None,
    headline: str,
    words: list[str],
) -> None:
    def settle(url: str) -> tuple[str, str]:
        listening = listens(
            *("--forward-to", f"{url}/hook", "--secret", "s", "--count", "1")
        )
        assert listening.post(BODY, signed(BODY)) == 200
        _, out, err = listening.end(None)
        return out, err

    if behaviour is None:
        out, err = settle(f"http://127.0.0.1:{closed_port()}")
    else:
        with receiver(behaviour, answers()) as there:
            out, err = settle(there.url)
    lines = out.splitlines()
    came = next(line for line in lines if "person.created" in line)
    tried = next(line for line in lines if headline in line)
    assert came.split()[1] == tried.split()[1]
    assert lines.index(came) < lines.index(tried)
    for text in words:
        assert any(text in line for line in lines), out
    assert "; forwarded: 1 failed\n" in err
    assert "deliveries are stored; resend them with: hooks replay --failed" in err
    (attempt,) = attempts(store)
    assert attempt.delivery_id == came.split()[1]
    assert not attempt.reply.is_ok


def test_over_five_seconds_twenty_would_have_given_up(
    listens: type[Listen], store: Path
) -> None:
    with receiver(hang) as there:
        listening = listens("--forward-to", there.url, "--count", "1")
        assert listening.post(BODY, signed(BODY)) == 200
        _, out, _ = listening.end(None)
        there.over.set()
    assert "→ timeout" in out
    assert "no response within 5 s" in out
    assert "Twenty would give up here and not retry: the delivery is lost" in out
    assert attempts(store)[0].reply.failure == "timeout"


def test_json_has_the_result_after_the_delivery(listens: type[Listen]) -> None:
    with receiver(answers("500 No", b"why")) as there:
        listening = listens("--json", "--forward-to", f"person.*={there.url}")
        assert listening.post(BODY, signed(BODY)) == 200
        lines: list[Any] = [json.loads(listening.line()) for _ in range(3)]
        listening.end()
    assert [line["type"] for line in lines] == ["ready", "delivery", "forward"]
    assert lines[0]["forwardTo"] == [{"pattern": "person.*", "url": f"{there.url}/"}]
    assert lines[1]["id"] == lines[2]["id"]
    result = lines[2]
    assert (result["status"], result["ok"], result["body"]) == (500, False, "why")
    assert result["target"] == f"{there.url}/"
    assert result["cause"].startswith("the receiver failed: ")


def test_without_a_store_it_is_forwarded_from_memory(
    listens: type[Listen], store: Path
) -> None:
    with receiver() as there:
        listening = listens("--no-store", "--forward-to", there.url, "--count", "5")
        for _ in range(5):
            assert listening.post(BODY, signed(BODY)) == 200
        _, out, err = listening.end(None)
    assert len(there.requests) == 5
    assert all(request.endswith(BODY) for request in there.requests)
    assert out.count("→ 200") == 5
    assert "; forwarded: 5 ok" in err
    assert not store.exists()


@pytest.mark.parametrize(
    ("behaviour", "status", "body"),
    [
        (answers("204 Empty", b""), 204, None),
        (answers("422 No", b"no such field"), 422, b"no such field"),
        (answers("503 Busy", b"later"), 503, b"later"),
        (None, 502, b"connection refused"),
    ],
)
def test_relay_gives_twenty_the_receivers_status(
    listens: type[Listen],
    store: Path,
    behaviour: Behaviour | None,
    status: int,
    body: bytes | None,
) -> None:
    with receiver(behaviour or answers()) as there:
        url = there.url if behaviour else f"http://127.0.0.1:{closed_port()}"
        listening = listens("--relay", "--forward-to", url, "--count", "1")
        answer = post_raw(
            listening.port,
            (("Host", "x"), ("Content-Length", str(len(BODY))), *signed(BODY)),
            BODY,
        )
        _, out, _ = listening.end(None)
    assert answer.status == status
    assert body is None or body in answer.body
    if behaviour:
        assert all_but_host(raw_headers(there.requests[0]))[1:] == list(signed(BODY))
    with Store(store) as database:
        assert next(database.entries(Selection())).status == status
    assert out.count("person.created") == 1
    (attempt,) = attempts(store)
    assert attempt.kind == "relay"


@pytest.mark.parametrize(
    ("moved", "end", "status", "follows"),
    [
        ("302 Found", "200 OK", 200, b"GET"),
        ("303 Other", "404 No", 404, b"GET"),
        ("307 Moved", "204 Empty", 204, b"POST"),
    ],
)
def test_relay_gives_twenty_what_it_would_have_found_at_the_end_of_a_redirect(
    listens: type[Listen], moved: str, end: str, status: int, follows: bytes
) -> None:
    """Twenty follows; from its own place it may reach or accept no private address."""
    first = answers(moved, b"", "Location: /else")
    with receiver(first, answers(end, b"")) as there:
        listening = listens("--relay", "--forward-to", f"{there.url}/hook")
        head = (("Host", "x"), ("Content-Length", str(len(BODY))), *signed(BODY))
        answer = post_raw(listening.port, head, BODY)
        _, out, _ = listening.end()
    assert answer.status == status
    assert "location" not in answer.headers
    came, followed = there.requests
    assert came.startswith(b"POST /hook ")
    assert followed.startswith(follows + b" /else ")
    assert followed.endswith(BODY) is (follows == b"POST")
    assert ("without a body: the" in " ".join(out.split())) is (follows == b"GET")


def test_relay_passes_on_a_redirect_that_leads_nowhere(listens: type[Listen]) -> None:
    with receiver(answers("302 Found", b"")) as there:
        listening = listens("--relay", "--forward-to", there.url)
        assert listening.post(BODY, signed(BODY)) == 302
        listening.end()
    assert len(there.requests) == 1


def test_relay_waits_and_what_goes_nowhere_is_200(listens: type[Listen]) -> None:
    with receiver(answers("500 No")) as there:
        listening = listens("--relay", "--forward-to", f"person.*={there.url}")
        assert listening.post(BODY, signed(BODY)) == 500
        assert listening.post(b"{}", signed(b"{}")) == 200
        listening.end()
    assert len(there.requests) == 1


def test_without_a_store_what_was_never_sent_did_not_fail(
    listens: type[Listen],
) -> None:
    with receiver(hang) as there:
        listening = listens("--no-store", "--forward-to", there.url)
        for _ in range(3):  # about one record: two of them wait
            assert listening.post(BODY, signed(BODY)) == 200
        while not there.requests:
            pass
        _, out, err = listening.end(signal.SIGINT)
        there.over.set()
    assert "; forwarded: 1 not answered, 2 not sent\n" in err
    assert out.count("it is lost: with --no-store nothing is kept") == 3
    assert "--failed" not in out + err


def test_interrupted_it_ends_at_once_and_keeps_what_was_not_sent(
    listens: type[Listen], store: Path
) -> None:
    with receiver(hang) as there:
        listening = listens("--forward-to", there.url)
        for _ in range(3):  # about one record: two of them wait
            assert listening.post(BODY, signed(BODY)) == 200
        while not there.requests:
            pass
        code, _, err = listening.end(signal.SIGINT)
        there.over.set()
    assert code == 0
    assert "; forwarded: 1 not answered\n" in err
    assert "2 still waiting to be forwarded" in err
    assert "deliveries are stored; resend them with: hooks replay --failed" in err
    (attempt,) = attempts(store)
    assert attempt.reply.failure == "not-sent"
    assert attempt.reply.reason == "hooks ended before the receiver answered"
    with Store(store) as database:
        found = database.failed()
    assert [one.was_tried for owed in found.values() for one in owed] == [
        True,
        False,
        False,
    ]


def test_a_pruned_delivery_takes_its_attempts_along(
    listens: type[Listen], store: Path
) -> None:
    with receiver() as there:
        listening = listens("--forward-to", there.url, "--count", "1")
        listening.post(BODY, signed(BODY))
        listening.end(None)
    with Store(store, writable=True) as database:
        assert database.prune(10**15) == 1
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT count(*) FROM attempts").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--relay"], "--relay needs --forward-to"),
        (["--header", "A: b"], "--header needs --forward-to"),
        (["--insecure"], "--insecure needs --forward-to"),
        (
            ["--forward-to", "localhost:3000"],
            "'localhost:3000' is not a valid target URL",
        ),
        (["--forward-to", "ftp://x"], "\nhint: --forward-to http://127.0.0.1"),
        (["--forward-to", "person=http://a"], "'person' can never match an event"),
        (["--forward-to", "https://example.com"], "to example.com, a public host?"),
        (["--forward-to", "http://127.0.0.1:1", "--relay", "--drop"], "excludes any"),
        (["--forward-to", "http://127.0.0.1:1", "--header", "x"], "is not a header"),
    ],
)
def test_what_can_not_be_meant(run: Run, arguments: list[str], message: str) -> None:
    ran = run("listen", "--port", "0", *arguments)
    assert ran.code == 2
    assert message in ran.stderr


def test_it_never_forwards_to_itself(run: Run) -> None:
    port = str(closed_port())
    ran = run("listen", "--port", port, "--forward-to", f"http://localhost:{port}/x")
    assert ran.code == 2
    assert "is this listener itself" in ran.stderr


def test_order_per_record_with_twenty_at_a_time(
    store: Path, listens: type[Listen]
) -> None:
    """A real receiver that takes its time sees each record's changes in order."""
    with running(Secrets(given=("s",))) as there:
        total = 120
        listening = listens(
            *("--forward-to", there.url, "--count", str(total), "--secret", "s")
        )
        for number in range(total):
            record = {"id": f"r{number % 5}", "n": number}
            event = {"eventName": "person.updated", "record": record}
            body = json.dumps(event).encode()
            assert listening.post(body, signed(body)) == 200
        listening.end(None)
        seen: dict[Any, list[Any]] = {}
        for received in there.received_deliveries:
            assert received.verdict
            record = dict(received.event.record or {})
            seen.setdefault(record["id"], []).append(record["n"])
    assert sorted(number for numbers in seen.values() for number in numbers) == list(
        range(total)
    )
    assert all(numbers == sorted(numbers) for numbers in seen.values())
