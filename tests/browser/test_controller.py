"""What is seen and done while the lines pause, without a terminal."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.browsing import ListedDeliveries
from twenty_hooks.browser.controller import BrowserController
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.errors import SetupError, UsageError

SIZE = (80, 10)
TARGET = "http://u:p@localhost:3000/hook?x=1"


def received(
    name: str, event: str = "person.created", **record: Any
) -> ReceivedDelivery:
    shape = {"eventName": event, "record": {"name": name, **record}}
    body = json.dumps(shape).encode()
    delivery = Delivery(
        (("X-Odd", "\x1b[31m"),), body, path="/in?a=1", received_at_ms=0
    )
    return ReceivedDelivery(Secrets().verify(delivery), 200)


class Desk:
    """A browser, and what it had others do."""

    def __init__(
        self, *received_deliveries: ReceivedDelivery, directory: Path = Path()
    ) -> None:
        self.resent: list[StoredDelivery] = []
        self.on_result: Callable[[Attempt], None] = lambda _: None
        self.is_stopped = False
        self.wakes = 0
        self.deliveries = ListedDeliveries()
        self.browser = BrowserController(
            self.deliveries,
            url="http://127.0.0.1:8020",
            shows=lambda event: event != "not.shown",
            targets=lambda event: [TARGET] if event == "person.created" else [],
            resend=self.resend,
            stop=self.stop,
            wake=self.wake,
            directory=directory,
        )
        for one in received_deliveries:
            self.receive(one)

    def receive(self, received: ReceivedDelivery) -> None:
        self.deliveries.add(received)
        self.browser.on_delivery(received)

    def resend(
        self, delivery: StoredDelivery, on_result: Callable[[Attempt], None]
    ) -> list[str]:
        if len(self.resent) == 2:
            raise UsageError("2 requests are under way: wait for a response")
        self.resent.append(delivery)
        self.on_result = on_result
        return [TARGET]

    def stop(self) -> None:
        self.is_stopped = True

    def wake(self) -> None:
        self.wakes += 1

    def sees(self, *keys: str) -> list[str]:
        """What is on the screen after these keys."""
        for key in keys:
            self.browser.press(key)
        self.browser.is_stale = False
        return [line.plain for line in self.browser.picture(*SIZE).lines]


def test_what_comes_meanwhile_is_counted_and_moves_nothing() -> None:
    desk = Desk(received("Ada"), received("Grace"))
    lines = desk.sees(" ")
    assert lines[0].endswith("2 deliveries")
    assert [line[:2] for line in lines[1:4]] == ["  ", "> ", ""]
    assert lines[-2] == "paused"
    for number in range(9):
        desk.receive(received(f"N{number}"))
    desk.receive(received("hidden", "not.shown"))
    assert desk.wakes == 1  # the first of them; it is drawn anew once
    lines = desk.sees()
    assert lines[0].endswith("11 deliveries")
    assert "> " in lines[2]
    assert "Grace" in lines[2]
    assert "N4" in lines[7]
    assert lines[-2] == "paused; 9 more received"
    assert desk.sees(" ", " ")[-2] == "paused"


def test_sending_again_tells_what_became_of_it() -> None:
    one = received("Ada")
    desk = Desk(received("Other", "company.created"), one)
    assert desk.sees(" ", "r")[-2] == f"resending d2 to {TARGET}"
    assert [one.id for one in desk.resent] == ["d2"]
    assert desk.resent[0].received.verified == one.verified
    wakes = desk.wakes
    reply = ReceiverResponse(TARGET, 12.3, status=200)
    desk.on_result(Attempt("replay", "d2", "person.created", TARGET, 0, reply))
    assert desk.wakes == wakes + 1
    assert desk.sees()[-2] == f"d2 sent again: 200 after 12 ms, {TARGET}"
    reply = ReceiverResponse(TARGET, 1, failure="refused", reason="nobody\x1b[2J there")
    desk.on_result(Attempt("replay", "d2", "person.created", TARGET, 0, reply))
    assert r"refused after 1 ms, " in desk.sees()[-2]
    assert desk.sees("enter")[-2] == "paused"
    assert "resending d2 to" in desk.sees("r")[-2]
    assert desk.sees("r")[-2] == "2 requests are under way: wait for a response"
    assert (
        desk.sees("escape", "up", "r")[-2] == "no --forward-to matches company.created"
    )
    assert len(desk.resent) == 2


def test_a_curl_command_goes_to_the_target_else_to_the_listener(tmp_path: Path) -> None:
    desk = Desk(
        received("Ada", token="s3cret"),
        received("Quill", "company.created"),
        directory=tmp_path,
    )
    assert desk.sees(" ", "c")[-2].startswith("wrote d2.sh to /")
    text = (tmp_path / "d2.sh").read_text()
    assert "| curl -sS http://127.0.0.1:8020'/in?a=1'" in text
    (tmp_path / "d1.sh").write_text("mine")
    assert desk.sees("up", "c")[-2].startswith("wrote d1-2.sh to /")
    assert (tmp_path / "d1.sh").read_text() == "mine"
    file = tmp_path / "d1-2.sh"
    assert "| curl -sS http://u:p@localhost:3000'/hook?x=1'" in file.read_text()
    assert "s3cret" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_place_that_can_not_be_written_to_is_said(tmp_path: Path) -> None:
    desk = Desk(received("Ada"), directory=tmp_path / "none")
    assert "can't write" in desk.sees(" ", "c")[-2]
    assert "No such file" in desk.browser.picture(400, 10).lines[-2].plain


def test_secrets_are_masked_where_they_are_shown() -> None:
    before = received("Ada", id="1", accessToken="old")
    after = received("Ada", "person.updated", id="1", accessToken="new")
    desk = Desk(before, after)
    for keys in ((" ", "enter"), ("end",), ("d",)):
        text = "\n".join(desk.sees(*keys))
        assert "new" not in text
        assert "old" not in text
    assert "accessToken  [redacted] → [redacted]" in text


def test_a_delivery_that_is_gone_is_said() -> None:
    desk = Desk(received("Ada"))

    def gone(place: int) -> StoredDelivery | None:
        return None

    desk.deliveries.load = gone  # type: ignore[method-assign]
    assert desk.sees(" ", "enter")[-2] == "this delivery was removed from the store"
    assert desk.sees("r")[-2] == "this delivery was removed from the store"


def test_a_store_that_fails_is_said_and_ends_nothing() -> None:
    desk = Desk(received("Ada"))

    def fail(*_: object, **__: object) -> list[Any]:
        raise SetupError("can't use the store")

    desk.deliveries.rows = fail  # type: ignore[method-assign]
    assert desk.sees(" ")[-2] == "can't use the store"
    assert desk.sees("up", "down")[-2] == "can't use the store"


def test_q_stops() -> None:
    desk = Desk()
    desk.sees(" ", "q")
    assert desk.is_stopped
    assert desk.browser.is_live


KEYS = st.sampled_from(
    [
        *(" ", "/", "?", "d", "r", "j", "g", "G", "n", "한", "*", "\x7f"),
        *("up", "down", "left", "right", "page-up", "page-down", "home", "end"),
        *("enter", "enter", "escape", "backspace", "clear", "come", "answer"),
    ]
)
NASTY = "\x1b]0;x\x07\u202e 한국어 😀 [bold]x[/] é́ " + "w" * 90


@pytest.mark.parametrize("nasty", [NASTY, ""])
@given(
    keys=st.lists(KEYS, max_size=25),
    sizes=st.lists(
        st.tuples(st.integers(1, 130), st.integers(1, 30)), min_size=1, max_size=3
    ),
)
def test_whatever_is_pressed_the_picture_fits(
    nasty: str, keys: list[str], sizes: list[tuple[int, int]]
) -> None:
    desk = Desk(
        received("Ada", id="1", n=nasty),
        received(nasty, f"x.{nasty}"),
        received("Ada", "person.updated", **{"id": "1", "n": [nasty], nasty + "k": 1}),
        ReceivedDelivery(Secrets().verify(Delivery((), b"\xff\x1b[2J" * 50)), 401),
    )
    desk.browser.press(" ")
    for key in keys:
        if key == "come":
            desk.receive(received("n"))
        elif key == "answer":
            reply = ReceiverResponse(nasty, 1, failure="closed", reason=nasty)
            desk.on_result(Attempt("replay", "d1", None, nasty, 0, reply))
        else:
            desk.browser.press(key)
        for width, height in sizes:
            lines, cursor = desk.browser.picture(width, height)
            assert len(lines) == height
            for line in lines:
                assert cell_len(line.plain) <= width
                assert line.plain.isprintable()
            assert cursor is None or 0 <= cursor < width


@pytest.mark.parametrize("key", ["enter", "right", "d", "r", "c"])
def test_where_nothing_is_selected_there_is_nothing_to_open(key: str) -> None:
    none_yet = "no deliveries yet"
    desk = Desk()
    lines = desk.sees(" ", key)
    assert lines[0].startswith("hooks listen  http://127.0.0.1:8020")
    assert lines[-2] == none_yet
    desk.receive(received("Ada"))
    no_match = "no delivery of this session matches the filter"
    lines = desk.sees("/", *"zzz", "enter", key)
    assert lines[0].startswith("filter: zzz")
    assert lines[-2] == no_match
    assert not desk.resent
    lines = desk.sees("escape", "enter")
    assert "person.created" in lines[0]
