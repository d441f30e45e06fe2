"""A cause is never reported without proof; possible causes are listed."""

from __future__ import annotations

import random
from typing import Any

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


def test_a_wrong_secret_never_has_a_cause() -> None:
    secrets = random.Random(1)
    for recorded in SIGNED:
        result = diagnose(recorded.delivery, secrets.randbytes(32).hex())
        assert result.cause is None, recorded
        assert result.tried > 1000
        assert f"none of {result.tried} combinations" in result.detail
        slugs = {possible.slug for possible in result.possible}
        broken = (recorded.release, recorded.index) in GENUINE_BUT_BROKEN
        assert slugs == ({"twenty-dropped-key"} if broken else set())


def test_the_two_recordings_with_a_key_that_twenty_dropped() -> None:
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
        assert "probably genuine" in result.headline


def test_the_empty_context_of_an_actor_is_not_a_dropped_key() -> None:
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


def test_possible_causes() -> None:
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
