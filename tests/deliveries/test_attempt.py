"""Where a delivery goes, and what is said of what came back."""

from __future__ import annotations

import pytest

from twenty_hooks.deliveries.attempt import Attempt, likely_cause, unsent
from twenty_hooks.deliveries.response import ReceiverResponse, Redirect
from twenty_hooks.deliveries.routing import EventRule, matching
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import Verdict, VerdictName

URL = "http://127.0.0.1:3000/hook?a=b"


def cause(status: int, verdict: VerdictName = "valid", *, anew: bool = False) -> str:
    reply = ReceiverResponse(URL, 1, status)
    return likely_cause(reply, Verdict(verdict, "a reason"), is_signed_anew=anew)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("verdict", "anew", "words"),
    [
        (
            "valid",
            False,
            "the signature is valid here: the receiver has another secret",
        ),
        ("unsigned", False, "it came unsigned, and the receiver asks for a signature"),
        ("no-secret", False, "signed with a secret that is not known here"),
        ("mismatch", False, "the signature does not verify here either: a reason"),
        ("too-old", False, "the signature does not verify here either: a reason"),
        ("mismatch", True, "it was signed anew: the receiver has another secret"),
    ],
)
def test_a_refused_signature_is_set_beside_our_own_verdict(
    status: int, verdict: VerdictName, anew: bool, words: str
) -> None:
    assert cause(status, verdict, anew=anew).startswith(words)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "the receiver knows no path /hook: is it the one of its handler?"),
        (405, "the receiver takes no POST at /hook"),
        (413, "the receiver's limit for a body"),
        (302, "a redirect that leads nowhere"),
        (500, "the receiver failed over it"),
        (503, "the receiver failed over it"),
        (422, ""),
        (204, ""),
    ],
)
def test_other_statuses(status: int, words: str) -> None:
    assert cause(status).startswith(words)
    assert bool(cause(status)) is bool(words)


@pytest.mark.parametrize(
    ("reply", "answered", "meaning"),
    [
        (ReceiverResponse(URL, 1, 204), 204, ""),
        (ReceiverResponse(URL, 1, 500), 500, "would not have retried"),
        (ReceiverResponse(URL, 1, 999), 502, "would not have retried"),
        (
            ReceiverResponse(URL, 5_001, failure="timeout"),
            504,
            "would have given up here",
        ),
        (ReceiverResponse(URL, 1_001, failure="timeout"), 504, "Twenty waits 5 s"),
        (ReceiverResponse(URL, 1, failure="refused"), 502, "would not have retried"),
        (
            ReceiverResponse(URL, 1, 200, redirects=(Redirect(301, "/x", True),)),
            200,
            "the 301 turned the POST into a GET",
        ),
        (unsent(URL, was_begun=False), 502, "'hooks replay --failed' sends it"),
    ],
)
def test_what_it_means_and_what_a_relay_answers(
    reply: ReceiverResponse, answered: int, meaning: str
) -> None:
    attempt = Attempt("relay", "id", "a.created", URL, 0, reply)
    assert attempt.answered == answered
    assert meaning in attempt.meaning
    assert bool(attempt.meaning) is bool(meaning)


def parse(*texts: str) -> list[EventRule]:
    return [EventRule.parse(text, "--forward-to") for text in texts]


@pytest.mark.parametrize(
    ("text", "pattern", "value"),
    [
        ("http://a/?x=y", None, "http://a/?x=y"),
        ("person.*=http://a/?x=y", "person.*", "http://a/?x=y"),
        ("*.created=http://a", "*.created", "http://a"),
        ("metadata.*.*=http://a", "metadata.*.*", "http://a"),
        ("500", None, "500"),
        ("*.*=500", "*.*", "500"),
    ],
)
def test_an_option_per_event(text: str, pattern: str | None, value: str) -> None:
    assert parse(text) == [EventRule(pattern, value)]


@pytest.mark.parametrize("text", ["person=http://a", "=500", "per*.x=1"])
def test_a_pattern_that_matches_nothing_is_refused(text: str) -> None:
    if text == "=500":
        assert parse(text)[0].pattern is None
        return
    with pytest.raises(UsageError, match="can never match an event"):
        parse(text)


def test_every_matching_pattern_counts_and_the_rest_gets_what_has_none() -> None:
    routes = parse("all", "person.*=p", "*.created=c", "other")

    def values(event: str | None) -> list[str]:
        return [one.value for one in matching(routes, event)]

    assert values("person.created") == ["p", "c"]
    assert values("person.deleted") == ["p"]
    assert values("note.deleted") == ["all", "other"]
    assert values(None) == ["all", "other"]
    assert matching(parse("person.*=p"), "note.created") == ()
