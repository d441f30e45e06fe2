"""On a terminal, text is broken between words only, at 40 and at 80 columns."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import hooks_command
from tests.support.receiving import Receiver, answers, receiver
from tests.support.screens import window
from twenty_hooks.config import secrets_file
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.store import Store
from twenty_hooks.system import paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")

WIDTHS = pytest.mark.parametrize("columns", [40, 80])
BODY = json.dumps(
    {
        "eventName": "person.updated",
        "record": {"id": "1", "name": "Ada", "note": "홍길동 and the others " * 9},
        "updatedFields": ["note"],
    },
    ensure_ascii=False,
).encode()


def stored(secret: str = "s3cret", verified_with: str = "s3cret") -> Delivery:
    """Store a delivery and return it."""
    headers = signed_headers(BODY, secret, "1784107801000", "00" * 16)
    delivery = Delivery(headers, BODY, received_at_ms=1_784_107_801_000)
    verified = Secrets(given=(verified_with,)).verify(delivery)
    with Store(paths.store_file(), writable=True) as store:
        store.add([("k3f9a2xq", ReceivedDelivery(verified, 200))])
    return delivery


def shown(*arguments: str, columns: int) -> list[str]:
    """Return the lines of stdout and stderr on a terminal of this width."""
    command = hooks_command(*arguments, "--color", "never")
    with window(command, columns=columns, environment={"COLUMNS": ""}) as seen:
        seen.ends()
        return [line.rstrip("\r") for line in seen.screen.printed.splitlines()]


def piped(*arguments: str, columns: int) -> str:
    """Return stdout and stderr in a pipe, where no line is broken."""
    done = subprocess.run(
        hooks_command(*arguments),
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": str(columns)},
    )
    return (done.stdout + done.stderr).decode()


def words(text: str) -> Counter[str]:
    """Count the words of a text. Ports and durations differ from run to run."""
    steady = re.sub(r"\b[\d.]+ (ms|s)\b", "TIME", re.sub(r":\d{4,5}\b", ":PORT", text))
    return Counter(steady.split())


def assert_broken_between_words(columns: int, *arguments: str) -> None:
    """Check that no line is too wide, but for a long word, and no word is broken."""
    lines = shown(*arguments, columns=columns)
    for line in lines:
        assert cell_len(line) <= columns or " " not in line.strip(), line
    assert words("\n".join(lines)) == words(piped(*arguments, columns=columns))


@pytest.fixture
def failing() -> Iterator[Receiver]:
    body = b"TypeError: it failed for " + b"a reason " * 9
    with receiver(answers("500 No", body)) as running:
        yield running


@WIDTHS
def test_verify(tmp_path: Path, columns: int) -> None:
    tampered = stored()._replace(body=BODY + b"\n")
    file = tmp_path / "saved.jsonl"
    file.write_text(json.dumps(tampered.to_json()) + "\nnonsense\n", "utf-8")
    assert_broken_between_words(columns, "verify", str(file), "--secret", "s3cret")


@WIDTHS
def test_deliveries_show(columns: int) -> None:
    stored("other")
    assert_broken_between_words(columns, "deliveries", "show", "--view", "full")


@WIDTHS
def test_send(failing: Receiver, columns: int) -> None:
    secrets_file.local_secret()
    assert_broken_between_words(
        columns, "send", "person.created", "--seed", "1", "--to", failing.url
    )


@WIDTHS
def test_replay(failing: Receiver, columns: int) -> None:
    stored("other")
    secrets_file.local_secret()
    assert_broken_between_words(columns, "replay", "@1", "--to", failing.url)


@WIDTHS
def test_totals(failing: Receiver, columns: int) -> None:
    command = hooks_command(
        *("send", "person.created", "--to", failing.url, "--count", "9"),
        *("--color", "never"),
    )
    with window(
        command,
        columns=columns,
        environment={"COLUMNS": ""},
        stderr=subprocess.DEVNULL,  # no progress bar
    ) as seen:
        seen.ends()
        text = seen.screen.printed.replace("\r", "")
    assert "… and 6 more failures\n9 sent: 0 ok, 9 failed\n       9  500\n" in text
    assert all(
        cell_len(line) <= columns or " " not in line.strip()
        for line in text.splitlines()
    )
