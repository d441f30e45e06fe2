"""Runs the commands of a page, in a directory and a home of their own.

Every command runs on a pseudo-terminal, so that its output is what a person sees. The
ports that pages speak of are replaced by free ones, and back in the output.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.docs.markdown import ROOT
from tests.fake_twenty import KEYS, FakeTwenty, serve
from tests.support.pictures import SteadyValues

COLUMNS = 88
COMMAND_SECONDS = 60
READY_SECONDS = 30
# As long as the real one, so that lines break at the same places.
_HOME = "/home/lovelace"
_TWENTY = "https://crm.example.com"
_PORTS = (8020, 3000)
_EXAMPLES = ROOT / "docs" / "examples"


class CommandFailed(AssertionError):  # noqa: N818
    """A command of a page hung, or could not be run."""


@dataclass
class Background:
    """A command that runs beside the others, and its output so far."""

    command: str
    process: subprocess.Popen[bytes]
    reader: threading.Thread
    output: bytearray


class Session:
    """One page's commands: a home, a directory, two ports."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0
        self._stack = contextlib.ExitStack()
        self._home = Path(tempfile.mkdtemp(prefix="h", dir="/tmp"))
        self._stack.callback(shutil.rmtree, self._home, ignore_errors=True)
        self.directory = self._home / "crm"
        shutil.copytree(
            _EXAMPLES,
            self.directory / "docs" / "examples",
            ignore=shutil.ignore_patterns("__pycache__", "node_modules"),
        )
        self._ports = dict(zip(_PORTS, free_ports(len(_PORTS)), strict=True))
        self._origin = ""
        self._background: list[Background] = []
        for path in (self.directory / "docs" / "examples").rglob("*.*"):
            path.write_text(self._real(path.read_text("utf-8")), "utf-8")

    def close(self) -> None:
        """End what still runs, and remove the directory."""
        with contextlib.suppress(CommandFailed):
            self.stop()
        self._stack.close()

    def add_twenty(self) -> None:
        """Serve a Twenty with one webhook, and let the commands use it."""
        fake = FakeTwenty("2.21")
        fake.dialect.values = SteadyValues()
        fake.add(
            id="beefbeef-0000-4000-8000-000000000000",
            targetUrl="https://hooks.example.com/crm",
            operations=["*.*"],
            secret="",
        )
        self._origin = self._stack.enter_context(serve(fake))

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._real(text), "utf-8")

    def patch(self, name: str, diff: str) -> None:
        """Replace the lines of a file that begin with - by those that begin with +."""
        path = self.directory / name
        text = path.read_text("utf-8")
        old = "".join(line[1:] + "\n" for line in diff.splitlines() if line[0] in "- ")
        new = "".join(line[1:] + "\n" for line in diff.splitlines() if line[0] in "+ ")
        if text.count(old) != 1:
            raise CommandFailed(f"{name} does not have these lines once:\n{old}")
        path.write_text(text.replace(old, new), "utf-8")

    def run(self, command: str, *, must_succeed: bool = False) -> str:
        """Run a command to its end and return what it printed."""
        started = self._start(command)
        try:
            started.process.wait(COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(started.process.pid, signal.SIGKILL)
            started.process.wait()
            raise CommandFailed(
                f"$ {command}\ndid not end within {COMMAND_SECONDS} seconds:\n"
                f"{self._shown(started)}"
            ) from None
        started.reader.join(COMMAND_SECONDS)
        printed = self._shown(started)
        if must_succeed and started.process.returncode != 0:
            raise CommandFailed(
                f"$ {command}\nended with {started.process.returncode}:\n{printed}"
            )
        return printed

    def run_in_background(self, command: str) -> Background:
        """Start a command that stays, and wait for the first line it prints."""
        started = self._start(command)
        self._background.append(started)
        self._wait([started], "\n")
        return started

    def wait(self, text: str) -> None:
        """Wait until a background command has printed this text."""
        self._wait(self._background, text)

    def stop(self) -> list[tuple[Background, str]]:
        """End the background commands as Ctrl-C does; return them and their output."""
        stopped = []
        while self._background:
            running = self._background.pop()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.process.pid, signal.SIGINT)
            try:
                running.process.wait(COMMAND_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(running.process.pid, signal.SIGKILL)
                raise CommandFailed(
                    f"$ {running.command}\ndid not end after Ctrl-C"
                ) from None
            running.reader.join(COMMAND_SECONDS)
            stopped.append((running, self._shown(running)))
        return stopped

    def _start(self, command: str) -> Background:
        ours, theirs = pty.openpty()
        size = struct.pack("HHHH", 50, COLUMNS, 0, 0)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
        self._count += 1
        process = subprocess.Popen(
            ["/bin/bash", "-c", self._real(_with_port(command))],
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            env=self._environment(),
            start_new_session=True,
            # What runs the tests may have been started with SIGINT ignored.
            preexec_fn=_heed_interrupts,
        )
        os.close(theirs)
        output = bytearray()
        reader = threading.Thread(target=_read_all, args=(ours, output), daemon=True)
        reader.start()
        return Background(command, process, reader, output)

    def _wait(self, running: Sequence[Background], text: str) -> None:
        until = time.monotonic() + READY_SECONDS
        while not any(text.encode() in each.output for each in running):
            has_ended = all(each.process.poll() is not None for each in running)
            if time.monotonic() > until or has_ended:
                printed = "\n".join(
                    f"$ {each.command}\n{self._shown(each)}" for each in running
                )
                raise CommandFailed(f"waited for {text!r} in vain:\n{printed}")
            time.sleep(0.01)

    def _environment(self) -> dict[str, str]:
        environment = {
            "PATH": os.pathsep.join([str(_commands(self._home)), os.environ["PATH"]]),
            "HOME": str(self._home),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "PYTHONPATH": os.pathsep.join(
                [str(Path(__file__).parent / "seeded"), str(ROOT)]
            ),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DOCS_SEED": f"{self._seed} {self._count}",
        }
        for name in ("NODE_PATH", "SYSTEMROOT"):
            if name in os.environ:
                environment[name] = os.environ[name]
        if self._origin:
            environment["TWENTY_API_URL"] = self._origin
            environment["TWENTY_API_KEY"] = KEYS["admin"]
        return environment

    def _real(self, text: str) -> str:
        """Replace the ports of the page by those of this session."""
        for shown, real in self._ports.items():
            text = re.sub(rf"(?<!\d){shown}(?!\d)", str(real), text)
        return text

    def _shown(self, running: Background) -> str:
        """Return the output of a command as the page shows it."""
        text = on_screen(running.output.decode("utf-8", "replace"))
        for shown, real in self._ports.items():
            text = re.sub(rf"(?<!\d){real}(?!\d)", str(shown), text)
        if self._origin:
            text = text.replace(self._origin, _TWENTY)
        return text.replace(str(self._home), _HOME)


def has_program(name: str) -> bool:
    """Return whether a program, or a package of Node, is installed."""
    if name != "express":
        return shutil.which(name) is not None
    if shutil.which("node") is None:
        return False
    found = subprocess.run(
        ["node", "-e", "require.resolve('express')"],
        cwd="/",
        capture_output=True,
        check=False,
        timeout=COMMAND_SECONDS,
    )
    return found.returncode == 0


def on_screen(written: str) -> str:
    """Return the lines that a terminal shows after a program has written this.

    Knows colors, and the few movements of a progress bar.
    """
    lines, row, column = [""], 0, 0
    pieces = re.split(r"(\x1b\[[?0-9;]*[A-Za-z]|\x1b\][^\x07]*\x07|\r|\n)", written)
    for piece in pieces:
        if piece == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif piece == "\r":
            column = 0
        elif piece.startswith("\x1b["):
            if piece.endswith("A"):
                row = max(0, row - int(piece[2:-1] or 1))
            elif piece == "\x1b[2K":
                lines[row] = ""
        elif not piece.startswith("\x1b"):
            line = lines[row].ljust(column)
            lines[row] = line[:column] + piece + line[column + len(piece) :]
            column += len(piece)
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def _commands(home: Path) -> Path:
    """Return a directory with `hooks`, `python3` and `pytest` of this interpreter."""
    directory = home / ".bin"
    if not directory.exists():
        directory.mkdir()
        for name, module in (
            ("hooks", " -m twenty_hooks"),
            ("python3", ""),
            ("pytest", " -m pytest"),
        ):
            script = directory / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
            script.chmod(0o755)
    return directory


def _with_port(command: str) -> str:
    """Name the default port of `hooks listen`, so that it can be replaced."""
    if command.startswith("hooks listen") and not re.search(r" (--port|-p) ", command):
        return command.replace("hooks listen", f"hooks listen --port {_PORTS[0]}", 1)
    return command


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)


def _read_all(descriptor: int, output: bytearray) -> None:
    with contextlib.suppress(OSError):  # Linux reports the closed end as an error
        while piece := os.read(descriptor, 65_536):
            output += piece
    os.close(descriptor)


def free_ports(count: int) -> Iterator[int]:
    """Yield free ports of four digits, so that lines are as long as with 8020."""
    # Not the same ones in each process, as several may look at the same moment.
    first = 5000 + os.getpid() * 7 % 4900
    found = 0
    for port in range(first, 10_000):
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
        found += 1
        if found == count:
            return
