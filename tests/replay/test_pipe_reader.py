"""`hooks replay -` with a pipe: each delivery is sent as it comes."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from tests.support.deliveries import delivery
from tests.support.receiving import Receiver, bodies, receiver


def line(number: int) -> bytes:
    return json.dumps(delivery("a.created", number).to_json()).encode() + b"\n"


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def has_got(there: Receiver, count: int) -> bool:
    return len(there.requests) == count


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        hooks_command("replay", *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_each_is_sent_while_the_pipe_is_still_open() -> None:
    with receiver() as there, started("-", "--to", there.url) as process:
        assert process.stdin is not None
        for count in (1, 2, 3):
            process.stdin.write(line(count))
            process.stdin.flush()
            wait_for(functools.partial(has_got, there, count))
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        assert bodies(there) == [delivery("a.created", n).body for n in (1, 2, 3)]
    assert out.startswith(b"3 sent: 3 ok\n")


def test_what_cannot_be_read_is_told_and_the_rest_is_sent() -> None:
    with receiver() as there, started("-", "--to", there.url) as process:
        assert process.stdin is not None
        process.stdin.write(line(1) + b"{oops\n")
        process.stdin.flush()
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"error: stdin, line 2: not JSON")
        process.stdin.write(line(2))
        process.stdin.flush()
        wait_for(lambda: len(there.requests) == 2)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert out.startswith(b"2 sent: 2 ok\n")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_pipe_that_stays_open_can_be_left(number: signal.Signals, code: int) -> None:
    with receiver() as there, started("-", "--json", "--to", there.url) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line(1))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["ok"] is True
        process.send_signal(number)
        assert process.wait(30) == code
        summary = json.loads(process.stdout.readline())
        assert (summary["asked"], summary["ok"], summary["onTheirWay"]) == (1, 1, 0)
        assert process.stderr is not None
        words = process.stderr.read()
    assert b"stopped: 1 was done" in words
    assert b"Traceback" not in words
    assert b"Fatal" not in words


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_a_named_pipe_streams_too(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with receiver() as there, started(str(pipe), "--to", there.url) as process:
        with pipe.open("wb", buffering=0) as writing:
            writing.write(line(1))
            wait_for(lambda: len(there.requests) == 1)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out.startswith(b"1 sent: 1 ok\n")


def test_more_than_is_read_ahead_goes_out_in_order(run: Run) -> None:
    count = 350
    lines = b"".join(line(number) for number in range(count))
    with receiver() as there:
        ran = run("replay", "-", "--to", there.url, stdin=lines)
        assert ran.code == 0, ran.stderr
        assert bodies(there) == [delivery("a.created", n).body for n in range(count)]


def test_an_answer_that_is_late_is_not_held_up_by_a_pipe_that_waits() -> None:
    """Its limit would run out, if nothing went on while the pipe is read."""
    options = ("--concurrency", "4", "--json")
    with receiver() as there, started("-", *options, "--to", there.url) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line(1) + line(2))
        process.stdin.flush()
        replies = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert [one["ok"] for one in replies] == [True, True]
        process.communicate(timeout=30)


@pytest.mark.parametrize(
    "options",
    [["--times", "2"], ["--shuffle"], ["--rate", "100/s"], ["--original-timing"]],
)
def test_what_needs_all_of_it_says_that_it_waits(run: Run, options: list[str]) -> None:
    with receiver() as there:
        arguments = ("replay", "-", *options, "--to", there.url)
        ran = run(*arguments, stdin=line(1) + line(1))
        assert ran.code == 0, ran.stderr
        assert set(bodies(there)) == {delivery("a.created", 1).body}
    assert f"all is read before any is sent, as {options[0]} needs" in ran.stderr


@pytest.mark.parametrize(
    ("piped", "code", "message"),
    [
        (b"", 2, "stdin is empty"),
        (b'{"type": "ready"}\n', 1, "there is no delivery in stdin"),
        (b'{"a": 1}', 2, "looks like a bare body"),
    ],
)
def test_a_pipe_without_a_delivery_is_an_error(
    run: Run, piped: bytes, code: int, message: str
) -> None:
    ran = run("replay", "-", "--to", "http://127.0.0.1:1", stdin=piped)
    assert (ran.code, ran.text) == (code, "")
    assert message in ran.stderr


def test_a_public_host_is_not_sent_a_pipe_unasked(run: Run) -> None:
    ran = run("replay", "-", "--to", "https://hooks.example.com/", stdin=line(1))
    assert ran.code == 2
    assert "send all that the pipe brings to hooks.example.com" in ran.stderr


def test_a_dry_run_of_a_pipe_prints_each(run: Run) -> None:
    arguments = ("replay", "-", "--dry-run", "--json", "--to", "http://127.0.0.1:1/x")
    ran = run(*arguments, stdin=line(1) + line(2))
    assert [one["path"] for one in ran.json_lines] == ["/x", "/x"]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_at_a_terminal_it_says_what_it_waits_for() -> None:
    import pty

    ours, theirs = pty.openpty()
    with receiver() as there:
        process = subprocess.Popen(
            hooks_command("replay", "-", "--to", there.url),
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        words = process.stderr.readline()
        assert words == b"reading deliveries from stdin: Ctrl-D ends them\n"
        os.write(ours, line(1))
        wait_for(lambda: len(there.requests) == 1)
        os.write(ours, b"\x04")
        out, _ = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    assert (process.returncode, out.splitlines()[0]) == (0, b"1 sent: 1 ok")
