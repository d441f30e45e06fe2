"""Responses of receivers, and their statistics."""

from __future__ import annotations

from twenty_hooks.deliveries.response import ReceiverResponse, Redirect, ResponseStats


def test_the_statistics_of_many_responses() -> None:
    stats = ResponseStats()
    for ms in range(1, 101):
        stats.add(ReceiverResponse("u", float(ms), 200, was_answered=True))
    stats.add(ReceiverResponse("u", 5_000.0, failure="timeout"))
    figures = stats.to_json()
    assert (figures["sent"], figures["ok"], figures["failed"]) == (101, 100, 1)
    assert figures["outcomes"] == {"200": 100, "timeout": 1}
    assert figures["ms"] == {"min": 1.0, "median": 51.0, "p95": 96.0, "max": 5_000.0}
    assert (stats.total, stats.failed, stats.answered) == (101, 1, 100)


def test_the_statistics_of_no_response() -> None:
    assert ResponseStats().to_json()["ms"] is None


def test_a_redirect_that_loses_the_body_is_an_outcome_of_its_own() -> None:
    lost = ReceiverResponse(
        "u", 1.0, 200, redirects=(Redirect(302, "v", lost_body=True),)
    )
    assert (lost.outcome, lost.is_ok) == ("200 to an empty GET", False)


def test_twenty_gives_up_after_five_seconds() -> None:
    late = ReceiverResponse("u", 5_000.2, failure="timeout")
    assert late.production_effect.startswith("Twenty gives up here and does not retry")
    early = ReceiverResponse("u", 4_200.0, failure="timeout")
    assert early.production_effect.startswith("Twenty waits 5 s")
