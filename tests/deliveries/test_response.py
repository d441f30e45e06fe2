"""What came back, in numbers."""

from __future__ import annotations

from twenty_hooks.deliveries.response import (
    ReceiverResponse,
    Redirect,
    ResponseCounts,
)


def test_many_replies_in_numbers() -> None:
    tally = ResponseCounts()
    for ms in range(1, 101):
        tally.add(ReceiverResponse("u", float(ms), 200, was_answered=True))
    tally.add(ReceiverResponse("u", 5_000.0, failure="timeout"))
    figures = tally.to_json()
    assert (figures["sent"], figures["ok"], figures["failed"]) == (101, 100, 1)
    assert figures["outcomes"] == {"200": 100, "timeout": 1}
    assert figures["ms"] == {"min": 1.0, "median": 51.0, "p95": 96.0, "max": 5_000.0}
    assert (tally.total, tally.failed, tally.answered) == (101, 1, 100)


def test_nothing_in_numbers() -> None:
    assert ResponseCounts().to_json()["ms"] is None


def test_a_body_lost_on_the_way_is_an_outcome_of_its_own() -> None:
    lost = ReceiverResponse(
        "u", 1.0, 200, redirects=(Redirect(302, "v", lost_body=True),)
    )
    assert (lost.outcome, lost.is_ok) == ("200 to an empty GET", False)


def test_only_after_five_seconds_twenty_would_have_given_up() -> None:
    late = ReceiverResponse("u", 5_000.2, failure="timeout")
    assert late.production_effect.startswith("Twenty gives up here and does not retry")
    early = ReceiverResponse("u", 4_200.0, failure="timeout")
    assert early.production_effect.startswith("Twenty waits 5 s")
