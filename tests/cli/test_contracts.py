"""What holds for every command: streams, exit codes, errors, and a fast start."""

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
from twenty_hooks.cli.app import COMMANDS as ENTRIES
from twenty_hooks.cli.group import CommandEntry, HooksGroup

FULL = Path("/dev/full")
COMMANDS = [entry.name for entry in ENTRIES]


def test_version(run: Run) -> None:
    assert run("--version").text == f"hooks {__version__}\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_summary_is_the_commands_own(entry: CommandEntry) -> None:
    assert entry.load().help.split("\n\n")[0] == entry.summary


@pytest.mark.parametrize("command", COMMANDS)
def test_help_starts_with_a_verb_and_shows_an_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert ran.stderr == ""
    assert f"hooks {command}" in ran.text.split("Options:")[0].split("\n", 1)[1]
    assert all(len(row) <= 90 for row in ran.lines)


def test_help_lists_every_command_once_under_a_heading(run: Run) -> None:
    rows = [row.split() for row in run("--help").lines if row.startswith("  ")]
    for command in COMMANDS:
        assert sum(row[0] == command for row in rows if row) == 1
    assert "Commands:" not in run("--help").text  # every one has found its heading


@pytest.mark.parametrize("start", [["-m", "twenty_hooks"], ["-c", "PROGRAM"]])
def test_all_doors_lead_in(start: list[str]) -> None:
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
def test_usage_errors_are_two_on_stderr(run: Run, arguments: tuple[str, ...]) -> None:
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
def test_errors_are_json_where_json_was_asked_for(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    shape = json.loads(ran.stderr)
    assert list(shape) == ["error"]
    assert list(shape["error"]) == ["code", "message", "hint"]
    assert shape["error"]["code"] in ("usage", "unreadable-file")


def test_a_bug_is_seventy_with_its_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = typer.Typer(cls=HooksGroup, rich_markup_mode=None)

    @broken.callback()
    def main() -> None:
        """Have a group."""

    @broken.command()
    def fail() -> None:
        raise RuntimeError("the cause")

    with pytest.raises(SystemExit) as ended:
        broken(["fail"])
    assert ended.value.code == 70
    words = capsys.readouterr().err
    assert "RuntimeError: the cause" in words
    assert "this is a bug in hooks" in words


def test_interrupted_is_130() -> None:
    broken = typer.Typer(cls=HooksGroup, rich_markup_mode=None)

    @broken.callback()
    def main() -> None:
        """Have a group."""

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
    with contextlib.suppress(BrokenPipeError):  # it may be gone before it has read all
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
def test_nobody_reads_what_it_prints(arguments: tuple[str, ...]) -> None:
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
def test_an_output_that_is_full_is_said(arguments: tuple[str, ...]) -> None:
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
def test_a_closed_stdin_is_said(arguments: tuple[str, ...]) -> None:
    words = " ".join(shlex.quote(word) for word in hooks_command(*arguments))
    done = subprocess.run(
        ["sh", "-c", f"{words} <&-"], capture_output=True, check=False
    )
    assert done.returncode == 3
    assert b"stdin is closed" in done.stderr


@pytest.mark.parametrize("columns", ["0", "", "x", "9" * 50])
def test_a_width_that_is_none_is_no_width(
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
