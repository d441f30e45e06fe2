"""`hooks send`: the requests, and the report of the responses."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from tests.support import recordings
from tests.support.listening import Listening, running
from tests.support.receiving import answers, closed_port, receiver, silence
from tests.support.tls import tls_server
from twenty_hooks.config import secrets_file
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.protocol.signature import verify
from twenty_hooks.samples import catalogue
from twenty_hooks.text import js_json

ACTIONS = ("created", "updated", "deleted", "restored", "destroyed")


@pytest.fixture
def listening() -> Iterator[Listening]:
    with running(Secrets(local=secrets_file.local_secret())) as state:
        yield state


def test_it_needs_no_setup(run: Run, listening: Listening) -> None:
    ran = run("send", "person.created", "--to", f"{listening.url}/hook")
    assert ran.code == 0
    assert ran.stderr == "signed with this machine's local secret\n"
    assert ran.text.startswith("✓ 200  person.created  ")
    (received,) = listening.received_deliveries
    assert received.verdict
    assert received.event.name == "person.created"
    assert received.delivery.path == "/hook"
    assert received.event.value["targetUrl"] == f"{listening.url}/hook"


@pytest.mark.parametrize("era", ["2.x", "1.8", "0.55"])
def test_every_standard_object_and_action_verifies(
    run: Run, listening: Listening, era: str
) -> None:
    agents = {"2.x": "axios/1.17.0", "1.8": "axios/1.12.2", "0.55": "axios/1.7.3"}
    release = {"2.x": "2.21"}.get(era, era)
    recorded = next(item for item in recordings.VERIFIABLE if item.release == release)
    names = [name for name, _ in recorded.delivery.headers if name != "Host"]
    sent = []
    for name in catalogue.objects(era):  # type: ignore[arg-type]
        for action in ACTIONS:
            if era == "1.8" and action == "restored":
                continue
            sent.append(f"{name}.{action}")
            ran = run("send", sent[-1], "--to", listening.url, "--as", era)
            assert ran.code == 0, (sent[-1], ran.text, ran.stderr)
    assert [item.event.name for item in listening.received_deliveries] == sent
    for received in listening.received_deliveries:
        delivery = received.delivery
        assert received.verdict
        assert delivery.header("User-Agent") == agents[era]
        assert [name for name, _ in delivery.headers if name != "Host"] == names
        body = delivery.body.decode()
        assert js_json.stringify(js_json.parse(body)) == body
        keys = list(json.loads(body))
        assert keys[:7] == [
            "targetUrl",
            "eventName",
            "objectMetadata",
            "workspaceId",
            "webhookId",
            "eventDate",
            "record",
        ]


def test_count_makes_each_a_different_record(run: Run, listening: Listening) -> None:
    ran = run("send", "person.created", "--to", listening.url, "--count", "25")
    assert ran.code == 0
    assert ran.lines[0] == "25 sent: 25 ok"
    assert ran.lines[1].split() == ["25", "200"]
    assert ran.lines[2].split()[::3] == ["min", "median", "p95", "max"]
    deliveries = [item.delivery for item in listening.received_deliveries]
    for header in ("X-Twenty-Webhook-Nonce", "X-Twenty-Webhook-Signature"):
        assert len({item.header(header) for item in deliveries}) == 25
    ids = {item.event.value["record"]["id"] for item in listening.received_deliveries}
    assert len(ids) == 25


def test_count_as_json_is_a_stream(run: Run, listening: Listening) -> None:
    ran = run(
        *("send", "note.created", "--to", listening.url, "--count", "3", "--json"),
        *("--concurrency", "1"),
    )
    *replies, summary = ran.json_lines
    assert [item["type"] for item in replies] == ["reply"] * 3
    assert [item["index"] for item in replies] == [0, 1, 2]
    assert summary["type"] == "summary"
    assert (summary["sent"], summary["ok"], summary["failed"]) == (3, 3, 0)
    assert summary["outcomes"] == {"200": 3}


def test_json_of_one_is_one_document(run: Run) -> None:
    with receiver(answers("422 No", b'{"error":"bad"}')) as there:
        ran = run("send", "person.created", "--to", there.url, "--json")
    assert ran.code == 1
    assert ran.json["status"] == 422
    assert ran.json["ok"] is False
    assert ran.json["body"] == '{"error":"bad"}'
    assert "does not retry" in ran.json["consequence"]


def test_a_failure_shows_what_the_receiver_said(run: Run) -> None:
    body = b"\x1b[31mTraceback\r\n  line 2\n3\n4\n5\n6\n7"
    with receiver(answers("500 Oops", body)) as there:
        ran = run("send", "person.created", "--to", there.url)
    assert ran.code == 1
    assert ran.lines[0].startswith("✗ 500  person.created")
    assert ran.lines[1] == "  │ \\x1b[31mTraceback"
    assert ran.lines[-1] == (
        "  Twenty records a failure and does not retry: the delivery is lost"
    )
    assert "\x1b" not in ran.text
    assert "│ 6" not in ran.text


def test_no_response_at_all_is_5_and_a_failure_is_1(run: Run) -> None:
    ran = run("send", "person.created", "--to", f"http://127.0.0.1:{closed_port()}")
    assert ran.code == 5
    assert "is the receiver running" in ran.text
    with receiver(answers("500 No")) as there:
        ran = run("send", "person.created", "--to", there.url, "--count", "5")
    assert ran.code == 1
    assert ran.text.count("✗ 500") == 3
    assert "… and 2 more failures" in ran.text


def test_a_redirect_that_loses_the_body_is_a_failure(run: Run) -> None:
    moved = answers("301 Moved", b"", "Location: /x")
    with receiver(moved, answers()) as there:
        ran = run("send", "person.created", "--to", there.url)
    assert ran.code == 1
    assert "200 to an empty GET" in ran.text
    assert "301 → " in ran.text


def test_body_sends_the_given_bytes(run: Run, tmp_path: Path) -> None:
    for body in (b"\xff\x00 not json\r\n", b"", b'{"b": 1.0,  "a":2}\n'):
        file = tmp_path / "body"
        file.write_bytes(body)
        with running(Secrets(given=("s",))) as state:
            ran = run("send", "--body", str(file), "--to", state.url, "--secret", "s")
        assert ran.code == 0
        assert state.received_deliveries[0].delivery.body == body
        assert state.received_deliveries[0].verdict


def test_data_is_exactly_this_record(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(
        '{"b": 1.0, "10": 1e21, "9": "\\u00e9\\/", "a": {"x": []}}', "utf-8"
    )
    with running(Secrets(given=("s",))) as state:
        arguments = ("--data", str(file), "--to", state.url, "--secret", "s")
        assert run("send", "invoice.created", *arguments).code == 0
        assert run("send", *arguments).code == 2
    body = state.received_deliveries[0].delivery.body.decode()
    assert '"record":{"9":"é/","10":1e+21,"b":1,"a":{"x":[]}}}' in body
    assert state.received_deliveries[0].event.name == "invoice.created"


def test_data_with_an_event_name_is_the_whole_body(run: Run, tmp_path: Path) -> None:
    for recorded in recordings.ALL[::9]:
        file = tmp_path / "body.json"
        file.write_text(
            json.dumps(json.loads(recorded.delivery.body), indent=1), "utf-8"
        )
        with running(Secrets(given=("s",))) as state:
            ran = run("send", "--data", str(file), "--to", state.url, "--secret", "s")
        assert ran.code == 0
        assert state.received_deliveries[0].delivery.body == recorded.delivery.body


def test_unsigned_carries_none_of_the_headers(run: Run, listening: Listening) -> None:
    assert run("send", "task.created", "--to", listening.url, "--unsigned").code == 0
    assert listening.received_deliveries[0].verdict.name == "unsigned"
    names = [name for name, _ in listening.received_deliveries[0].delivery.headers]
    assert not [name for name in names if name.startswith("X-Twenty")]


def test_the_remembered_secret_of_this_url_is_preferred(run: Run) -> None:
    secrets_file.local_secret()
    with running(Secrets(remembered={"the-id": "theirs"})) as state:
        path = secrets_file.path()
        content = json.loads(path.read_text("utf-8"))
        content["webhooks"] = {"the-id": {"secret": "theirs", "targetUrl": state.url}}
        path.write_text(json.dumps(content), "utf-8")
        ran = run("send", "person.created", "--to", state.url)
        other = run("send", "person.created", "--to", f"{state.url}/other")
    assert ran.code == 0
    assert ran.stderr == "signed with the remembered secret of webhook the-id\n"
    assert state.received_deliveries[0].event.webhook_id == "the-id"
    assert other.stderr == "signed with this machine's local secret\n"


def test_dry_run_prints_the_requests_and_sends_nothing(run: Run) -> None:
    to = ("--to", f"http://127.0.0.1:{closed_port()}/x?y", "--dry-run")
    secret = ("--secret", "s")
    ran = run("send", "person.created", *to, *secret)
    assert ran.code == 0
    assert ran.stdout.startswith(b"POST /x?y HTTP/1.1\r\nHost: ")
    assert ran.stdout.endswith(b"}")
    assert run("verify", *secret, stdin=ran.stdout).code == 0
    shape = run("send", "person.created", *to, *secret, "--json")
    assert shape.json["path"] == "/x?y"
    assert run("verify", *secret, stdin=shape.stdout).code == 0
    three = run("send", "person.created", *to, *secret, "--count", "3", "--json")
    assert len(three.json_lines) == 3
    three = run("send", "person.created", *to, *secret, "--count", "3")
    verified = run("verify", *secret, stdin=three.stdout)
    assert verified.stderr == "3 deliveries: 3 valid\n"
    assert three.stdout.count(b"}\r\n\r\nPOST /x?y HTTP/1.1\r\n") == 2


def test_seed_makes_the_same_body_and_a_fresh_signature(run: Run) -> None:
    arguments = ("send", "person.created", "--to", "http://127.0.0.1:1/", "--dry-run")
    made = [
        run(*arguments, "--secret", "s", "--seed", "5", "--json").json for _ in range(2)
    ]
    assert made[0]["body"] == made[1]["body"]
    nonces = {dict(item["headers"])["X-Twenty-Webhook-Nonce"] for item in made}
    assert len(nonces) == 2


def test_headers_and_edits_reach_the_wire(run: Run, listening: Listening) -> None:
    ran = run(
        *("send", "person.updated", "--to", listening.url, "--actor", "user"),
        *("--set", "jobTitle=CTO", "--unset", "avatarUrl"),
        *("--header", "X-Test: a b", "--header", "User-Agent:mine"),
    )
    assert ran.code == 0
    verified = listening.received_deliveries[0].verified
    assert verified.delivery.header("X-Test") == "a b"
    assert verified.delivery.header("User-Agent") == "mine"
    assert verified.event.record is not None
    assert verified.event.record["jobTitle"] == "CTO"
    assert "avatarUrl" not in verified.event.record
    assert verified.event.updated_fields == ("jobTitle",)
    assert "userId" in verified.event.value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("person.created",), "missing option: --to URL"),
        (("person.created", "--to", "localhost:3000"), "not a valid target URL"),
        (("--to", "http://127.0.0.1:1"), "nothing to send"),
        (("people.created", "--to", "http://127.0.0.1:1"), "person.created"),
        (("x.created", "--to", "http://h", "--header", "no"), "not a header"),
        (("x.created", "--to", "http://h", "--header", "A: \n"), "not a header"),
        (
            ("x.created", "--to", "http://h", "--header", "A: 한"),
            "can't be sent over HTTP",
        ),
        (("x.created", "--to", "http://h", "--timeout", "0"), "greater than 0"),
        (("x.created", "--to", "http://h", "--timeout", "x"), "not a duration"),
        (
            ("x.created", "--to", "http://h", "--unsigned", "--secret", "s"),
            "--unsigned can't be used with --secret",
        ),
        (
            ("x.created", "--to", "http://h", "--data", "-", "--body", "-"),
            "--data can't be used with --body",
        ),
        (
            ("x.created", "--to", "http://h", "--body", "-", "--set", "a=b"),
            "can't be used with --body",
        ),
        (("x.created", "--to", "http://h", "--data", "-"), "not JSON"),
        (
            ("x.created", "--to", "http://example.com", "--count", "2"),
            "send 2 deliveries to example.com, a public host?",
        ),
    ],
)
def test_usage(run: Run, arguments: tuple[str, ...], message: str) -> None:
    ran = run("send", *arguments)
    assert ran.code == 2
    assert message in ran.stderr
    assert "hint: " in ran.stderr
    assert ran.stderr.startswith("error: ")
    assert ran.stdout == b""


@pytest.mark.parametrize(("era", "ends"), [("2.x", "/"), ("1.8", "/"), ("0.55", "")])
def test_the_body_names_the_url_as_that_release_stores_it(
    run: Run, listening: Listening, era: str, ends: str
) -> None:
    assert run("send", "x.created", "--to", listening.url, "--as", era).code == 0
    value = listening.received_deliveries[0].event.value
    assert value["targetUrl"] == listening.url + ends


def test_one_run_sends_from_one_webhook(run: Run, listening: Listening) -> None:
    ran = run("send", "person.created", "--to", listening.url, "--count", "5")
    assert ran.code == 0
    values = [received.event.value for received in listening.received_deliveries]
    for key in ("workspaceId", "webhookId", "objectMetadata"):
        assert len({json.dumps(value[key]) for value in values}) == 1
    assert len({value["record"]["id"] for value in values}) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_ctrl_c_and_sigterm_report_what_is_in_flight(
    number: signal.Signals, code: int
) -> None:
    with receiver(silence) as there:
        process = subprocess.Popen(
            hooks_command(
                *("send", "person.created", "--to", there.url, "--count", "50"),
                *("--secret", "s", "--timeout", "1m", "--concurrency", "1"),
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 30
        while not there.requests and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        _, words = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"stopped: 0 of 50 done, 1 in flight" in words
    assert b"Traceback" not in words


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding"])
def test_headers_that_frame_the_body_are_rejected(run: Run, name: str) -> None:
    ran = run("send", "x.created", "--to", "http://h", "--header", f"{name}: 5")
    assert ran.code == 2
    assert f"--header can't set {name}" in ran.stderr


def test_no_secret_in_any_output(run: Run, listening: Listening) -> None:
    secret = secrets_file.local_secret()
    for options in ((), ("--json",), ("--dry-run",), ("--count", "2")):
        ran = run("send", "person.created", "--to", listening.url, *options)
        assert secret not in ran.text + ran.stderr


def test_the_documented_shape_is_sent_signed(run: Run, listening: Listening) -> None:
    ran = run("send", "person.created", "--to", listening.url, "--as", "documented")
    assert ran.code == 0
    verified = listening.received_deliveries[0].verified
    assert list(verified.event.value) == ["event", "data", "timestamp"]
    delivery = verified.delivery
    assert verify(delivery.body, delivery.headers, [secrets_file.local_secret()])


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_the_progress_bar_does_not_touch_stdout(listening: Listening) -> None:
    """Messages on a terminal and data in a file: rich would capture the data."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        hooks_command(
            *("send", "person.created", "--to", listening.url, "--count", "5"),
            "--json",
        ),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as process:
        os.close(theirs)
        out, _ = process.communicate(timeout=60)
    words = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while piece := os.read(ours, 65_536):
            words += piece
    os.close(ours)
    *replies, summary = [json.loads(line) for line in out.splitlines()]
    assert [one["type"] for one in replies] == ["reply"] * 5
    assert summary["ok"] == 5
    assert b"sending" in words
    assert b"reply" not in words


def test_an_untrusted_certificate_suggests_insecure(run: Run) -> None:
    with tls_server() as port:
        arguments = ("send", "x.created", "--to", f"https://localhost:{port}")
        ran = run(*arguments)
        assert ran.code == 5
        assert "TLS certificate not trusted: self-signed certificate" in ran.text
        assert "--insecure skips the check" in ran.text
        assert run(*arguments, "--insecure").code == 0


def test_a_reset_connection_is_not_a_tls_failure(run: Run) -> None:
    with tls_server(resets=True) as port:
        ran = run(
            *("send", "x.created", "--to", f"https://localhost:{port}", "--insecure")
        )
    assert ran.code == 5
    assert "the receiver closed the connection without a response" in ran.text
    assert "TLS" not in ran.text


def test_https_to_a_plain_http_receiver(run: Run) -> None:
    with receiver(answers(), reads=False) as there:
        ran = run("send", "x.created", "--to", f"https://127.0.0.1:{there.port}")
    assert ran.code == 5
    assert "does the receiver expect plain http:// on this port?" in ran.text


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_too_few_file_descriptors_are_reported(host: str) -> None:
    with receiver(silence) as there:
        command = hooks_command(
            *("send", "x.created", "--to", f"http://{host}:{there.port}"),
            *("--count", "100", "--concurrency", "100", "--timeout", "4s"),
        )
        done = subprocess.run(
            ["sh", "-c", 'ulimit -n 40; exec "$@"', "sh", *command],
            capture_output=True,
            check=False,
            timeout=60,
        )
        there.over.set()
    out = done.stdout.decode()
    assert "too-many-files" in out
    assert "Too many open files: raise the limit with 'ulimit -n 4096'" in out
    assert "--concurrency" in out
    assert "nothing reached the receiver" in out
    assert "unknown-host" not in out
    assert "unreachable" not in out
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_answering_no_is_not_an_error() -> None:
    from tests.support.screens import window

    to = ("--to", "https://example.com")
    with window(hooks_command("send", "x.created", "--count", "2", *to)) as seen:
        seen.prints("a public host")
        seen.type("n\n")
        assert seen.ends() == 1
        assert "cancelled" in seen.screen.printed
        assert "error" not in seen.screen.printed
