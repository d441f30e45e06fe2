"""Nothing unproved is ever a cause; what it may be is listed."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.support.diagnosis_cases import (
    CHOSEN,
    NONCE,
    SECRET,
    timestamp_of,
)
from tests.support.recordings import ALL, GENUINE_BUT_BROKEN
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.diagnosis import Diagnoser, Diagnosis
from twenty_hooks.protocol.signature import (
    signed_headers,
)
from twenty_hooks.text import js_json


def diagnose(delivery: Delivery, secret: str = SECRET) -> Diagnosis:
    return Diagnoser().diagnose(delivery, [secret])


SIGNED = tuple(recorded for recorded in ALL if recorded.is_signed)


@pytest.mark.parametrize("part", range(4))
def test_a_wrong_secret_is_never_given_a_cause(part: int) -> None:
    """1,000 random secrets in all, over every recording."""
    source = random.Random(part)
    for number in range(part, 1000, 4):
        recorded = SIGNED[number % len(SIGNED)]
        secret = source.randbytes(32).hex()
        result = diagnose(recorded.delivery, secret)
        assert result.cause is None
        assert result.tried > 1000
        assert f"none of {result.tried} combinations" in result.detail
        slugs = {possibility.slug for possibility in result.possible}
        broken = (recorded.release, recorded.index) in GENUINE_BUT_BROKEN
        assert slugs == ({"twenty-dropped-key"} if broken else set())


def test_the_two_genuine_ones_that_twenty_broke() -> None:
    broken = [
        recorded
        for recorded in SIGNED
        if (recorded.release, recorded.index) in GENUINE_BUT_BROKEN
    ]
    assert [recorded.event for recorded in broken] == ["pet.created"] * 2
    for recorded in broken:
        result = diagnose(recorded.delivery, recorded.secret)
        assert result.cause is None
        assert [item.slug for item in result.possible] == ["twenty-dropped-key"]
        assert "record.extraData.deep" in result.possible[0].detail
        assert "likely genuine" in result.headline


def test_an_actors_context_is_never_suspected() -> None:
    actor: dict[str, Any] = {
        "source": "API",
        "workspaceMemberId": None,
        "name": "k",
        "context": {},
    }
    odd = {"source": "X", "context": {}, "more": 1}
    for record in ({"createdBy": actor}, {"createdBy": odd}, {"data": {"by": odd}}):
        body = js_json.stringify({"eventName": "pet.created", "record": record})
        delivery = Delivery(signed_headers(b"?", "a", "1", NONCE), body.encode())
        assert diagnose(delivery).possible == ()
    suspects: tuple[Any, ...] = ({}, {"a": {"b": {}}})
    for data in suspects:
        body = js_json.stringify({"eventName": "pet.created", "record": {"data": data}})
        delivery = Delivery(signed_headers(b"?", "a", "1", NONCE), body.encode())
        assert [item.slug for item in diagnose(delivery).possible] == [
            "twenty-dropped-key"
        ]


def test_what_is_only_possible() -> None:
    recorded = CHOSEN[0]
    body = recorded.delivery.body
    headers = signed_headers(body, SECRET, timestamp_of(recorded), NONCE)
    length = ("Content-Length", str(len(body)))
    record = js_json.stringify(js_json.parse(body)["record"]).encode()

    def slugs(delivery: Delivery, secret: str = SECRET) -> list[str]:
        result = diagnose(delivery, secret)
        assert result.cause is None
        return [item.slug for item in result.possible]

    assert slugs(Delivery((*headers, length), body[:200])) == ["body-truncated"]
    assert slugs(Delivery(headers, record)) == ["record-only"]
    assert slugs(Delivery(headers, body), recorded.webhook_id) == [
        "secret-is-webhook-id"
    ]
    assert slugs(Delivery(headers, body), "eyJh.eyJi.c") == ["secret-is-api-key"]
    assert slugs(Delivery((length,), body)) == ["webhook-has-no-secret"]
    assert slugs(Delivery((headers[0], headers[2]), body)) == ["signature-header-lost"]
