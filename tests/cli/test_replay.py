"""`hooks replay`: deliveries are resent, and the results are stored beside them."""

from __future__ import annotations

import json
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from tests.support import recordings
from tests.support.deliveries import LONG_AGO, SECRET, delivery
from tests.support.receiving import (
    Receiver,
    answers,
    bodies,
    closed_port,
    raw_headers,
    receiver,
    silence,
)
from twenty_hooks.config import secrets_file
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.protocol.signature import verify
from twenty_hooks.replay.plan import PlannedSend, ReplayPlan
from twenty_hooks.replay.requests import Replay, ResendOptions
from twenty_hooks.replay.result_writer import ResultWriter
from twenty_hooks.samples import Overrides
from twenty_hooks.store import AttemptLog, Selection, Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "store.db"
    monkeypatch.setenv("TWENTY_HOOKS_STORE", str(place))
    return place


def put(store: Path, deliveries: Iterable[Delivery], *given: str) -> list[str]:
    """Store deliveries, verified with these secrets, and return their ids in order."""
    secrets = Secrets(given=given or (SECRET,))
    with Store(store, writable=True) as database:
        database.add(
            (None, ReceivedDelivery(secrets.verify(one), 200)) for one in deliveries
        )
        return [one.id for one in database.select(Selection())]


def forwarded(store: Path, identity: str, url: str, status: int = 500) -> None:
    """Store an attempt to forward a delivery."""
    reply = ReceiverResponse(url, 1.0, status, was_answered=True)
    with AttemptLog(store, session=1) as log:
        log.add([Attempt("forward", identity, "x.created", url, LONG_AGO, reply)])


def attempts(store: Path) -> list[Attempt]:
    with Store(store) as database:
        found = database.select(Selection())
        return [attempt for one in found for attempt in database.attempts(one)]


def without(pairs: Sequence[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[0].lower() not in names]


SIGNATURE = (
    "x-twenty-webhook-timestamp",
    "x-twenty-webhook-signature",
    "x-twenty-webhook-nonce",
)


def test_it_sends_the_same_bytes_and_headers_re_signed(run: Run, store: Path) -> None:
    original = delivery("person.created", 1)
    (identity,) = put(store, [original])
    before_ms = time.time_ns() // 1_000_000
    with receiver() as there:
        ran = run("replay", identity[:4], "--to", f"{there.url}/hook?a=b")
    assert ran.code == 0, ran.stderr
    assert ran.text.startswith(f"✓ 200  person.created  {identity}  ")
    assert ran.stderr == "re-signed with this machine's local secret\n"
    (request,) = there.requests
    assert request.startswith(b"POST /hook?a=b HTTP/1.1\r\n")
    (body,) = bodies(there)
    assert body == original.body
    sent = raw_headers(request)
    others = (*SIGNATURE, "host", "content-length")
    assert without(sent, *others) == without(original.headers, *others)
    assert dict(sent)["Host"] == f"127.0.0.1:{there.port}"
    assert verify(body, sent, [secrets_file.local_secret()])
    assert int(dict(sent)["X-Twenty-Webhook-Timestamp"]) >= before_ms
    (attempt,) = attempts(store)
    assert (attempt.kind, attempt.delivery_id) == ("replay", identity)
    assert (attempt.target, attempt.reply.status) == (f"{there.url}/hook?a=b", 200)
    assert attempt.at_ms >= before_ms


def test_as_received_sends_every_recording_unchanged(run: Run, store: Path) -> None:
    with Store(store, writable=True) as database:
        judged = (Secrets().verify(one.delivery) for one in recordings.ALL)
        database.add((None, ReceivedDelivery(verified, 200)) for verified in judged)
        kept = [one.delivery for one in database.select(Selection())]
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--as-received", "--to", there.url)
    assert ran.code == 0, ran.stderr
    assert len(there.requests) == len(kept) == len(recordings.ALL)
    for request, original in zip(there.requests, kept, strict=True):
        assert request.partition(b"\r\n\r\n")[2] == original.body
        # The HTTP library writes Host first; all else in its place.
        assert without(raw_headers(request), "host") == without(
            original.headers, "host"
        )


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_every_recording_of_a_file_verifies_when_re_signed(
    run: Run, release: str, tmp_path: Path
) -> None:
    """Also with a receiver that checks the age, and the secret of each webhook."""
    expected = [one for one in recordings.ALL if one.release == release]
    known = {one.webhook_id: one.secret or "made" for one in expected}
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps(known), "utf-8")
    with receiver() as there:
        ran = run(
            *("replay", str(recordings.deliveries_file(release))),
            *("--to", there.url, "--secret-file", str(secrets)),
        )
    assert ran.code == 0, ran.stderr
    now_ms = time.time_ns() // 1_000_000
    assert bodies(there) == [one.delivery.body for one in expected]
    for one, request in zip(expected, there.requests, strict=True):
        assert verify(
            request.partition(b"\r\n\r\n")[2],
            raw_headers(request),
            [known[one.webhook_id]],
            now_ms=now_ms,
            tolerance_ms=600_000,
        )


def test_filters_choose_and_keep_the_order(run: Run, store: Path) -> None:
    original = [
        delivery("person.created", 3),
        delivery("company.created", 2),
        delivery("person.updated", 1),
    ]
    put(store, original)
    with receiver() as there:
        ran = run("replay", "--event", "person.*", "--to", there.url)
    assert ran.code == 0, ran.stderr
    assert bodies(there) == [original[2].body, original[0].body]
    assert ran.lines[0] == "2 sent: 2 ok"


def test_refused_deliveries_are_skipped_unless_named(run: Run, store: Path) -> None:
    good, forged = delivery("a.created", 1), delivery("a.created", 2, secret="other")
    identities = put(store, [good, forged])
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--to", there.url)
        assert ran.code == 0
        assert bodies(there) == [good.body]
        assert "skipped 1 refused delivery (mismatch)" in ran.stderr
        run("replay", "--verdict", "mismatch", "--to", there.url)
        run("replay", identities[1], "--to", there.url)
        assert bodies(there) == [good.body, forged.body, forged.body]


def test_only_refused_deliveries_are_an_error(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1, secret="other")])
    ran = run("replay", "--event", "a.*", "--to", "http://127.0.0.1:1")
    assert ran.code == 3
    assert "skipped 1 refused delivery (mismatch)" in ran.stderr
    assert "send it by id or with --verdict" in ran.stderr


def test_failed_resends_to_the_failed_target_until_it_succeeds(
    run: Run, store: Path
) -> None:
    original = [delivery("a.created", number) for number in range(4)]
    first, second, third, _ = put(store, original)
    with receiver() as there:
        url = f"{there.url}/hook"
        forwarded(store, first, url)
        forwarded(store, second, url)
        forwarded(store, second, url, 200)
        forwarded(store, third, url)
        ran = run("replay", "--failed")
        assert ran.code == 0, ran.stderr
        assert bodies(there) == [original[0].body, original[2].body]
        ran = run("replay", "--failed")
    assert (ran.code, ran.text) == (0, "")
    assert ran.stderr == "nothing failed: nothing to resend\n"


def test_failed_with_to_resends_until_it_succeeds_there(run: Run, store: Path) -> None:
    original = [delivery("a.created", number) for number in range(2)]
    first, second = put(store, original)
    forwarded(store, first, "http://127.0.0.1:1/")
    forwarded(store, second, "http://127.0.0.1:1/")
    with receiver(answers(), answers("500 No"), answers()) as there:
        assert run("replay", "--failed", "--to", there.url).code == 1
        assert run("replay", "--failed", "--to", there.url).code == 0
        ran = run("replay", "--failed", "--to", there.url)
    assert ran.stderr == "nothing failed: nothing to resend\n"
    assert bodies(there) == [original[0].body, original[1].body, original[1].body]


def test_failed_skips_refused_deliveries(run: Run, store: Path) -> None:
    """Testing a receiver with a forged delivery must not make it look failed."""
    (identity,) = put(store, [delivery("a.created", 1, secret="other")])
    with receiver(answers("401 No")) as there:
        run("replay", identity, "--as-received", "--to", there.url)
        ran = run("replay", "--failed")
        assert (ran.code, len(there.requests)) == (0, 1)
        assert "skipped 1 refused delivery (mismatch)" in ran.stderr
        assert "none of the 1 undelivered delivery matches" in ran.stderr
        run("replay", "--failed", "--verdict", "mismatch")
        assert len(there.requests) == 2


def test_failed_can_be_filtered(run: Run, store: Path) -> None:
    original = [delivery("a.created", 1), delivery("b.created", 2)]
    with receiver() as there:
        for identity in put(store, original):
            forwarded(store, identity, there.url)
        run("replay", "--failed", "--event", "b.*")
    assert bodies(there) == [original[1].body]


def test_failures_name_the_command_that_resends_them(run: Run, store: Path) -> None:
    (identity,) = put(store, [delivery("a.created", 1)])
    ran = run("replay", identity, "--to", f"http://127.0.0.1:{closed_port()}/")
    assert ran.code == 5
    assert "connection refused" in ran.text
    assert (
        "1 undelivered delivery is stored; resend it with: hooks replay --failed\n"
        in (ran.stderr)
    )
    with Store(store) as database:
        assert len(database.failed()) == 1
    ran = run("replay", "@1", "--to", "http://127.0.0.1:1", "--store", str(store))
    assert f"resend it with: hooks replay --failed --store {store}\n" in ran.stderr


def test_without_to_it_resends_to_all_forward_targets(run: Run, store: Path) -> None:
    identity, other = put(store, [delivery("a.created", 1), delivery("a.created", 2)])
    with receiver() as one, receiver() as two:
        forwarded(store, identity, f"{one.url}/", 200)
        forwarded(store, identity, f"{two.url}/", 200)
        assert run("replay", identity).code == 0
        assert (len(one.requests), len(two.requests)) == (1, 1)
        for arguments in (["--event", "a.*"], [identity, other]):
            ran = run("replay", *arguments)
            assert ran.code == 2
            assert "missing option: --to URL (" in ran.stderr
        assert (len(one.requests), len(two.requests)) == (1, 1)


def test_set_changes_the_body_and_re_signs_it(run: Run, store: Path) -> None:
    (identity,) = put(store, [delivery("a.created", 1)])
    with receiver() as there:
        ran = run(
            *("replay", identity, "--set", "n=2", "--unset", "id"),
            *("--to", there.url, "--secret", "k", "--header", "X-Odd: c"),
        )
    assert ran.code == 0, ran.stderr
    (request,) = there.requests
    (body,) = bodies(there)
    assert body == b'{"eventName":"a.created","webhookId":"w1","record":{"n":2}}'
    assert verify(body, raw_headers(request), ["k"])
    assert ("x-odd", "c") in [(name.lower(), v) for name, v in raw_headers(request)]
    assert ran.stderr == ""


def test_count_and_shuffle_send_all_in_each_round(run: Run, store: Path) -> None:
    original = [delivery("a.created", number) for number in range(12)]
    put(store, original)
    with receiver() as there:
        ran = run(
            *("replay", "--event", "*.*", "--count", "3", "--shuffle"),
            *("--to", there.url),
        )
    assert ran.code == 0, ran.stderr
    sent = bodies(there)
    expected = [one.body for one in original]
    assert Counter(sent) == dict.fromkeys(expected, 3)
    rounds = [sent[:12], sent[12:24], sent[24:]]
    assert all(sorted(one) == sorted(expected) for one in rounds)
    # A true shuffle fails here once in 479,001,600 cubed runs.
    assert rounds != [expected] * 3
    assert len(attempts(store)) == 36


def moments(there: Receiver) -> list[int]:
    return [
        int(dict(raw_headers(request))["X-Twenty-Webhook-Timestamp"])
        for request in there.requests
    ]


def test_original_timing_keeps_the_pauses(run: Run, store: Path) -> None:
    original = [
        delivery("a.created", number, at=LONG_AGO + at)
        for number, at in enumerate((0, 300, 900))
    ]
    put(store, original)
    before_ms = time.time_ns() // 1_000_000
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--original-timing", "--to", there.url)
    assert ran.code == 0, ran.stderr
    assert bodies(there) == [one.body for one in original]
    signed = moments(there)
    assert signed[1] >= before_ms + 300  # never before they are due
    assert signed[2] >= before_ms + 900


def test_a_rate_is_kept(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    before_ms = time.time_ns() // 1_000_000
    with receiver() as there:
        ran = run("replay", "@1", "--count", "5", "--rate", "10/s", "--to", there.url)
    assert ran.code == 0, ran.stderr
    for number, signed_ms in enumerate(sorted(moments(there))):
        assert signed_ms >= before_ms + 100 * number
    assert "per second instead of" not in ran.stderr


def test_a_missed_rate_is_reported(run: Run, store: Path) -> None:
    """The receiver takes 50 ms, and requests are sent one by one."""
    put(store, [delivery("a.created", 1)])

    def late(connection: socket.socket) -> None:
        time.sleep(0.05)
        answers()(connection)

    with receiver(late) as there:
        ran = run(
            *("replay", "@1", "--count", "5", "--rate", "1000/s", "--concurrency", "1"),
            *("--to", there.url),
        )
    assert "per second instead of 1,000.0" in ran.stderr
    assert "--concurrency" in ran.stderr


def test_a_webhook_without_a_secret_does_not_stop_the_others(
    run: Run, store: Path, tmp_path: Path
) -> None:
    unknown = delivery("a.created", 1)
    known = unknown._replace(body=unknown.body.replace(b'"w1"', b'"w2"'))
    identities = put(store, [unknown, known, replaced_at(known, 5_000)], "")
    secrets = tmp_path / "secrets.json"
    secrets.write_text('{"w2": "two", "w3": "three"}', "utf-8")
    with receiver() as there:
        ran = run(
            *("replay", *identities, "--to", there.url, "--json"),
            *("--secret-file", str(secrets)),
        )
    assert ran.code == 1
    *replies, summary = ran.json_lines
    assert [one["failure"] for one in replies] == ["unsendable", None, None]
    assert "there are 2 secrets, and one is needed" in replies[0]["reason"]
    assert summary["outcomes"] == {"200": 2, "unsendable": 1}
    assert len(there.requests) == 2


def replaced_at(original: Delivery, later_ms: int) -> Delivery:
    return original._replace(received_at_ms=(original.received_at_ms or 0) + later_ms)


def test_the_remembered_secret_of_the_receiver_comes_first(
    run: Run, store: Path
) -> None:
    original = delivery("a.created", 1)
    put(store, [original])
    secrets_file.remember("w1", "of the webhook", "https://elsewhere.example/")
    with receiver() as there:
        run("replay", "@1", "--to", there.url)
        secrets_file.remember("w2", "of the receiver", f"{there.url}/")
        ran = run("replay", "@1", "--to", there.url)
    first, second = there.requests
    assert verify(original.body, raw_headers(first), ["of the webhook"])
    assert verify(original.body, raw_headers(second), ["of the receiver"])
    assert ran.stderr == "re-signed with the remembered secret of webhook w2\n"


def test_many_deliveries_to_a_public_host_need_confirmation(
    run: Run, store: Path
) -> None:
    put(store, [delivery("a.created", number) for number in range(2)])
    ran = run("replay", "--event", "*.*", "--to", "https://hooks.example.com/")
    assert ran.code == 2
    assert "send 2 deliveries to hooks.example.com, a public host?" in ran.stderr
    assert "--yes" in ran.stderr
    assert attempts(store) == []


def test_a_dry_run_sends_and_stores_nothing(run: Run, store: Path) -> None:
    original = [delivery("a.created", number) for number in range(2)]
    put(store, original)
    ran = run("replay", "--event", "*.*", "--dry-run", "--to", "http://127.0.0.1:1/x")
    assert ran.code == 0
    assert ran.stdout.count(b"POST /x HTTP/1.1\r\n") == 2
    assert all(one.body + b"\r\n\r\n" in ran.stdout for one in original)
    verified = run("verify", "--json", stdin=ran.stdout)
    assert [row["event"] for row in verified.json_lines] == ["a.created"] * 2
    ran = run("replay", "@1", "--dry-run", "--to", "http://127.0.0.1:1/x")
    assert ran.stdout.endswith(original[1].body)
    ran = run("replay", "@1", "--dry-run", "--json", "--to", "http://127.0.0.1:1/x")
    assert ran.json["body"] == original[1].body.decode()
    assert attempts(store) == []


def test_user_and_password_are_sent_but_not_stored(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    with receiver() as there:
        ran = run("replay", "@1", "--to", f"http://u:p@127.0.0.1:{there.port}/")
    assert ran.code == 0, ran.stderr
    assert dict(raw_headers(there.requests[0]))["Authorization"] == "Basic dTpw"
    assert [one.target for one in attempts(store)] == [f"{there.url}/"]
    assert b"dTpw" not in store.read_bytes()


def test_a_refused_old_signature_names_its_age(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    with receiver(answers("401 No")) as there:
        ran = run("replay", "@1", "--as-received", "--to", there.url)
        assert ran.code == 1
        assert "the receiver may refuse old signatures" in ran.text
        ran = run("replay", "@1", "--to", there.url, "--json")
    assert "the receiver has another secret" in ran.json["cause"]


def test_show_has_the_latest_attempts(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    with receiver(answers("500 No", b"\x1b[2Jboom")) as there:
        url = f"{there.url}/hook?key=T0P"
        run("replay", "@1", "--to", url, "--count", "6")
        ran = run("deliveries", "show", "@1")
    assert ran.text.count("→ 500  replayed to http://127.0.0.1") == 5
    assert "showing the last 5 of 6 attempts" in ran.stderr
    assert "boom" in ran.text
    assert "\x1b[2J" not in ran.text
    assert "T0P" not in ran.text
    assert "T0P" in run("deliveries", "show", "@1", "--no-redact").text
    found = run("deliveries", "show", "@1", "--json").json["attempts"]
    assert [one["status"] for one in found] == [500] * 6
    assert found[0]["kind"] == "replay"
    assert "T0P" not in json.dumps(found)


def test_a_pipe_of_deliveries(run: Run) -> None:
    lines = b"".join(
        json.dumps({"id": f"id{n}", **delivery("a.created", n).to_json()}).encode()
        + b"\n"
        for n in range(3)
    )
    with receiver() as there:
        ran = run("replay", "-", "--to", there.url, "--json", stdin=lines)
    assert ran.code == 0, ran.stderr
    assert [one.get("id") for one in ran.json_lines[:3]] == ["id0", "id1", "id2"]
    assert bodies(there) == [delivery("a.created", n).body for n in range(3)]


def test_unreadable_lines_do_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    original = delivery("a.created", 1)
    file = tmp_path / "some.jsonl"
    line = json.dumps(original.to_json())
    file.write_text(f"{line}\nnonsense\n{line}\n", "utf-8")
    with receiver() as there:
        ran = run("replay", str(file), "--to", there.url)
    assert ran.code == 1
    assert f"{file}, line 2: not JSON" in ran.stderr
    assert bodies(there) == [original.body] * 2
    file.write_text('{"headers": 5, "body": ""}\n', "utf-8")
    ran = run("replay", str(file), "--to", there.url)
    assert ran.code == 1
    assert f"there is no delivery in {file}" in ran.stderr


HOSTILE: tuple[Headers, ...] = (
    (("X-Split", "a\r\nX-Injected: b"),),
    (("X-Wide", "홍"),),
    (("Bad Name", "a"),),
    (("", "a"),),
    (("X-Nul", "a\0b"),),
)


@pytest.mark.parametrize("headers", HOSTILE, ids=lambda pairs: repr(pairs[0]))
def test_a_header_that_can_not_be_sent_is_reported(run: Run, headers: Headers) -> None:
    original = delivery("a.created", 1)
    lines = [
        original,
        original._replace(headers=(*original.headers, *headers)),
        original,
    ]
    text = "".join(json.dumps(one.to_json()) + "\n" for one in lines)
    with receiver() as there:
        ran = run("replay", "-", "--to", there.url, stdin=text)
    assert ran.code == 1
    assert "can't be sent over HTTP" in ran.text
    assert "nothing reached the receiver" in ran.text
    assert len(there.requests) == 2
    assert b"Injected" not in b"".join(there.requests)


def test_a_redacted_delivery_is_re_signed_or_reported(run: Run, tmp_path: Path) -> None:
    original = delivery("a.created", 1)._replace(is_redacted=True)
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(original.to_json()), "utf-8")
    with receiver() as there:
        run("replay", str(file), "--to", there.url, "--secret", "k")
        ran = run("replay", str(file), "--to", there.url, "--as-received")
    assert verify(original.body, raw_headers(there.requests[0]), ["k"])
    assert "1 is redacted: the received signature can't match" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to replay"),
        (["@1", "--event", "a.*"], "use ids or filters, not both"),
        (["@1", "--failed"], "use ids or filters, not both"),
        (["FILE", "--failed"], "choose from the store, not from a file"),
        (["FILE", "@1"], "choose from the store, not from a file"),
        (["FILE"], "missing option: --to URL"),
        (
            ["@1", "--as-received", "--set", "a=1"],
            "--as-received can't be used with --set",
        ),
        (
            ["@1", "--as-received", "--secret", "k"],
            "--as-received can't be used with --secret",
        ),
        (
            ["@1", "--shuffle", "--original-timing"],
            "--original-timing can't be used with --shuffle",
        ),
        (
            ["@1", "--rate", "5/s", "--original-timing"],
            "--original-timing can't be used with --rate",
        ),
        (["@1", "--rate", "fast"], "--rate: 'fast' is not a rate"),
        (["@1", "--rate", "0"], "--rate: '0' is not a rate"),
        (["@1", "--timeout", "0"], "--timeout must be greater than 0"),
        (["@1", "--to", "ftp://x"], "is not a valid target URL"),
        (["@1", "--header", "no"], "is not a header"),
        (["--event", "nothing"], "can never match"),
        (["--all", "@1"], "--all can't be used with"),
        (["--all", "--failed"], "--all can't be used with"),
        (["--all", "--event", "*.*"], "--all can't be used with"),
        (["--all", "FILE"], "--all can't be used with"),
    ],
)
def test_usage_errors(
    run: Run, store: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    put(store, [delivery("a.created", 1)])
    file = tmp_path / "d.jsonl"
    file.write_text(json.dumps(delivery("a.created", 2).to_json()), "utf-8")
    ran = run("replay", *(str(file) if one == "FILE" else one for one in arguments))
    assert ran.code == 2
    assert message in ran.stderr
    assert attempts(store) == []


@pytest.mark.parametrize("arguments", [["@9"], ["zzz"], ["--event", "b.*"]])
def test_unknown_deliveries(run: Run, store: Path, arguments: list[str]) -> None:
    put(store, [delivery("a.created", 1)])
    ran = run("replay", *arguments, "--to", "http://127.0.0.1:1")
    assert ran.code == 3
    assert "no delivery" in ran.stderr
    assert "hint:" in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_ctrl_c_and_sigterm_store_the_results_so_far(
    store: Path, number: signal.Signals, code: int
) -> None:
    put(store, [delivery("a.created", number) for number in range(9)])
    with receiver(answers(), answers(), silence) as there:
        process = subprocess.Popen(
            hooks_command(
                *("replay", "--event", "*.*", "--to", there.url, "--timeout", "1m"),
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 30
        while len(there.requests) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        out, words = process.communicate(timeout=30)
        there.over.set()
    assert process.returncode == code
    assert b"stopped: 2 of 9 done, 1 in flight" in words
    assert b"2 sent: 2 ok" in out
    assert b"Traceback" not in words
    assert [one.reply.status for one in attempts(store)] == [200, 200]


def an_attempt(identity: str) -> Attempt:
    reply = ReceiverResponse("http://127.0.0.1:1/", 1.0, 200, was_answered=True)
    return Attempt("replay", identity, "a.created", reply.url, LONG_AGO, reply)


def held(store: Path) -> sqlite3.Connection:
    """Return a transaction of another program that does not end."""
    connection = sqlite3.connect(store, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_a_locked_store_does_not_use_up_the_time_limit(run: Run, store: Path) -> None:
    """The writer of results waits for it, longer than the time limit of a call."""
    put(store, [delivery("a.created", number) for number in range(20)])
    blocker = held(store)
    let_go = threading.Timer(2.5, blocker.close)

    def release_once(connection: socket.socket) -> None:
        if not let_go.is_alive() and not let_go.finished.is_set():
            let_go.start()
        answers()(connection)

    with receiver(release_once) as there:
        ran = run(
            *("replay", "--event", "*.*", "--count", "10", "--to", there.url),
            *("--timeout", "2s"),
        )
    let_go.join()
    assert ran.code == 0, (ran.text, ran.stderr)
    assert ran.lines[0] == "200 sent: 200 ok"
    assert "could not be stored" not in ran.stderr
    assert len(attempts(store)) == 200


def test_results_that_can_not_be_stored_are_counted(store: Path) -> None:
    (identity,) = put(store, [delivery("a.created", 1)])
    with ResultWriter(store / "is no directory") as results:
        results.add(an_attempt(identity))
    assert results.lost == 1
    assert "can't use the store" in results.problem


def test_a_delivery_removed_meanwhile_is_reported() -> None:
    plan = ReplayPlan([PlannedSend(1, "http://127.0.0.1:1/", None)], lambda _: None)
    run = Replay(plan.deliveries(range(1)), ResendOptions(None, Overrides(), (), {}))
    ((_, reply),) = run.requests()
    assert isinstance(reply, ReceiverResponse)
    assert reply.failure == "unsendable"
    assert "removed from the store" in reply.reason
    assert run.attempt(0, reply) is None


def test_a_failure_that_succeeded_later_is_not_suggested(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    with receiver(answers("500 No"), answers()) as there:
        ran = run("replay", "@1", "--count", "2", "--to", there.url)
    assert ran.code == 1
    assert "replay --failed" not in ran.stderr


@pytest.mark.parametrize(
    "options", [["--as-received"], ["--set", "n=2"], ["--header", "X: y"]]
)
def test_changed_requests_do_not_suggest_replay_failed(
    run: Run, store: Path, options: list[str]
) -> None:
    """`replay --failed` would not send what this run sent."""
    put(store, [delivery("a.created", 1)])
    with receiver(answers("500 No")) as there:
        ran = run("replay", "@1", *options, "--to", there.url)
    assert ran.code == 1
    assert "replay --failed" not in ran.stderr


def test_it_says_why_no_failure_is_selected(
    run: Run, store: Path, tmp_path: Path
) -> None:
    (identity,) = put(store, [delivery("a.created", 1)])
    forwarded(store, identity, "http://127.0.0.1:1/")
    ran = run("replay", "--failed", "--event", "b.*", "--json")
    assert "none of the 1 undelivered delivery matches" in ran.stderr
    assert (ran.json["type"], ran.json["asked"]) == ("summary", 0)
    ran = run("replay", "--failed", "--store", str(tmp_path / "typo.db"))
    assert "there is no store" in ran.stderr


def test_the_shape_of_json_does_not_depend_on_how_many_there_are(
    run: Run, store: Path
) -> None:
    (identity,) = put(store, [delivery("a.created", 1)])
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--json", "--to", there.url)
        reply, summary = ran.json_lines
        assert (reply["type"], summary["type"]) == ("reply", "summary")
        assert reply["target"] == f"{there.url}/"
        assert run("replay", "@1", "--json", "--to", there.url).json["id"] == identity


def test_unsendable_deliveries_have_no_attempt(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1), delivery("a.created", 2)])
    arguments = ("replay", "--event", "*.*", "--to", "http://127.0.0.1:1/")
    ran = run(*arguments, "--unset", "nosuch")
    assert ran.code == 1
    assert ran.text.splitlines()[-2] == "0 sent: 0 ok, 2 could not be sent"
    assert attempts(store) == []
    assert run(*arguments, "--unset", "nosuch", "--dry-run").code == 1


def test_the_question_counts_only_deliveries_to_public_hosts(
    run: Run, store: Path
) -> None:
    for identity in put(store, [delivery("a.created", n) for n in range(3)]):
        forwarded(store, identity, "http://127.0.0.1:1/")
        forwarded(store, identity, "https://hooks.example.com/")
    ran = run("replay", "--failed")
    assert ran.code == 2
    assert "send 3 deliveries to hooks.example.com, a public host?" in ran.stderr


def test_a_long_wait_is_announced(run: Run, store: Path) -> None:
    original = [delivery("a.created", n, at=LONG_AGO + n * 86_400_000) for n in (0, 5)]
    put(store, original)
    with receiver() as there:
        process = subprocess.Popen(
            hooks_command(
                *("replay", "--event", "*.*", "--original-timing"),
                *("--to", there.url),
            ),
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        assert process.stderr.readline() == b"this will take 5 days\n"
        process.kill()
        process.communicate()


def test_a_very_long_id_is_unknown(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    ran = run("replay", "a" * 5_000, "--to", "http://127.0.0.1:1")
    assert ran.code == 3


def test_a_redacted_stored_delivery_is_re_signed(run: Run, store: Path) -> None:
    original = delivery("a.created", 1)._replace(is_redacted=True)
    put(store, [original])
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--to", there.url, "--secret", "k")
    assert ran.code == 0
    assert verify(original.body, raw_headers(there.requests[0]), ["k"])


def test_only_the_latest_attempts_of_a_delivery_are_stored(store: Path) -> None:
    """Otherwise replaying one delivery would push out the attempts of others."""
    first, second = put(store, [delivery("a.created", 1), delivery("a.created", 2)])
    with AttemptLog(store) as log:
        log.add([replace(an_attempt(first), at_ms=number) for number in range(30)])
        log.add([an_attempt(second)] * 3)
        log.add([replace(an_attempt(first), at_ms=number) for number in range(30, 70)])
    kept = [one for one in attempts(store) if one.delivery_id == first]
    assert [one.at_ms for one in kept] == list(range(20, 70))
    assert len(attempts(store)) == 53


def test_blanks_around_a_header_value_are_stripped(run: Run, store: Path) -> None:
    original = delivery("a.created", 1)
    put(store, [original._replace(headers=(*original.headers, ("X-Sp", " two \t")))])
    with receiver() as there:
        ran = run("replay", "@1", "--to", there.url)
    assert ran.code == 0, ran.text
    assert b"\r\nX-Sp: two\r\n" in there.requests[0]


@pytest.mark.parametrize(
    ("moment", "is_read"),
    [("0001-01-01T00:00:00Z", True), ("9999-12-31T23:59:59-23:59", False)],
)
def test_extreme_times_are_no_crash(run: Run, moment: str, is_read: bool) -> None:
    line = {**delivery("a.created", 1).to_json(), "receivedAt": moment}
    with receiver() as there:
        ran = run("replay", "-", "--to", there.url, stdin=json.dumps(line))
    assert (ran.code, len(there.requests)) == ((0, 1) if is_read else (1, 0))


def test_a_closed_stdout_is_no_crash(store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    with receiver() as there:
        command = hooks_command("replay", "@1", "--to", there.url)
        done = subprocess.run(
            ["sh", "-c", '"$@" >&-', "sh", *command],
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, len(there.requests)) == (0, 1), done.stderr


def test_a_damaged_delivery_ends_the_replay_with_its_results(
    run: Run, store: Path
) -> None:
    put(store, [delivery("a.created", number) for number in range(3)])
    connection = sqlite3.connect(store)
    connection.execute("UPDATE deliveries SET head = '{' WHERE sequence = 2")
    connection.commit()
    connection.close()
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--to", there.url)
    assert ran.code == 3
    assert "in the store is damaged" in ran.stderr
    assert "1 sent: 1 ok" in ran.text
    assert len(attempts_of_first(store)) == 1


def attempts_of_first(store: Path) -> list[Attempt]:
    with Store(store) as database:
        found = database.at(1)
        return database.attempts(found) if found else []


def test_two_secrets_can_not_both_sign(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    ran = run(
        *("replay", "@1", "--to", "http://127.0.0.1:1"),
        *("--secret", "a", "--secret", "b"),
    )
    assert ran.code == 2
    assert "there are 2 secrets" in ran.stderr


def test_the_id_of_a_webhook_is_escaped(run: Run, store: Path) -> None:
    put(store, [delivery("a.created", 1)])
    with receiver() as there:
        secrets_file.remember("w9\x1b[31m", "k", f"{there.url}/")
        ran = run("replay", "@1", "--to", there.url)
    assert "webhook w9" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_an_unusual_method_is_reported_once(run: Run, store: Path) -> None:
    original = [
        delivery("a.created", n)._replace(method=method)
        for n, method in enumerate(("PUT", "POST", "PUT", "P\x1b[31m"))
    ]
    put(store, original)
    with receiver() as there:
        ran = run("replay", "--event", "*.*", "--to", there.url)
        assert all(request.startswith(b"POST ") for request in there.requests)
        single = run("send", "--from", "@2", "--to", there.url)
        usual = run("send", "--from", "@3", "--to", there.url)
    assert "2 were received with PUT, sent with POST as Twenty does" in ran.stderr
    assert "1 was received with P\\x1b[31M, sent with POST" in ran.stderr
    assert "received with PUT, sent with POST" in single.stderr
    assert "POST" not in usual.stderr


def test_a_stored_target_may_lack_its_user_and_password(run: Run, store: Path) -> None:
    (identity,) = put(store, [delivery("a.created", 1)])
    with receiver(answers("401 Unauthorized")) as there:
        url = f"{there.url}/hook"
        forwarded(store, identity, url)
        noted = run("replay", "@1")
        given = run("replay", "@1", "--to", url)
        by_header = run("replay", "@1", "--header", "Authorization: Basic eA==")
    whole = f"--to http://USER:PASSWORD@127.0.0.1:{there.port}/hook"
    assert whole in noted.text
    assert "which are not stored" in noted.text
    for ran in (given, by_header):
        assert ran.code == 1
        assert "USER:PASSWORD" not in ran.text


@pytest.mark.parametrize("is_piped", [False, True])
def test_a_bare_body_suggests_the_command_that_sends_it(
    run: Run, tmp_path: Path, is_piped: bool
) -> None:
    """And that command does send it."""
    body = tmp_path / "body.json"
    body.write_bytes(delivery("a.created", 1).body)
    file = "-" if is_piped else str(body)
    with receiver() as there:
        to = f"{there.url}/hook?a=b"
        ran = run("replay", file, "--to", to, stdin=body.read_bytes())
        assert ran.code == 2
        assert "looks like a bare body" in ran.stderr
        hint = ran.stderr.partition("hint: hooks ")[2].strip()
        assert hint == shlex.join(["send", "--body", file, "--to", to])
        assert run(*shlex.split(hint), stdin=body.read_bytes()).code == 0
        assert bodies(there) == [body.read_bytes()]


def test_a_har_file_of_another_tool_is_replayed(run: Run, tmp_path: Path) -> None:
    original = delivery("a.created", 1)
    entry = {
        "startedDateTime": "2026-07-15T11:30:12.345678+02:00",
        "request": {
            "method": "POST",
            "url": "https://h.example:8443?a=b",
            "headers": [
                {"name": ":path", "value": "/"},
                {"name": "X-One", "value": "1"},
            ],
            "postData": {
                "mimeType": "application/json",
                "text": original.body.decode(),
            },
        },
        "response": {"status": 0},
    }
    page = {"request": {"method": "GET", "url": "https://h.example/", "headers": []}}
    archive = tmp_path / "browser.har"
    log = {"version": "1.2", "entries": [page, entry, {"request": 5}]}
    archive.write_text(json.dumps({"log": log}, indent=2), "utf-8")
    with receiver() as there:
        ran = run("replay", str(archive), "--to", there.url)
        assert ran.code == 1
        assert bodies(there) == [original.body]
    assert ("X-One", "1") in raw_headers(there.requests[0])
    assert "line 1: entry 3 of the archive is not a valid HAR request" in ran.stderr


def test_a_truncated_har_file_is_reported_once(run: Run, tmp_path: Path) -> None:
    archive = tmp_path / "cut.har"
    archive.write_text('{"log": {"version": "1.2", "entries": [\n{"a": 1},\n{"b"')
    ran = run("replay", str(archive), "--to", "http://127.0.0.1:1")
    assert ran.code == 2
    assert "is an HTTP Archive (HAR) that is cut off" in ran.stderr
    assert ran.stderr.count("error:") == 1


def test_all_includes_deliveries_without_an_event_name(run: Run, store: Path) -> None:
    nameless = delivery("a.created", 1)._replace(body=b"no JSON", headers=())
    forged = delivery("a.created", 2, secret="other")
    with Store(store, writable=True) as database:
        judged = (Secrets().verify(nameless), Secrets(given=(SECRET,)).verify(forged))
        database.add((None, ReceivedDelivery(verified, 200)) for verified in judged)
    named = put(store, [delivery("a.created", 3)])
    assert len(named) == 3
    with receiver() as there:
        ran = run("replay", "--all", "--to", there.url)
        assert ran.code == 0, ran.stderr
        assert bodies(there) == [b"no JSON", delivery("a.created", 3).body]
    assert "skipped 1 refused delivery (mismatch)" in ran.stderr
