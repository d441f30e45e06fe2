"""Rules for every command: streams, exit codes, errors, help, and a fast start."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.conftest import Run, hooks_command
from twenty_hooks import __version__
from twenty_hooks.cli.group import HooksGroup

FULL = Path("/dev/full")


def test_version(run: Run) -> None:
    assert run("--version").text == f"hooks {__version__}\n"


@pytest.mark.parametrize("start", [["-m", "twenty_hooks"], ["-c", "PROGRAM"]])
def test_every_way_to_start_the_program(start: list[str]) -> None:
    program = "from twenty_hooks.cli import run; run()"
    words = [program if word == "PROGRAM" else word for word in start]
    done = subprocess.run(
        [sys.executable, *words, "--version"], capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == f"hooks {__version__}"


@pytest.mark.parametrize(
    "arguments",
    [("nope",), ("verify", "--nope"), ("sign",), ("verify", "--now", "x"), ()],
)
def test_usage_errors_exit_with_two_and_print_to_stderr(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.stdout == b""
    if arguments:
        assert ran.stderr.startswith("error: ")
        assert "hint: " in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [("verify", "--nope", "--json"), ("verify", "nowhere", "--json")],
)
def test_errors_are_json_with_the_json_option(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    shape = json.loads(ran.stderr)
    assert list(shape) == ["error"]
    assert list(shape["error"]) == ["code", "message", "hint"]
    assert shape["error"]["code"] in ("usage", "unreadable-file")


def test_a_bug_exits_with_70_and_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = typer.Typer(cls=HooksGroup, rich_markup_mode=None)

    @broken.callback()
    def main() -> None:
        """A group with one command."""

    @broken.command()
    def fail() -> None:
        raise RuntimeError("the cause")

    with pytest.raises(SystemExit) as ended:
        broken(["fail"])
    assert ended.value.code == 70
    text = capsys.readouterr().err
    assert "RuntimeError: the cause" in text
    assert "this is a bug in hooks" in text


def test_an_interrupt_exits_with_130() -> None:
    broken = typer.Typer(cls=HooksGroup, rich_markup_mode=None)

    @broken.callback()
    def main() -> None:
        """A group with one command."""

    @broken.command()
    def wait() -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        broken(["wait"])
    assert ended.value.code == 130


def test_a_closed_pipe_ends_quietly() -> None:
    line = b'{"headers":[],"body":"{}"}\n'
    process = subprocess.Popen(
        hooks_command("verify"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stdin is not None
    with contextlib.suppress(
        BrokenPipeError
    ):  # the process may end before it has read all
        process.stdin.write(line * 5_000)
    process.stdin.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.stderr.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("verify", "--help"),
        ("sample", "person.created"),
        ("events",),
        ("demo",),
        ("send", "person.created", "--to", "http://127.0.0.1:1"),
        ("send", "person.created", "--to", "http://127.0.0.1:1", "--json"),
        ("send", "person.created", "--to", "http://127.0.0.1:1", "--count", "2"),
    ],
    ids=" ".join,
)
def test_a_pipe_that_is_closed_before_the_start(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        hooks_command(*arguments), stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.returncode == 141
    assert b"Traceback" not in done.stderr
    assert b"does not work" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ("secret",),
        ("sample", "person.created"),
        ("events",),
        ("demo",),
        ("send", "person.created", "--to", "http://127.0.0.1:1"),
    ],
    ids=" ".join,
)
def test_a_full_output_is_an_error(arguments: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            hooks_command(*arguments), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert b"error: can't write the output: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("verify",), ("verify", "-"), ("sign", "-")], ids=" ".join
)
def test_a_closed_stdin_is_an_error(arguments: tuple[str, ...]) -> None:
    words = " ".join(shlex.quote(word) for word in hooks_command(*arguments))
    done = subprocess.run(
        ["sh", "-c", f"{words} <&-"], capture_output=True, check=False
    )
    assert done.returncode == 3
    assert b"stdin is closed" in done.stderr


@pytest.mark.parametrize("columns", ["0", "", "x", "9" * 50])
def test_an_invalid_columns_is_ignored(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = run("send", "person.created", "--to", "http://127.0.0.1:1")
    assert ran.code == 5
    assert "refused" in ran.text


HEAVY = (
    *("httpx", "rich", "asyncio", "aiohttp", "pydantic", "uvloop", "h11", "click"),
    "sqlite3",
)
LIGHT = [
    ("--help",),
    ("--version",),
    ("sign", "--help"),
    ("listen", "--help"),
    ("deliveries", "export", "--help"),
    ("sign", "-"),
    ("verify", "--secret", "s"),
    ("secret",),
    ("nope",),
]


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_starts_without_the_heavy_libraries(arguments: tuple[str, ...]) -> None:
    program = (
        "import sys; from twenty_hooks.cli import app; "
        "app(sys.argv[1:], standalone_mode=False); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=b'{"headers":[],"body":""}',
        capture_output=True,
        check=True,
        env=dict(os.environ),
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("environment", "option", "colored"),
    [
        ({}, "auto", False),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"NO_COLOR": "1"}, "always", True),
    ],
)
def test_color(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    option: str,
    colored: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ran = run("verify", "--color", option, stdin=b'{"headers":[],"body":""}')
    assert ("\x1b[" in ran.text) is colored


def test_symbols_fall_back_where_the_stream_is_ascii() -> None:
    done = subprocess.run(
        hooks_command("verify"),
        input='{"headers":[],"body":"{\\"eventName\\":\\"é.x\\"}"}'.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert b"! unsigned" in done.stdout
    assert b"\\xe9.x" in done.stdout
