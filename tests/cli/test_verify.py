"""`hooks verify`: verdicts over files, pipes and bare bodies."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from tests.support import recordings
from twenty_hooks.config import secrets_file
from twenty_hooks.protocol.signature import signed_headers

BODY = '{"eventName":"person.created","record":{"id":"1","name":"José"}}'.encode()
SIGNATURE = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"
TIMESTAMP = "1735066639761"
BARE = ("--signature", SIGNATURE, "--timestamp", TIMESTAMP)


def line(body: bytes, secret: str, timestamp: int, received: str = "") -> str:
    headers = signed_headers(body, secret, str(timestamp), "00" * 16)
    shape = {"headers": [list(pair) for pair in headers], "body": body.decode()}
    if received:
        shape["receivedAt"] = received
    return json.dumps(shape)


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_recordings(run: Run, release: str) -> None:
    ran = run(
        *("verify", str(recordings.deliveries_file(release)), "--json"),
        *("--secret-file", str(recordings.secrets_file(release))),
    )
    expected = [item for item in recordings.ALL if item.release == release]
    keys = ["index", "event", "webhookId", "verdict", "valid"]
    why = ["cause", "detail", "fix", "possible", "tried"]
    assert [list(row) for row in ran.json_lines] == [
        keys if item.verifies else keys + why for item in expected
    ]
    for row, recorded in zip(ran.json_lines, expected, strict=True):
        assert row["index"] == recorded.index
        assert row["event"] == recorded.event
        assert row["webhookId"] == recorded.webhook_id
        assert row["valid"] is recorded.verifies
        assert row["verdict"] == (
            "valid"
            if recorded.verifies
            else "mismatch"
            if recorded.is_signed
            else "unsigned"
        )
    assert ran.code == 1  # unsigned ones are among them


def test_all_valid_is_exit_code_0(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "valid.jsonl"
    valid = [item for item in recordings.VERIFIABLE if item.release == "2.21"]
    file.write_text(
        "".join(json.dumps(item.delivery.to_json()) + "\n" for item in valid), "utf-8"
    )
    ran = run(
        "verify", str(file), "--secret-file", str(recordings.secrets_file("2.21"))
    )
    assert ran.code == 0
    assert ran.stderr == "57 deliveries: 57 valid\n"
    assert all(row[6:].startswith("✓ valid") for row in ran.lines)
    assert "Ada" not in ran.stderr


def test_a_bare_body(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(BODY)
    ran = run("verify", str(file), *BARE, "--secret", "s3cret")
    assert (ran.code, ran.stderr) == (0, "1 delivery: 1 valid\n")
    assert run("verify", *BARE, "--secret", "s3cret", stdin=BODY).code == 0
    assert run("verify", "-", *BARE, "--secret", "s3cret", stdin=BODY).code == 0
    assert run("verify", *BARE, "--secret", "other", stdin=BODY).code == 1
    # Bytes that look like a delivery are a body if the options say so.
    odd = b'{"headers":[],"body":""}'
    made = run("sign", "-", "--secret", "a", "--timestamp", "1", stdin=odd).lines
    signature = made[1].split(": ")[1]
    ran = run(
        *("verify", "--signature", signature, "--timestamp", "1", "--secret", "a"),
        stdin=odd,
    )
    assert ran.code == 0


def test_rotation_takes_either_secret(run: Run) -> None:
    rotating = ("--secret", "old", "--secret", "s3cret")
    assert run("verify", *BARE, *rotating, stdin=BODY).code == 0


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (("verify",), b"", "stdin is empty"),
        (("verify", "-"), b"\n", "stdin is empty"),
        (("verify", *BARE), b"", "stdin is empty"),
        (("verify",), BODY, "bare body"),
        (
            ("verify", "--signature", SIGNATURE),
            BODY,
            "missing option for a bare body: --timestamp MS",
        ),
        (
            ("verify", "--timestamp", "1"),
            BODY,
            "missing option for a bare body: --signature HEX",
        ),
        (
            ("verify", "--input", "body"),
            BODY,
            "missing option for a bare body: --signature HEX",
        ),
        (("verify", *BARE, "--input", "http"), BODY, "--input http can't be used with"),
        (("verify", "@1", *BARE), BODY, "are for a bare body: name a file"),
        (("verify", "--tolerance", "soon"), BODY, "not a duration"),
        (("verify", "--input", "xml"), BODY, "invalid value"),
    ],
)
def test_usage(
    run: Run, arguments: tuple[str, ...], stdin: bytes, message: str
) -> None:
    ran = run(*arguments, stdin=stdin)
    assert ran.code == 2
    assert ran.stdout == b""
    assert message in ran.stderr
    assert "\nhint: " in ran.stderr


def test_a_piped_bare_body_suggests_a_pipe(run: Run) -> None:
    ran = run("verify", stdin=BODY)
    assert "hint: hooks verify - --signature HEX --timestamp MS\n" in ran.stderr


def test_an_unreadable_file_is_exit_code_3(run: Run, tmp_path: Path) -> None:
    assert run("verify", str(tmp_path / "none.jsonl")).code == 3
    assert run("verify", str(tmp_path)).code == 3


def test_unreadable_lines_are_reported_and_the_others_verified(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.jsonl"
    good = line(b"{}", "s", 1)
    file.write_text(f'{good}\n{{"headers": 5, "body": ""}}\nrubbish\n{good}\n', "utf-8")
    ran = run("verify", str(file), "--secret", "s")
    assert ran.code == 1
    assert len(ran.lines) == 2
    assert f"error: {file}, line 2: 'headers' must be a list" in ran.stderr
    assert f"error: {file}, line 3: not JSON" in ran.stderr
    assert ran.stderr.endswith("2 deliveries: 2 valid, 2 unreadable\n")
    ran = run("verify", str(file), "--secret", "s", "--json")
    assert [row["index"] for row in ran.json_lines] == [0, 1]
    problems = [json.loads(text)["error"] for text in ran.stderr.splitlines()]
    assert [item["code"] for item in problems] == ["unreadable-delivery"] * 2


def test_no_secret_at_all_is_exit_code_3(run: Run) -> None:
    data = line(BODY, "unknown", 1).encode()
    ran = run("verify", stdin=data)
    assert ran.code == 3
    assert "no known secret matches" in ran.stderr
    assert run("verify", "--json", stdin=data).json["verdict"] == "no-secret"
    # An unsigned delivery makes it a plain no.
    unsigned = b'{"headers":[],"body":"{}"}\n'
    assert run("verify", stdin=unsigned + data).code == 1


def test_the_local_secret_verifies_when_none_is_given(run: Run) -> None:
    data = line(BODY, secrets_file.local_secret(), 1).encode()
    assert run("verify", stdin=data).code == 0
    ran = run("verify", "--secret", "only given secrets verify", stdin=data)
    assert ran.code == 1


def test_age_is_measured_at_receipt_or_now(run: Run) -> None:
    at = 1_735_066_639_761
    dated = line(BODY, "s", at, "2024-12-24T18:57:29.761Z")  # 10 s later
    undated = line(BODY, "s", at)
    secret = ("--secret", "s")
    cases = [
        (dated, ("--tolerance", "10s"), "valid"),
        (dated, ("--tolerance", "9s"), "too-old"),
        (dated, ("--tolerance", "9s", "--now", str(at)), "too-old"),
        (undated, ("--tolerance", "9s", "--now", str(at)), "valid"),
        (undated, ("--tolerance", "9s", "--now", str(at + 9_001)), "too-old"),
        (
            undated,
            ("--tolerance", "9s", "--now", str(at - 9_001)),
            "from-the-future",
        ),
        (undated, ("--tolerance", "9s"), "too-old"),
        (undated, (), "valid"),
    ]
    for data, options, verdict in cases:
        ran = run("verify", *secret, *options, "--json", stdin=data.encode())
        assert ran.json["verdict"] == verdict, (options, verdict)


def test_hostile_names_are_escaped(run: Run) -> None:
    name = "person.\x1b]52;c;aGk=\x07created\u202e"
    body = json.dumps({"eventName": name, "record": {"name": "\x1b[2J\r\n" * 50}})
    ran = run("verify", "--secret", "s", stdin=line(body.encode(), "s", 1).encode())
    assert ran.code == 0
    assert len(ran.lines) == 1
    assert "\x1b" not in ran.text
    assert "\u202e" not in ran.text
    assert "\\x1b]52" in ran.text


def test_a_raw_request(run: Run) -> None:
    recorded = next(item for item in recordings.VERIFIABLE if item.release == "1.8")
    head = "POST /x HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in recorded.delivery.headers
    )
    request = head.encode() + b"\r\n" + recorded.delivery.body + b"\n"
    assert run("verify", "--secret", recorded.secret, stdin=request).code == 0


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux tells the peak memory"
)
def test_streams_with_constant_memory(tmp_path: Path) -> None:
    """Fifty times the deliveries must not take noticeably more memory."""
    program = (
        "import sys; from pathlib import Path; from twenty_hooks.cli import app; "
        "app(sys.argv[1:], standalone_mode=False); "
        "status = Path('/proc/self/status').read_text(); "
        "print(status.split('VmHWM:')[1].split()[0], file=sys.stderr)"
    )
    one = line(BODY + b" " * 2_000, "s", 1) + "\n"
    peaks = {}
    for count in (200, 10_000):
        file = tmp_path / f"{count}.jsonl"
        file.write_text(one * count, "utf-8")
        words = ["verify", str(file), "--secret", "s", "--json"]
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            capture_output=True,
            check=True,
        )
        assert done.stdout.count(b'"valid":true') == count
        peaks[count] = int(done.stderr.split()[-1])
    assert peaks[10_000] < peaks[200] * 1.25  # the file is 20 MB, the process about 30


def test_each_line_is_flushed() -> None:
    """A verdict is printed before the next delivery has been written."""
    process = subprocess.Popen(
        hooks_command("verify", "--secret", "s", "--json"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for index in range(3):
        process.stdin.write(line(BODY, "s", 1).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["index"] == index
    process.stdin.close()
    assert process.wait() == 0
    process.stdout.close()


def test_summary_counts_every_verdict(run: Run) -> None:
    ran = run(
        *("verify", str(recordings.deliveries_file("2.21")), "--no-diagnose"),
        *("--secret-file", str(recordings.secrets_file("2.21"))),
    )
    marks = Counter(row[6] for row in ran.lines)
    assert marks == {"✓": 57, "!": 14, "✗": 2}
    assert ran.stderr == "73 deliveries: 57 valid, 14 unsigned, 2 mismatch\n"
