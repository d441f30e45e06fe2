"""Where a delivery is forwarded to, and the likely cause of a failure."""

from __future__ import annotations

import pytest

from twenty_hooks.deliveries.attempt import Attempt, interrupted, likely_cause
from twenty_hooks.deliveries.response import ReceiverResponse, Redirect
from twenty_hooks.deliveries.routing import EventRule, matching
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import Verdict, VerdictName

URL = "http://127.0.0.1:3000/hook?a=b"


def cause(
    status: int, verdict: VerdictName = "valid", *, re_signed: bool = False
) -> str:
    reply = ReceiverResponse(URL, 1, status)
    return likely_cause(reply, Verdict(verdict, "a reason"), is_re_signed=re_signed)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("verdict", "re_signed", "text"),
    [
        (
            "valid",
            False,
            "the signature is valid here: the receiver has another secret",
        ),
        ("unsigned", False, "it is unsigned, and the receiver requires a signature"),
        ("no-secret", False, "it was signed with a secret that is not known here"),
        ("mismatch", False, "the signature does not verify here either: a reason"),
        ("too-old", False, "the signature does not verify here either: a reason"),
        ("mismatch", True, "it was re-signed: the receiver has another secret"),
    ],
)
def test_the_cause_of_a_refused_signature_depends_on_our_own_verdict(
    status: int, verdict: VerdictName, re_signed: bool, text: str
) -> None:
    assert cause(status, verdict, re_signed=re_signed).startswith(text)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (404, "the receiver has no path /hook: is it the path of its handler?"),
        (405, "the receiver does not accept POST at /hook"),
        (413, "the delivery is larger than the receiver allows"),
        (302, "the redirect leads nowhere"),
        (500, "the receiver failed"),
        (503, "the receiver failed"),
        (422, ""),
        (204, ""),
    ],
)
def test_the_cause_of_other_statuses(status: int, text: str) -> None:
    assert cause(status).startswith(text)
    assert bool(cause(status)) is bool(text)


@pytest.mark.parametrize(
    ("reply", "relayed", "effect"),
    [
        (ReceiverResponse(URL, 1, 204), 204, ""),
        (ReceiverResponse(URL, 1, 500), 500, "would not retry"),
        (ReceiverResponse(URL, 1, 999), 502, "would not retry"),
        (
            ReceiverResponse(URL, 5_001, failure="timeout"),
            504,
            "would give up here",
        ),
        (ReceiverResponse(URL, 1_001, failure="timeout"), 504, "Twenty waits 5 s"),
        (ReceiverResponse(URL, 1, failure="refused"), 502, "would not retry"),
        (
            ReceiverResponse(URL, 1, 200, redirects=(Redirect(301, "/x", True),)),
            200,
            "the 301 redirect turned the POST into a GET",
        ),
        (
            interrupted(URL, was_begun=False),
            502,
            "resend it with 'hooks replay --failed'",
        ),
    ],
)
def test_the_effect_in_production_and_the_relayed_status(
    reply: ReceiverResponse, relayed: int, effect: str
) -> None:
    attempt = Attempt("relay", "id", "a.created", URL, 0, reply)
    assert attempt.relayed_status == relayed
    assert effect in attempt.production_effect
    assert bool(attempt.production_effect) is bool(effect)


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
def test_an_option_with_a_value_per_event(
    text: str, pattern: str | None, value: str
) -> None:
    assert parse(text) == [EventRule(pattern, value)]


@pytest.mark.parametrize("text", ["person=http://a", "=500", "per*.x=1"])
def test_a_pattern_that_can_not_match_is_a_usage_error(text: str) -> None:
    if text == "=500":
        assert parse(text)[0].pattern is None
        return
    with pytest.raises(UsageError, match="can never match an event"):
        parse(text)


def test_all_matching_rules_apply_else_those_without_a_pattern() -> None:
    routes = parse("all", "person.*=p", "*.created=c", "other")

    def values(event: str | None) -> list[str]:
        return [rule.value for rule in matching(routes, event)]

    assert values("person.created") == ["p", "c"]
    assert values("person.deleted") == ["p"]
    assert values("note.deleted") == ["all", "other"]
    assert values(None) == ["all", "other"]
    assert matching(parse("person.*=p"), "note.created") == ()
