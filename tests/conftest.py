"""Fixtures of all tests: an isolated home, and ways to run a command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from tests.fake_twenty.fixtures import (
    any_twenty,
    fake_server,
    fake_twenty,
    twenty,
    workspace,
)
from twenty_hooks.cli import app

pytest_plugins = ["pytester"]

# A suite that a shell started in the background inherits SIGINT and SIGQUIT as ignored,
# and so would every `hooks` that it starts. A handler of Python's own is replaced by
# the default action in a child process.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGQUIT"):
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)

# The time of an example depends on the machine: no deadline.
settings.register_profile("hooks", deadline=None)
settings.load_profile("hooks")

# pytest finds the fixtures by these names.
__all__ = ["any_twenty", "fake_server", "fake_twenty", "twenty", "workspace"]


@dataclass(frozen=True)
class Ran:
    """The output and the exit code of a command."""

    code: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.lines]


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a home of its own, and none of the machine's settings."""
    place = tmp_path / "home"
    place.mkdir()
    for name in list(os.environ):
        if name.startswith("TWENTY_") or name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(place / ".local" / "share"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / ".cache"))
    monkeypatch.setenv("TWENTY_HOOKS_CONFIG_DIR", str(place / "config"))
    return place


@pytest.fixture
def run() -> Run:
    """Run a command in this process, through the same Typer group as a shell."""

    def run_command(*arguments: str, stdin: bytes | str = b"") -> Ran:
        result = CliRunner().invoke(app, list(arguments), input=stdin)
        if result.exception is not None and not isinstance(
            result.exception, SystemExit
        ):
            raise result.exception
        return Ran(result.exit_code, result.stdout_bytes, result.stderr)

    return run_command


@pytest.fixture
def shell() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command in a process of its own."""

    def run_process(
        *arguments: str, stdin: bytes = b"", timeout: float = 60
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            hooks_command(*arguments),
            input=stdin,
            capture_output=True,
            timeout=timeout,
            check=False,
        )

    return run_process


def hooks_command(*arguments: str) -> Sequence[str]:
    """Return the command line that runs `hooks` with this Python."""
    return [sys.executable, "-m", "twenty_hooks", *arguments]


# The files with settings.


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a directory of a project, and return the path of its project file."""
    directory = tmp_path / "project" / "below"
    directory.mkdir(parents=True)
    monkeypatch.chdir(directory)
    return directory.parent / "twenty-hooks.toml"


@pytest.fixture
def profiles(home: Path) -> Path:
    path = home / "config" / "config.toml"
    path.parent.mkdir()
    return path


@pytest.fixture
def login(home: Path) -> Callable[[Any], None]:
    """Write the login file of Twenty's own CLI."""

    def write(content: Any) -> None:
        path = home / ".twenty" / "config.json"
        path.parent.mkdir()
        path.write_text(content if isinstance(content, str) else json.dumps(content))

    return write


def _in_zone(zone: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def at_utc() -> Iterator[None]:
    """Run the test in the time zone UTC."""
    yield from _in_zone("UTC")


@pytest.fixture
def in_newfoundland() -> Iterator[None]:
    """Run the test in a time zone three and a half hours behind UTC."""
    yield from _in_zone("NST3:30")
