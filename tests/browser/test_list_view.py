"""The part of a list that is seen: it always holds the selected row."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.support.browsing import ListedDeliveries
from twenty_hooks.browser.keymap import Motion
from twenty_hooks.browser.list_view import ListView
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets


def received(name: str) -> ReceivedDelivery:
    shape = {"eventName": "person.created", "record": {"name": name}}
    delivery = Delivery((), json.dumps(shape).encode(), received_at_ms=1_000)
    return ReceivedDelivery(Secrets().verify(delivery), 200)


MOTIONS: list[Motion] = ["up", "down", "page-up", "page-down", "home", "end"]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(MOTIONS), st.just("come"), st.sampled_from(["", "n1"])
        ),
        max_size=40,
    ),
    st.integers(1, 8),
)
def test_a_window_is_a_part_of_the_list_with_the_selected_in_it(
    steps: list[str], room: int
) -> None:
    deliveries = ListedDeliveries()
    window = ListView(deliveries)
    typed = ""
    count = 0
    for step in ["come", *steps]:
        selected = window.selected
        seen = [row.sequence for row in window.rows(typed, room)]
        if step == "come":
            deliveries.add(received(f"N{count}"))
            count += 1
        elif step in MOTIONS:
            window.move(step, typed)
        else:
            typed = step
        every = [row.sequence for row in deliveries.rows(typed, 0, 1_000)]
        rows = [row.sequence for row in window.rows(typed, room)]
        assert len(rows) == min(room, len(every))
        start = every.index(rows[0]) if rows else 0
        assert rows == every[start : start + room]
        assert window.selected in rows if rows else window.selected is None
        if step == "come" and selected is not None and seen:
            assert window.selected == selected  # nothing moves for what comes
            assert rows[: len(seen)] == seen
        if step == "end" and every:
            assert window.selected == every[-1]
        if step == "home" and every:
            assert window.selected == every[0]
