"""The screens of a paused listener in terminals of several widths.

After an intended change: HOOKS_GOLDEN=write pytest tests/render/test_browser.py
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import RecordHistory, State
from twenty_hooks.deliveries.json_diff import compare
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.stored import DeliverySummary, ListRow, StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.protocol.events import parse
from twenty_hooks.render import browser

GOLDEN = Path(__file__).parents[1] / "golden"
WIDTHS = (40, 60, 80, 120)
HEIGHT = 16
URL = "http://localhost:3000/webhooks"
HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202egnp"


pytestmark = pytest.mark.usefixtures("at_utc")


def attempt(**reply: Any) -> Attempt:
    return Attempt(
        "forward", "k3f9a2xq", None, URL, 0, ReceiverResponse(URL, 12, **reply)
    )


def row(number: int, event: str | None, label: str, **other: Any) -> ListRow:
    entry = DeliverySummary(
        f"k3f9a2x{number}",
        1_764_000_000_123 + 1_117 * number,
        event,
        label,
        *(None, None, "valid", 200, 1_300),
    )
    made = other.pop("attempt", None)
    return ListRow(number, replace(entry, **other), made)


ROWS = [
    row(1, "person.created", "Ada Lovelace", attempt=attempt(status=200)),
    row(2, "person.updated", "홍길동 😀 " * 9, attempt=attempt(status=500)),
    row(3, "company.deleted", "Café Zoë", verdict="mismatch", status=401),
    row(4, None, "", verdict="unsigned", attempt=attempt(failure="timeout")),
    row(5, HOSTILE, f"[bold]{HOSTILE}[/]", verdict="no-secret"),
    row(6, "metadata.objectMetadata.updated", "x" * 300, attempt=attempt(status=204)),
]
HINTS = (("space", "live"), ("enter", "open"), ("/", "filter"), ("?", "help"))


def body(**record: Any) -> bytes:
    shape = {"eventName": "person.updated", "record": record}
    return json.dumps(shape, ensure_ascii=False).encode()


BEFORE = body(id="1", name="Ada", jobTitle="Countess", city="東京", note="a " * 60)
AFTER = body(id="1", name=HOSTILE, jobTitle="CTO", city="한국", note="b " * 60)
HEADERS = (("Content-Type", "application/json"), ("X-Long", "0123456789" * 12))
STORED = StoredDelivery(
    "1tkrb5zb",
    2,
    ReceivedDelivery(
        Secrets().verify(Delivery(HEADERS, AFTER, received_at_ms=1_000)), 200
    ),
)
PAST = RecordHistory(
    previous=State("k3f9a2xq", 0, parse(BEFORE)),
    differences=compare(parse(BEFORE).record or {}, parse(AFTER).record or {}),
    unlisted=("note",),
)


def screen(name: str, width: int) -> list[Text]:
    if name == "filter":
        frame = browser.Frame(
            "filter: 한", "of 6 deliveries", Text("enter keeps"), HINTS, "한"
        )
        body = browser.list_lines([], None, empty="none is like this", width=width)
        return frame.around(body, width, HEIGHT)
    frame = browser.Frame(name, "6 deliveries", Text("paused; 3 more came"), HINTS)
    if name == "list":
        body = browser.list_lines(ROWS, 2, empty="", width=width)
    elif name == "details":
        attempts = [
            attempt(status=500, excerpt=b"Error: \x1b[31m no"),
            attempt(status=200),
        ]
        body = browser.details_lines(STORED, PAST, attempts, size=1_300, width=width)
    elif name == "diff":
        body = browser.diff_lines(STORED, PAST, width=width)
    else:
        body = browser.help_lines(width=width)
    return frame.around(body, width, len(body) + 3)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["list", "filter", "details", "diff", "help"])
def test_a_screen(name: str, width: int) -> None:
    lines = [line.plain for line in screen(name, width)]
    assert all(cell_len(line) <= width and line.isprintable() for line in lines)
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    golden = GOLDEN / f"{name}-{width}.txt"
    if os.environ.get("HOOKS_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_fill_the_width(width: int) -> None:
    lines = browser.list_lines(ROWS, 2, empty="", width=width)
    assert {line.cell_len for line in lines} == {width}
    assert [line.plain[0] for line in lines] == [" ", ">", " ", " ", " ", " "]


@pytest.mark.parametrize("height", range(1, 8))
@pytest.mark.parametrize("width", [1, 2, 11, 40])
def test_a_small_window_is_exactly_filled(width: int, height: int) -> None:
    for typed in (None, "한국어" * 30):
        frame = browser.Frame("title " * 9, "aside", Text("status " * 9), HINTS, typed)
        lines = frame.around([Text("body " * 30)] * 50, width, height)
        assert len(lines) == height
        assert all(line.cell_len <= width for line in lines)
        cursor = frame.cursor(width)
        assert (cursor is None) == (typed is None)
        assert cursor is None or cursor < width
    assert frame.room(height) >= 1


def test_a_missing_earlier_state_is_reported() -> None:
    (line,) = browser.diff_lines(STORED, RecordHistory(), width=200)
    assert line.plain == "! no earlier state of this record is in the store"
    marked = [
        line.plain[:2] for line in browser.diff_lines(STORED, RecordHistory(), width=40)
    ]
    assert marked == ["! ", "  "]  # one message, wrapped
    lines = browser.diff_lines(STORED, replace(PAST, differences=()), width=200)
    assert lines[-1].plain == "no changes, apart from updatedAt and searchVector"
