"""The search for a cause: what it tries first, its limits, and any input at all."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.diagnosis_cases import (
    CHOSEN,
    NONCE,
    SECRET,
    load,
    signed_delivery,
)
from tests.support.recordings import ALL
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.diagnosis import Diagnoser, Diagnosis
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    signed_headers,
)
from twenty_hooks.text import js_json


def diagnose(delivery: Delivery, secret: str = SECRET) -> Diagnosis:
    return Diagnoser().diagnose(delivery, [secret])


SIGNED = tuple(recorded for recorded in ALL if recorded.is_signed)


def test_the_last_recipe_that_matched_is_tried_first() -> None:
    diagnoser = Diagnoser()
    tried = []
    for recorded in CHOSEN:
        text = json.dumps(json.loads(recorded.delivery.body), indent=2)
        delivery = signed_delivery(
            recorded, recorded.delivery.body, body=f"\ufeff{text}".encode()
        )
        result = diagnoser.diagnose(delivery, [SECRET])
        assert result.cause is not None
        tried.append(result.tried)
    assert tried[0] > 3 * max(tried[1:])


def test_all_searches_of_one_run_share_a_time_limit() -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.25
        return now

    diagnoser = Diagnoser(clock=clock, budget_s=10.0)
    results = [diagnoser.diagnose(SIGNED[0].delivery, ["wrong"]) for _ in range(3)]
    assert "stopped at its time limit after" in results[0].detail
    assert 0 < results[0].tried < 60
    for result in results[1:]:
        assert result.cause is None
        assert result.tried == 0
        assert result.detail.startswith("not diagnosed")


def test_a_body_of_100_kb_is_searched_within_seconds() -> None:
    record = {f"field{number}": f"válue {number} / <b>" for number in range(4_000)}
    body = js_json.stringify(
        {"eventName": "pet.created", "webhookId": "w", "record": record}
    ).encode()
    assert len(body) > 100_000
    delivery = Delivery(
        signed_headers(body, SECRET, "1795489902574", NONCE),
        body,
        received_at_ms=1795489902574,
    )
    started = time.process_time()
    result = diagnose(delivery, "wrong")
    assert result.cause is None
    # An order of magnitude more than it takes, for slow machines.
    assert time.process_time() - started < 10


def test_a_decompression_bomb_is_not_decompressed() -> None:
    bomb = gzip.compress(bytes(64_000_000))
    delivery = Delivery(signed_headers(b"{}", SECRET, "1795489902574", NONCE), bomb)
    assert diagnose(delivery).cause is None


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":"' + b'\\"' * 150_000,
        b"[" * 150_000,
        b'"' * 150_001,
        b"&#" * 150_000,
        b"=" * 300_000,
        "é\n".encode() * 100_000,
        b"A" * 300_001,
    ],
    ids=["escaped quotes", "brackets", "quotes", "entities", "=", "é", "base64"],
)
def test_the_time_for_a_hostile_body_is_linear_in_its_length(body: bytes) -> None:
    delivery = Delivery(signed_headers(b"{}", SECRET, "1795489902574", NONCE), body)
    started = time.process_time()
    assert diagnose(delivery, "wrong").cause is None
    # Quadratic time takes minutes.
    assert time.process_time() - started < 30


def test_the_detail_quotes_the_first_difference() -> None:
    recorded = CHOSEN[0]
    body = recorded.delivery.body.replace(b'"eventName"', b' "eventName"', 1)
    delivery = signed_delivery(recorded, recorded.delivery.body, body=body)
    at = body.index(b' "eventName"')
    detail = diagnose(delivery).detail
    assert f"first difference at byte {at}: received ' \"eventName" in detail
    assert 'signed \'"eventName"' in detail


def test_the_detail_escapes_a_hostile_body() -> None:
    signed = b'{"eventName":"a\x1b[2Jb"}'.replace(b"\x1b", b"\\u001b")
    delivery = Delivery(
        signed_headers(signed, SECRET, "1795489902574", NONCE),
        signed.replace(b"\\u001b", b"\x1b"),
    )
    result = diagnose(delivery)
    assert result.cause == "body-unicode-unescaped"
    assert "\\x1b" in result.detail
    assert "\x1b" not in result.detail


def test_the_fix_of_two_causes_lists_the_frameworks_once() -> None:
    result = diagnose(next(c for c in load("python") if c.change == "dumps").delivery())
    assert result.fix.count("express.raw") == 1


odd_text = st.text(st.characters(exclude_categories=()), max_size=80)
headers = st.lists(
    st.tuples(
        st.sampled_from(
            [SIGNATURE_HEADER, TIMESTAMP_HEADER, NONCE_HEADER, "X-Signature", "Etag"]
        )
        | odd_text,
        odd_text | st.sampled_from(["a" * 64, "sha256=" + "b" * 64, "1795489902574"]),
    ),
    max_size=5,
)


@given(st.binary(max_size=200), headers)
def test_any_body_and_headers_are_diagnosed_without_raising(
    body: bytes, received: list[tuple[str, str]]
) -> None:
    result = Diagnoser().diagnose(Delivery(tuple(received), body), [SECRET])
    assert result.cause is None
    json.dumps(result.to_json())


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | odd_text,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(odd_text, inner, max_size=3)
        ),
        max_leaves=10,
    ),
    st.sampled_from([None, 1, "\t"]),
)
def test_any_json_that_was_written_again_is_recognised(
    value: object, indent: int | str | None
) -> None:
    signed = js_json.stringify(value).encode()
    body = json.dumps(js_json.parse(signed), indent=indent).encode()
    delivery = Delivery(signed_headers(signed, SECRET, "1795489902574", NONCE), body)
    result = Diagnoser().diagnose(delivery, [SECRET])
    if body != signed:
        assert result.cause is not None
        assert all(slug.startswith("body-") for slug in result.cause.split("+"))


@pytest.mark.parametrize(
    "received_at_ms",
    [10**30, 10**5_000, -(10**30), -1, 10**15],
    ids=["10^30", "10^5000", "-10^30", "-1", "10^15"],
)
def test_a_time_of_receipt_that_no_calendar_has_is_ignored(received_at_ms: int) -> None:
    delivery = SIGNED[0].delivery._replace(received_at_ms=received_at_ms)
    result = diagnose(delivery, "wrong")
    assert result.cause is None
    assert result.tried > 1_000
