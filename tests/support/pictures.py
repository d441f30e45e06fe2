"""The pictures of the README: real output, on a real pseudo-terminal.

    python -m tests.support.pictures        make them anew

The commands run against the fake Twenty with ids and times of its own choosing, so that
the same pictures come out each time.
"""

from __future__ import annotations

import fcntl
import html
import io
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import uuid
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.fake_twenty import KEYS, FakeTwenty, serve
from tests.fake_twenty.values import Values

DIRECTORY = Path(__file__).parents[2] / "docs"
COLUMNS = 88
PICTURES: Mapping[str, tuple[str, ...]] = {
    "webhooks.svg": (
        "hooks create https://example.com/hooks -o person.created -o 'company.*'",
        "hooks list",
        "hooks update https://example.com/hooks -o person.created --rotate-secret",
    ),
    "refusals.svg": (
        "hooks create https://example.com/hooks -o people.created",
        "hooks create http://localhost:8020 -o person.created",
        "hooks show dead",
        "hooks list --api-key-file expired-key.txt",
    ),
}
# Rich fetches its font from elsewhere; a picture in a README fetches nothing.
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_SECRET = re.compile("[0-9a-f]{64}")
_SHOWN_SECRET = "5f0c1d9ab2e84736" * 4


class SteadyValues(Values):
    """Ids that count, and one moment."""

    def __init__(self) -> None:
        self.count = 0

    def new_id(self) -> str:
        self.count += 1
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"webhook {self.count}"))

    def created_at(self) -> str:
        return "2026-11-24T09:30:12.345Z"

    updated_at = created_at


def session(commands: tuple[str, ...]) -> str:
    """What a terminal shows of these commands, escape sequences and all."""
    fake = FakeTwenty("2.21")
    fake.dialect.values = SteadyValues()
    fake.add(targetUrl="http://127.0.0.1:8020/", operations=["*.*"], secret="")
    fake.add(targetUrl="https://hooks.example.com/crm", operations=["people.updated"])
    shown = ""
    with serve(fake) as origin, tempfile.TemporaryDirectory() as home:
        Path(home, "expired-key.txt").write_text(KEYS["expired"])
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": home,
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "TWENTY_API_URL": origin,
            "TWENTY_API_KEY": KEYS["admin"],
        }
        for command in commands:
            shown += f"\x1b[1m$ {command}\x1b[0m\n"
            shown += _on_a_terminal(command, environment, home) + "\n"
    return _SECRET.sub(_SHOWN_SECRET, shown)


def picture(name: str) -> str:
    """The SVG of one of them."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(session(PICTURES[name]).rstrip()))
    svg = console.export_svg(title="hooks", unique_id=name.partition(".")[0])
    return _FONT.sub("", svg)


def text_of(svg: str) -> str:
    """The words of a picture, whatever they look like."""
    words = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    return html.unescape("".join(words)).replace("\xa0", " ")


def _on_a_terminal(command: str, environment: dict[str, str], directory: str) -> str:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=directory,
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return shown.decode("utf-8").replace("\r\n", "\n")


if __name__ == "__main__":
    DIRECTORY.mkdir(exist_ok=True)
    for file_name in PICTURES:
        (DIRECTORY / file_name).write_text(picture(file_name), "utf-8")
