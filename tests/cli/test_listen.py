"""`hooks listen` as a process: signals, streams, counting, saving, a terminal."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from tests.support import recordings
from tests.support.hostile import HOSTILE
from tests.support.listen_process import BODY, Listen, signed
from tests.support.screens import TerminalOutput
from twenty_hooks.config import secrets_file
from twenty_hooks.protocol.signature import signed_headers


@pytest.fixture
def listens() -> Iterator[type[Listen]]:
    """Makes listeners; none is left running."""
    made: list[Listen] = []

    class Tracked(Listen):
        def __init__(self, *arguments: str) -> None:
            super().__init__(*arguments)
            made.append(self)

    yield Tracked
    for listening in made:
        if listening.process.poll() is None:
            listening.process.kill()
        listening.process.communicate()


def test_ready_line_delivery_and_summary(listens: type[Listen]) -> None:
    listening = listens()
    assert "verifying with this machine's local secret" in listening.ready
    assert listening.post(headers=signed(secret=secrets_file.local_secret())) == 200
    line = listening.line()
    assert re.match(
        r"\d\d:\d\d:\d\d\.\d{3}  [0-9a-z]{8}  ✓ valid +person.created +Ada ", line
    )
    assert line.endswith("76 B\n")
    assert listening.line().split() == ["name", "Ada"]
    assert listening.line().split() == ["jobTitle", "Countess"]
    code, out, err = listening.end()
    assert code == 0
    assert out == ""
    assert err.endswith("1 delivery: 1 valid (person.created 1)\n")


def test_the_summary_names_five_events_and_counts_the_rest(
    listens: type[Listen],
) -> None:
    listening = listens("--secret", "s")
    for letter in "aabbccddeef":
        body = json.dumps({"eventName": f"{letter}.created", "record": {}}).encode()
        assert listening.post(body, signed(body)) == 200
    _, _, err = listening.end()
    assert err.endswith("e.created 2, 1 more event)\n")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_with_0_and_a_summary(
    listens: type[Listen], how: signal.Signals
) -> None:
    listening = listens()
    code, out, err = listening.end(how)
    assert (code, out) == (0, "")
    assert err.endswith("no deliveries received\n")
    assert "Traceback" not in err


def test_a_signal_is_not_held_up_by_open_connections(listens: type[Listen]) -> None:
    listening = listens()
    with contextlib.ExitStack() as stack:
        for piece in (b"", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"):
            connection = http.client.HTTPConnection("127.0.0.1", listening.port)
            connection.connect()
            stack.callback(connection.close)
            connection.send(piece)
        code, _, _ = listening.end()
    assert code == 0


def test_json_is_one_object_per_line(listens: type[Listen]) -> None:
    listening = listens("--json", "--secret", "s")
    ready = json.loads(listening.line())
    assert ready["type"] == "ready"
    assert ready["url"] == f"http://127.0.0.1:{listening.port}"
    assert listening.post(b"\xff", path="/a?b=%20") == 401
    assert listening.post(headers=signed()) == 200
    first, second = json.loads(listening.line()), json.loads(listening.line())
    assert list(first) == [
        *("type", "id", "receivedAt", "method", "path", "headers", "bodyBase64"),
        *("event", "webhookId", "verdict", "valid", "status", "history"),
    ]
    assert first["path"] == "/a?b=%20"
    assert (first["verdict"], first["valid"], first["status"]) == (
        "unsigned",
        False,
        401,
    )
    assert second["body"].encode() == BODY
    assert (second["event"], second["valid"]) == ("person.created", True)
    code, out, _ = listening.end()
    assert (code, out) == (0, "")


def test_its_lines_can_be_verified_again(listens: type[Listen], run: Run) -> None:
    listening = listens("--json", "--secret", "s", "--count", "1")
    listening.post(headers=signed())
    _, out, _ = listening.end(None)
    assert run("verify", "--secret", "s", stdin=out).code == 0


def test_count_ends_it_and_refused_ones_do_not_count(listens: type[Listen]) -> None:
    listening = listens("--count", "2", "--secret", "s")
    assert listening.post() == 401
    assert listening.post(headers=signed()) == 200
    assert listening.post(headers=signed()) == 200
    code, _, err = listening.end(None)
    assert code == 0
    assert err.endswith("3 deliveries: 2 valid, 1 unsigned (person.created 3)\n")


def test_too_few_in_time_is_1(listens: type[Listen]) -> None:
    listening = listens("--count", "2", "--for", "6s", "--secret", "s")
    assert listening.post(headers=signed()) == 200
    code, _, err = listening.end(None)
    assert code == 1
    assert err.endswith("received 1 of 2 deliveries\n")
    assert listens("--for", "10ms").end(None)[0] == 0


def test_event_hides_but_still_verifies_saves_and_answers(
    listens: type[Listen], tmp_path: Path
) -> None:
    file = tmp_path / "saved.jsonl"
    listening = listens(
        *("--event", "company.*", "--event", "*.deleted", "--save", str(file)),
        *("--secret", "s", "--count", "1"),
    )
    assert listening.post(headers=signed()) == 200
    assert listening.post() == 401
    company = BODY.replace(b"person", b"company")
    assert listening.post(company, signed(company)) == 200
    code, out, err = listening.end(None)
    assert code == 0
    assert "company.created" in out
    assert "person.created" not in out
    assert "3 deliveries: 2 valid, 1 unsigned" in err
    assert len(file.read_bytes().splitlines()) == 3


def test_a_pattern_that_can_not_match_is_usage(run: Run) -> None:
    ran = run("listen", "--event", "person.c*")
    assert ran.code == 2
    assert "can never match" in ran.stderr


def test_saved_is_what_came_and_is_private(listens: type[Listen], run: Run) -> None:
    file = Path(os.environ["HOME"]) / "saved.jsonl"
    file.write_text('{"cut off', "utf-8")
    file.chmod(0o600)
    recorded = [item for item in recordings.VERIFIABLE if item.release == "2.21"][:20]
    secrets = str(recordings.secrets_file("2.21"))
    listening = listens("--save", str(file), "--secret-file", secrets)
    for item in recorded:
        assert listening.post(item.delivery.body, item.delivery.headers) == 200
    # Whatever was answered is in the file, however it ends.
    assert listening.end(signal.SIGKILL)[0] == -signal.SIGKILL
    broken, *lines = file.read_bytes().splitlines()
    assert broken == b'{"cut off'
    assert [json.loads(line)["body"].encode() for line in lines] == [
        item.delivery.body for item in recorded
    ]
    ran = run("verify", str(file), "--secret-file", secrets, "--json")
    assert [row["valid"] for row in ran.json_lines] == [True] * 20
    assert "line 1: not JSON" in ran.stderr
    fresh = file.with_name("fresh.jsonl")
    with_fresh = listens("--save", str(fresh))
    assert with_fresh.end()[0] == 0
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o600


def test_a_place_that_can_not_be_saved_to(run: Run, tmp_path: Path) -> None:
    ran = run("listen", "--port", "0", "--save", str(tmp_path / "no" / "file"))
    assert ran.code == 3
    assert "can't save to" in ran.stderr


def test_a_full_disk_is_503_and_said(listens: type[Listen]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    listening = listens("--save", "/dev/full", "--secret", "s")
    assert listening.post(headers=signed()) == 503
    assert "503" in listening.line()
    _, _, err = listening.end()
    assert "NOT SAVED, answered 503: No space left" in err
    total = (
        "1 delivery: 0 stored, 1 NOT SAVED (answered 503); 1 valid (person.created 1)"
    )
    assert f"{total}\n" in err


def test_max_body(listens: type[Listen]) -> None:
    listening = listens("--max-body", "1kb", "--secret", "s")
    assert listening.post(b" " * 1_001) == 413
    assert listening.post(headers=signed()) == 200
    assert "refused (413)" in listening.end()[2]


def test_a_taken_port_is_set_up(listens: type[Listen], run: Run) -> None:
    listening = listens()
    ran = run("listen", "--port", str(listening.port))
    assert ran.code == 3
    assert f"can't listen on 127.0.0.1 port {listening.port}" in ran.stderr
    assert "hint: choose another port" in ran.stderr


def test_tolerance_judges_by_when_it_came(listens: type[Listen]) -> None:
    listening = listens("--secret", "s", "--tolerance", "5m")
    assert listening.post(headers=signed()) == 401
    now = str(time.time_ns() // 1_000_000)
    assert listening.post(headers=signed_headers(BODY, "s", now, "00")) == 200
    assert re.search(r"✗ too-old .*  → 401\n", listening.end()[1])


def test_the_cause_of_a_refusal_stands_below_it(listens: type[Listen]) -> None:
    running = listens("--secret", "s3cret")
    headers = signed_headers(BODY, "s3cret", str(int(time.time() * 1000)), "00" * 16)
    assert running.post(BODY + b"\n", headers) == 401
    assert running.post(BODY, headers) == 200
    code, out, _ = running.end()
    assert code == 0
    text = " ".join(out.split())
    assert text.count("cause: ") == 1
    assert (
        "cause: a newline was added at the end of the body (body-newline-added)" in text
    )


def test_accept_invalid(listens: type[Listen]) -> None:
    listening = listens("--secret", "s", "--accept-invalid")
    assert listening.post(headers=signed(secret="wrong")) == 200
    out = listening.end()[1]
    assert re.search(r"✗ mismatch +person\.created", out)
    assert "accepted anyway: the signature does not match this body" in out


@pytest.mark.parametrize("options", [("--json",), ()], ids=["json", "human"])
def test_a_reader_that_leaves_ends_it_quietly(
    listens: type[Listen], options: tuple[str, ...]
) -> None:
    listening = listens(*options, "--secret", "s")
    assert listening.process.stdout is not None
    if options:
        listening.line()
    listening.process.stdout.close()
    listening.post(headers=signed())
    assert listening.process.wait(30) == 141
    assert listening.process.stderr is not None
    assert b"Traceback" not in listening.process.stderr.read()


def test_a_reader_that_stalls_holds_up_no_answer(listens: type[Listen]) -> None:
    """Far more than a pipe holds is answered while nobody reads, and all of it is
    there afterwards."""
    listening = listens("--json", "--secret", "s")
    body = b'{"pad":"' + b"x" * 20_000 + b'"}'
    headers = signed(body)
    for _ in range(40):
        assert listening.post(body, headers) == 200
    listening.process.send_signal(signal.SIGTERM)
    assert json.loads(listening.line())["type"] == "ready"
    assert listening.process.stdout is not None
    lines = listening.process.stdout.read().splitlines()
    assert [len(json.loads(line)["body"]) for line in lines] == [len(body)] * 40
    assert listening.process.wait(30) == 0


@pytest.mark.parametrize("view", ["summary", "record", "full", "raw"])
def test_hostile_deliveries_are_shown_and_harm_nothing(
    listens: type[Listen], view: str
) -> None:
    listening = listens("--view", view, "--color", "always")
    record = {"name": HOSTILE["escapes"], **HOSTILE, **dict.fromkeys(["\x1b[1mk"], "v")}
    bodies = [
        json.dumps({"eventName": "x." + text, "record": record}).encode()
        for text in (*HOSTILE.values(), "created")
    ]
    bodies += [
        b"\xff\xfe\x1b[2J" * 10,
        b"",
        b"[" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"eventName":"big.one","record":{"name":"' + b"x" * 5_000_000 + b'"}}',
        b"\x1b" * 5_000_000,
        json.dumps({"eventName": "x.y", "record": {"n": 10**400}}).encode(),
    ]
    headers = (("X-Evil", "\x1b[31m".replace("\x1b", "\xff")),)
    for body in bodies:
        assert listening.post(body, headers) == 200
    code, out, err = listening.end()
    assert code == 0
    assert "a bug in hooks" not in err
    assert f"{len(bodies)} deliveries" in err
    ours = re.compile(r"\x1b\[[0-9;]*m")
    for text in (out, err):
        plain = ours.sub("", text)
        assert not re.search(
            r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain
        )
    assert "[bold red]x[/] [link=http://x]y[/link] :smile:" in ours.sub("", out)
    assert len(out) < 3_000_000


@pytest.mark.parametrize("columns", [40, 63, 64, 100])
def test_lines_stay_within_the_window_and_straight(
    listens: type[Listen], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(columns))
    listening = listens("--secret", "s")
    names = ["Ada", "홍길동 홍길동 홍길동", "😀" * 40, "x" * 300]
    for name in names:
        body = json.dumps(
            {"eventName": "person.created", "record": {"name": name, "이름": name}}
        ).encode()
        assert listening.post(body, signed(body)) == 200
    _, out, _ = listening.end()
    lines = out.splitlines()
    # In a narrow one the id has a line of its own above it.
    assert len(lines) == (4 if columns == 40 else 3) * len(names)
    assert all(cell_len(line) <= columns for line in lines)
    heads = [line.partition("person.created") for line in lines if "✓ valid" in line]
    assert [event for _, event, _ in heads] == ["person.created"] * len(names)
    assert len({cell_len(before) for before, _, _ in heads}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_in_a_real_terminal() -> None:
    """Coloured, no wider than the window, and Ctrl-C typed into it ends it."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    process = subprocess.Popen(
        hooks_command("listen", "--port", "0", "--secret", "s"),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(follower)
    screen = TerminalOutput(leader)
    found = screen.wait_for(r"http://127\.0\.0\.1:(\d+)[^\n]*\n")
    listening = Listen.__new__(Listen)
    listening.port = int(found[1])
    assert listening.post(headers=signed()) == 200
    screen.wait_for(r"Countess")
    os.write(leader, b"\x03")
    screen.wait_for(r"1 delivery: 1 valid")
    assert process.wait(30) == 0
    os.close(leader)
    assert "\x1b[" in screen.text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.text)
    shown = [line for line in plain.splitlines() if "person.created" in line]
    assert len(shown[1]) <= 50


def test_memory_and_order_hold_for_many(listens: type[Listen]) -> None:
    listening = listens("--json", "--secret", "s", "--count", "200")
    connection = http.client.HTTPConnection("127.0.0.1", listening.port, timeout=20)
    for number in range(200):
        body = json.dumps({"eventName": "n.created", "n": number}).encode()
        headers = dict(signed(body))
        connection.request("POST", f"/{number}", body, headers)
        assert connection.getresponse().read() == b"ok"
    connection.close()
    code, out, _ = listening.end(None)
    assert code == 0
    paths = [json.loads(line)["path"] for line in out.splitlines()[1:]]
    assert paths == [f"/{number}" for number in range(200)]
