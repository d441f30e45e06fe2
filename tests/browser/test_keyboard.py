"""Keys while `hooks listen` runs, in a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import hooks_command
from tests.support.listen_process import Listen
from tests.support.loading import SECRET, headers_of
from tests.support.receiving import answers, receiver
from twenty_hooks.store import Selection, Store

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.support.screens import Window, window

UP, DOWN, ESCAPE = "\x1b[A", "\x1b[B", "\x1b"
PAGE_DOWN, HOME, END = "\x1b[6~", "\x1b[H", "\x1b[F"


class Watched(Listen):
    """A listener in a terminal."""

    def __init__(self, seen: Window) -> None:
        self.seen = seen
        self.process = seen.process
        found = seen.prints(r"http://127\.0\.0\.1:(\d+)\s")
        self.port = int(found[1])
        seen.prints(r"keys: space pauses, \?\s+shows")
        seen.takes_keys()

    def send(self, name: str, event: str = "person.created", **record: Any) -> None:
        body = body_of(name, event, **record)
        assert self.post(body, headers_of(body)) == 200


def body_of(name: str, event: str = "person.created", **record: Any) -> bytes:
    shape = {"eventName": event, "record": {"name": name, **record}}
    return json.dumps(shape, ensure_ascii=False).encode()


@contextlib.contextmanager
def watched(*arguments: str, **how: Any) -> Iterator[Watched]:
    command = hooks_command("listen", "--port", "0", "--secret", SECRET, *arguments)
    with window(command, **how) as seen:
        yield Watched(seen)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_space_pauses_and_prints_afterwards_what_came(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        listening.send("Ada")
        seen.prints(r"person\.created +Ada")
        seen.type(" ")
        seen.sees(r"(?m)^> .* valid +person\.created +Ada", r"(?m)^paused$")
        listening.send("Grace", "company.created")
        listening.send("Alan")
        text = seen.sees("paused; 2 more received", "Grace", "Alan", "3 deliveries")
        assert re.search(r"(?m)^> .*Ada", text)
        assert "Grace" not in seen.screen.printed
        seen.type(" ")
        seen.prints(r"(?s)company\.created +Grace.*person\.created +Alan")
        assert seen.screen.printed.count("Ada  ") == 1
        seen.type("q")
        assert seen.ends() == 0
        assert seen.has_usual_modes()
        assert "3 deliveries: 3 valid" in seen.screen.printed
        assert seen.screen.wraps
        assert seen.screen.has_cursor
        assert not seen.screen.went_beyond


def test_select_details_diff_and_back(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        ada = {"id": "a1", "jobTitle": "Countess", "accessToken": "s3cret"}
        listening.send("Ada", **ada)
        listening.send("Ada", "person.updated", **ada | {"jobTitle": "CTO"})
        listening.send("Other")
        seen.type(UP)
        seen.sees(r"(?m)^> .*person\.updated")
        seen.type("\r")
        text = seen.sees('"eventName": "person.updated"', '"jobTitle": "CTO"')
        assert "X-Twenty-Webhook-Signature:" in text
        assert "s3cret" not in text
        assert "[redacted]" in text
        seen.type("d")
        seen.sees(r"(?m)^diff of ", r"jobTitle +Countess → CTO")
        seen.type(ESCAPE)
        seen.sees('"jobTitle": "CTO"')
        seen.type(ESCAPE)
        seen.sees(r"(?m)^> .*person\.updated")
        seen.type(DOWN)
        seen.sees(r"(?m)^> .*Other")
        seen.type(HOME)
        seen.sees(r"(?m)^> .*person\.created +Ada")
        seen.type(ESCAPE)
        seen.prints(r"person\.created +Other")


def test_details_scroll(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        listening.send("Ada", lines=[f"line {number}" for number in range(200)])
        seen.type(" \r")
        seen.sees(r"(?m)1-21 of 2\d\d$")
        seen.type(DOWN)
        seen.sees(r"(?m)2-22 of 2\d\d$")
        seen.type(PAGE_DOWN)
        seen.sees(r"(?m)23-43 of 2\d\d$")
        seen.type(END)
        seen.sees('"line 199"')
        seen.type(HOME)
        seen.sees(r"(?m)1-21 of 2\d\d$")


def test_filter(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        for name, event in (
            ("Ada", "person.created"),
            ("quill", "company.created"),
            ("Zoë", "person.updated"),
        ):
            listening.send(name, event)
        seen.type("/person.*")
        text = seen.sees(r"filter: person\.\* ", "Ada", "Zoë", r"(?m)^/person\.\*$")
        assert "quill" not in text
        assert seen.screen.has_cursor
        seen.type("\x15QUILL q")  # Ctrl-U; q would end it elsewhere
        seen.sees(r"filter: QUILL q ", r"(?m)^> .*quill")
        seen.type("\r")
        text = seen.sees(r"filter: QUILL q ", "space live")
        assert "Ada" not in text
        seen.type(ESCAPE)
        seen.sees("Ada", "quill", "Zoë")
        seen.type("/zzz")
        seen.sees("no delivery of this session matches the filter")
        seen.type(ESCAPE)
        seen.sees("hooks listen  http", "quill")
        assert listening.process.poll() is None


def test_send_again_goes_to_the_target_and_is_noted(store: Path) -> None:
    behaviours = (answers("500 Oh", b"broken"), answers())
    with receiver(*behaviours) as target:
        arguments = ("--store", str(store), "--forward-to", f"{target.url}/hook")
        with watched(*arguments) as listening:
            seen = listening.seen
            listening.send("Ada")
            seen.prints(r"→ 500 ")
            seen.type(" ")
            seen.sees(r"(?m)^> .*Ada.* fwd 500$")
            seen.type("r")
            seen.sees(r"sent again: 200 after \d", r"(?m)^> .*Ada.* fwd 200$")
            seen.type(" ")
            seen.prints(r"→ 200  http://127\.0\.0\.1:\d+/hook")
            seen.type("q")
            assert seen.ends() == 0
            assert "; forwarded: 1 failed" in seen.screen.printed
    first, second = target.requests
    assert first == second
    assert first.startswith(b"POST /hook ")
    assert first.endswith(body_of("Ada"))
    with Store(store) as database:
        stored = database.find("@1")
        attempts = database.attempts(stored)
    assert [one.kind for one in attempts] == ["forward", "replay"]
    assert [one.reply.status for one in attempts] == [500, 200]


def test_a_receiver_that_hangs_holds_up_neither_keys_nor_answers(store: Path) -> None:
    over = threading.Event()

    def hang(_: socket.socket) -> None:
        over.wait(60)

    with receiver(hang) as target:
        arguments = (
            "--store",
            str(store),
            "--forward-to",
            f"metadata.*.*={target.url}",
        )
        with watched(*arguments) as listening:
            seen = listening.seen
            listening.send("Ada")
            seen.type(" r")
            seen.sees(r"no --forward-to matches person\.created")
            listening.send("x", "metadata.view.created")
            seen.sees("2 deliveries")
            seen.type("Gr")
            seen.sees("resending \\w{8} to http")
            seen.type("?")
            seen.sees("end listening, as Ctrl-C does")
            listening.send("Grace")
            seen.type(ESCAPE)
            seen.sees("Grace")
            seen.type("q")
            assert seen.ends() == 0
        over.set()
    with Store(store) as database:
        (stored,) = database.select(Selection(("metadata.*.*",)))
        attempts = database.attempts(stored)
    assert sorted(one.kind for one in attempts) == ["forward", "replay"]
    assert {one.reply.failure for one in attempts} <= {"not-sent", "timeout"}


def test_without_a_target_it_says_how_to_give_one(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        listening.seen.type(" r")
        listening.seen.sees("no deliveries yet")
        listening.send("Ada")
        listening.seen.sees(r"(?m)^> .*Ada")
        listening.seen.type("r")
        listening.seen.sees("no target: start with --forward-to http://")


def test_curl_is_written_to_a_new_file_and_sends_the_same(
    store: Path, tmp_path: Path
) -> None:
    place = tmp_path / "work"
    place.mkdir()
    with watched("--store", str(store), cwd=place) as listening:
        seen = listening.seen
        listening.send("Ada 'quoted'", accessToken="s3cret")
        seen.type(" c")
        text = seen.sees(r"(?m)^wrote \w{8}\.sh to ")
        name = text.split("wrote ")[1].split(" ")[0]
        seen.type("c")
        seen.sees(rf"(?m)^wrote {name[:-3]}-2\.sh to ")
        first, second = place / name, place / f"{name[:-3]}-2.sh"
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
        assert first.read_bytes() == second.read_bytes()
        subprocess.run(["sh", str(first)], check=True, capture_output=True, timeout=60)
        seen.sees("2 deliveries", r"(?s)Ada 'quoted'.*Ada 'quoted'")
    with Store(store) as database:
        came = [one.received.verified for one in database.select(Selection())]
    assert [one.verdict.name for one in came] == ["valid", "valid"]
    assert came[0].delivery.body == came[1].delivery.body


def test_help_from_the_lines_and_back(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        listening.seen.type("?")
        listening.seen.sees("narrow the list", "end listening")
        listening.seen.type(ESCAPE)
        listening.seen.prints("keys: space pauses")
        listening.seen.type("\r")
        listening.seen.prints(r"q stops\r\n\r\n")


@pytest.mark.parametrize("keys", ["", " ", " \r", "/fil", "?"])
@pytest.mark.parametrize("how", ["ctrl-c", "SIGTERM"])
def test_it_ends_at_once_and_leaves_the_terminal_as_it_was(
    store: Path, keys: str, how: str
) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        listening.send("Ada")
        seen.prints("Ada")
        seen.type(keys)
        if keys:
            seen.sees(r"(?m)^(paused|enter keeps)")
        if how == "ctrl-c":
            seen.type("\x03")
        else:
            listening.process.send_signal(signal.SIGTERM)
        assert seen.ends() == 0
        assert seen.has_usual_modes()
        assert not seen.screen.is_other
        assert seen.screen.has_cursor
        assert "1 delivery: 1 valid" in seen.screen.printed


@pytest.mark.parametrize("keys", ["", " ", " \r", "/fil", "?"])
def test_ctrl_backslash_kills_it_and_leaves_the_terminal_as_it_was(
    store: Path, keys: str
) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        listening.send("Ada")
        seen.prints("Ada")
        seen.type(keys)
        if keys:
            seen.sees(r"(?m)^(paused|enter keeps)")
        seen.type("\x1c")
        assert seen.ends() == -signal.SIGQUIT
        assert seen.has_usual_modes()
        assert not seen.screen.is_other
        assert seen.screen.has_cursor


def test_a_crash_leaves_the_terminal_as_it_was(store: Path, tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(
        "from twenty_hooks.server import server\n"
        "from twenty_hooks.cli import run\n"
        "serve = server.Server.run\n"
        "def crash(self, stop_after_ms=None):\n"
        "    serve(self, stop_after_ms)\n"
        "    raise RuntimeError('crashed')\n"
        "server.Server.run = crash\n"
        "run()\n"
    )
    arguments = ("listen", "--port", "0", "--store", str(store), "--secret", SECRET)
    command = [sys.executable, str(script), *arguments, "--count", "2"]
    with window(command, environment={"PYTHONPATH": os.pathsep.join(sys.path)}) as seen:
        listening = Watched(seen)
        listening.send("Ada")
        seen.type(" ")
        seen.sees("Ada")
        listening.send("Grace")
        assert seen.ends() == 70
        assert seen.has_usual_modes()
        assert not seen.screen.is_other
        assert "crashed" in seen.screen.printed


def test_a_bug_in_the_keys_ends_only_the_keys(store: Path, tmp_path: Path) -> None:
    script = tmp_path / "bug.py"
    script.write_text(
        "from twenty_hooks.cli import run\n"
        "from twenty_hooks.browser import list_view\n"
        "def fail(*_): raise RuntimeError('a bug')\n"
        "list_view.ListView.move = fail\n"
        "run()\n"
    )
    arguments = ("listen", "--port", "0", "--store", str(store), "--secret", SECRET)
    command = [sys.executable, str(script), *arguments]
    with window(command, environment={"PYTHONPATH": os.pathsep.join(sys.path)}) as seen:
        listening = Watched(seen)
        listening.send("Ada")
        seen.prints("Ada")
        seen.type(UP)
        seen.prints("(?s)a bug in hooks.*RuntimeError: a bug")
        assert seen.has_usual_modes()
        listening.send("Grace")
        seen.prints(r"person\.created +Grace")
        seen.type("\x03")
        assert seen.ends() == 0


def test_40_columns_and_other_sizes_while_browsing(store: Path) -> None:
    with watched("--store", str(store), columns=40, rows=12) as listening:
        seen = listening.seen
        listening.send("홍길동 😀 " * 20, "person.updated", id="1", 이름="x" * 500)
        listening.send("\x1b[2J\x1b]0;owned\x07" * 9, "evil.\x1b[31m")
        seen.type(" ")
        seen.sees(r"(?m)^> \d\d:\d\d:\d\d  ✓ evil", r"(?m)^  .*홍길동")
        sizes = [(120, 30), (41, 7), (20, 4), (3, 2), (1, 1), (80, 24)]
        for key, title in (
            ("", "hooks"),
            ("\r", r"\w{8}"),
            ("d", "diff"),
            ("?", "keys"),
        ):
            seen.type(key)
            for columns, rows in sizes:
                seen.resize(columns, rows)
                seen.sees(rf"\A{title}" if rows >= 4 else "")
            if key == "":
                seen.type(UP)
                seen.sees(r"(?m)^> .*person\.updated")
        seen.type("\x1b\x1b\x1b")
        seen.sees(r"\Ahooks")
        seen.type("/" + "한" * 60)
        seen.sees(r"(?m)^한+$")
        seen.type("\x15" + ESCAPE)
        seen.sees(r"\Ahooks", "space live")
        seen.type(" q")
        assert seen.ends() == 0
        assert not seen.screen.went_beyond


def test_without_a_store(tmp_path: Path) -> None:
    with watched("--no-store", cwd=tmp_path) as listening:
        seen = listening.seen
        listening.send("Ada", "person.created", id="1", jobTitle="Countess")
        listening.send("Ada", "person.updated", id="1", jobTitle="CTO")
        seen.type(" ")
        seen.sees(r"(?m)^> .* ✓ valid +person\.updated +Ada")
        seen.type("d")
        seen.sees(r"jobTitle +Countess → CTO")
        seen.type("c")
        seen.sees(r"wrote \w{8}\.sh to ")
        seen.type("\r")
        seen.sees('"jobTitle": "CTO"')
        seen.type(" q")
        assert seen.ends() == 0


def test_a_flood_while_paused_is_counted_afterwards(store: Path) -> None:
    with watched("--store", str(store)) as listening:
        seen = listening.seen
        seen.type(" ")
        seen.sees("no deliveries yet")
        for number in range(400):
            listening.send(f"N{number}")
        seen.sees("paused; 400 more received", "400 deliveries")
        seen.type(END)
        seen.sees(r"(?m)^> .*N399 ")
        seen.type(" ")
        found = seen.prints(r"! (\d+) more, see")
        shown = len(re.findall(r"✓ valid +person\.created", seen.screen.printed))
        assert shown + int(found[1]) == 400
        seen.type("\x03")
        assert seen.ends() == 0


def test_the_store_keeps_to_its_limit_while_paused(store: Path) -> None:
    with watched("--store", str(store), "--store-limit", "300kb") as listening:
        seen = listening.seen
        seen.type(" ")
        seen.sees("no deliveries yet")
        for number in range(500):  # the size is looked at every two hundred
            listening.send(f"N{number}", text="x" * 2_000)
        seen.sees("paused; 500 more received")
        seen.type(" ")
        found = seen.prints(
            r"(\d+) more were answered, but not shown: they\s+were\s+removed"
        )
        seen.prints("the store is larger than\\s+300.0 kB")
        assert 200 < int(found[1]) < 500
        seen.type("\x03")
        assert seen.ends() == 0


def test_events_that_are_not_shown_are_not_listed(store: Path) -> None:
    with watched("--store", str(store), "--event", "company.*") as listening:
        listening.send("Ada")
        listening.send("Quill", "company.created")
        listening.seen.type(" ")
        text = listening.seen.sees("Quill", "1 delivery")
        assert "Ada" not in text


def test_ctrl_z_gives_the_terminal_back_until_it_goes_on(store: Path) -> None:
    """As under a shell with job control: it is stopped, and continued."""
    shell = (
        "import os, signal, subprocess, sys\n"
        "signal.signal(signal.SIGTTOU, signal.SIG_IGN)\n"
        "child = subprocess.Popen(sys.argv[1:], process_group=0)\n"
        "os.tcsetpgrp(0, child.pid)\n"
        "_, status = os.waitpid(child.pid, os.WUNTRACED)\n"
        "assert os.WIFSTOPPED(status)\n"
        "os.tcsetpgrp(0, os.getpgrp())\n"
        "print('stopped', flush=True)\n"
        "sys.stdin.readline()\n"
        "os.tcsetpgrp(0, child.pid)\n"
        "os.killpg(child.pid, signal.SIGCONT)\n"
        "sys.exit(child.wait())\n"
    )
    command = hooks_command(
        *("listen", "--port", "0", "--secret", SECRET, "--store", str(store))
    )
    with window([sys.executable, "-c", shell, *command]) as seen:
        listening = Watched(seen)
        listening.send("Ada")
        seen.type(" ")
        seen.sees("Ada")
        seen.type("\x1a")
        seen.prints("stopped")
        assert seen.has_usual_modes()
        seen.type("\n")
        seen.sees(r"(?m)^> .*Ada")
        seen.type("q")
        assert seen.ends() == 0
        assert seen.has_usual_modes()


@pytest.mark.parametrize(
    ("arguments", "environment"), [(("--json",), {}), ((), {"TERM": "dumb"})]
)
def test_no_keys_where_they_are_no_use(
    store: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    command = hooks_command(
        *("listen", "--port", "0", "--secret", SECRET, "--store", str(store)),
        *arguments,
    )
    with window(command, environment=environment) as seen:
        seen.prints(r"Ctrl-C stops")
        seen.type(" q?")
        assert seen.has_usual_modes()
        seen.type("\x03")
        assert seen.ends() == 0
        assert "keys:" not in seen.screen.printed


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_off_a_terminal_nothing_is_different(store: Path, stream: str) -> None:
    command = hooks_command(
        *("listen", "--port", "0", "--secret", SECRET, "--store", str(store)),
        *("--for", "1s"),
    )
    held = {"stdin": subprocess.DEVNULL}.get(stream, subprocess.PIPE)
    with window(command, **{stream: held}, environment={"NO_COLOR": "1"}) as seen:
        piped = seen.process.communicate(timeout=60)
        assert seen.ends() == 0
        assert seen.has_usual_modes()
        assert "keys:" not in seen.screen.printed
        text = "".join(part.decode() for part in piped if part) + seen.screen.printed
        assert "\x1b" not in text
        assert "no deliveries received" in text
