"""The scheme, against real deliveries and against its own laws."""

from __future__ import annotations

import hashlib
import hmac
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    SignatureHeaders,
    sign,
    sign_now,
    signed_headers,
    verify,
)
from twenty_hooks.text import units

SECRET = "s3cret"
TIMESTAMP = "1735066639761"
BODY = '{"eventName":"person.created","record":{"id":"1","name":"José"}}'.encode()
SIGNATURE = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"
NOW = int(TIMESTAMP)

secrets = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40
)
timestamps = st.integers(0, 10**16 - 1).map(str)


def headers(
    signature: str | None = SIGNATURE, timestamp: str | None = TIMESTAMP
) -> list[tuple[str, str]]:
    pairs = [(TIMESTAMP_HEADER, timestamp), (SIGNATURE_HEADER, signature)]
    return [(name, value) for name, value in pairs if value is not None]


def test_known_vector() -> None:
    assert sign(BODY, SECRET, TIMESTAMP) == SIGNATURE
    assert verify(BODY, headers(), [SECRET])


def test_headers_come_in_twentys_order() -> None:
    made = signed_headers(BODY, SECRET, TIMESTAMP, "ab" * 16)
    assert made == (
        (TIMESTAMP_HEADER, TIMESTAMP),
        (SIGNATURE_HEADER, SIGNATURE),
        (NONCE_HEADER, "ab" * 16),
    )


def test_sign_now_uses_the_current_time_and_a_new_nonce() -> None:
    before_ms = units.now_ms()
    first, second = (dict(sign_now(BODY, SECRET)) for _ in range(2))
    assert before_ms <= int(first[TIMESTAMP_HEADER]) <= units.now_ms()
    assert verify(BODY, first.items(), [SECRET])
    assert len(first[NONCE_HEADER]) == 32
    assert first[NONCE_HEADER] != second[NONCE_HEADER]


def test_sign_now_can_use_another_time() -> None:
    signed = dict(sign_now(BODY, SECRET, timestamp_ms=NOW))
    assert signed[TIMESTAMP_HEADER] == TIMESTAMP
    assert signed[SIGNATURE_HEADER] == SIGNATURE


def test_57_and_all_older_recordings_are_there_to_verify() -> None:
    counts = [
        sum(item.release == release for item in recordings.VERIFIABLE)
        for release in recordings.RELEASES
    ]
    assert counts == [57, 29, 42]


@pytest.mark.parametrize("recorded", recordings.ALL, ids=str)
def test_recorded_deliveries(recorded: recordings.Recorded) -> None:
    delivery = recorded.delivery
    verdict = verify(delivery.body, delivery.headers, [recorded.secret])
    if not recorded.is_signed:
        assert verdict.name == "unsigned"
    elif recorded.verifies:
        assert verdict.name == "valid"
        assert verdict.matched == 0
    else:
        assert verdict.name == "mismatch"


@pytest.mark.parametrize("recorded", recordings.VERIFIABLE, ids=str)
def test_flipping_any_byte_of_a_body_is_a_mismatch(
    recorded: recordings.Recorded,
) -> None:
    body = bytearray(recorded.delivery.body)
    places = range(len(body))
    if len(body) > 2_000:  # all of them is minutes; these change from run to run
        places = random.sample(places, 2_000)  # type: ignore[assignment]
    for place in places:
        body[place] ^= 1 << (place % 8)
        verdict = verify(bytes(body), recorded.delivery.headers, [recorded.secret])
        assert verdict.name == "mismatch", place
        body[place] ^= 1 << (place % 8)
    assert verify(bytes(body), recorded.delivery.headers, [recorded.secret])


@pytest.mark.parametrize("recorded", recordings.VERIFIABLE, ids=str)
def test_changing_any_digit_of_the_timestamp_is_a_mismatch(
    recorded: recordings.Recorded,
) -> None:
    signature_text = recorded.delivery.header(SIGNATURE_HEADER)
    timestamp = recorded.delivery.header(TIMESTAMP_HEADER) or ""
    for place, digit in enumerate(timestamp):
        other = str((int(digit) + 1) % 10)
        changed = timestamp[:place] + other + timestamp[place + 1 :]
        verdict = verify(
            recorded.delivery.body,
            headers(signature_text, changed),
            [recorded.secret],
        )
        assert verdict.name == "mismatch"


@given(st.binary(), secrets, timestamps)
def test_what_is_signed_verifies(body: bytes, secret: str, timestamp: str) -> None:
    made = signed_headers(body, secret, timestamp, "00" * 16)
    assert verify(body, made, [secret])
    assert not verify(body + b"x", made, [secret])
    assert not verify(body, made, [secret + "x"])


@given(st.binary(max_size=50), secrets, secrets, timestamps)
def test_any_of_the_secrets_may_match(
    body: bytes, right: str, wrong: str, timestamp: str
) -> None:
    made = signed_headers(body, right, timestamp, "00" * 16)
    verdict = verify(body, made, ["", wrong, right])
    assert verdict
    assert verdict.matched == (1 if wrong == right else 2)


@given(st.binary(max_size=50), st.lists(st.tuples(st.text(), st.text())), st.text())
def test_nothing_that_can_be_received_raises(
    body: bytes, pairs: list[tuple[str, str]], value: str
) -> None:
    for name in (SIGNATURE_HEADER, TIMESTAMP_HEADER):
        verify(body, [*pairs, (name, value)], ["secret"], now_ms=NOW, tolerance_ms=1)
    both = [(SIGNATURE_HEADER, SIGNATURE), (TIMESTAMP_HEADER, value)]
    assert verify(body, both, ["another"]).name in ("mismatch", "malformed")


MALFORMED = [
    ("not hex", headers("z" * 64), "not hex"),
    ("empty", headers(""), "not hex"),
    ("prefixed", headers("sha256=" + SIGNATURE), "not hex"),
    ("fullwidth digits", headers("０" * 64), "not hex"),
    ("sha1 long", headers("a" * 40), "40 hex digits"),
    ("no timestamp", headers(timestamp=None), "no X-Twenty-Webhook-Timestamp"),
    ("timestamp is words", headers(timestamp="now"), "not a number"),
    ("timestamp is negative", headers(timestamp="-1"), "not a number"),
    ("timestamp is a fraction", headers(timestamp="1735066639.761"), "not a number"),
    ("timestamp is endless", headers(timestamp="9" * 5_000), "not a number"),
    ("timestamp has a newline", headers(timestamp=TIMESTAMP + "\n"), "not a number"),
    (
        "signature twice",
        [*headers(), (SIGNATURE_HEADER.lower(), "0" * 64)],
        "came twice",
    ),
]


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [row[1:] for row in MALFORMED],
    ids=[row[0] for row in MALFORMED],
)
def test_malformed(pairs: list[tuple[str, str]], reason: str) -> None:
    verdict = verify(BODY, pairs, [SECRET])
    assert verdict.name == "malformed"
    assert reason in verdict.reason


def test_the_same_header_twice_with_one_value_is_no_harm() -> None:
    assert verify(BODY, [*headers(), *headers()], [SECRET])


def test_upper_case_hex_is_not_what_twenty_sends() -> None:
    assert verify(BODY, headers(SIGNATURE.upper()), [SECRET]).name == "mismatch"


def test_without_a_signature_it_is_unsigned_whatever_else_is_there() -> None:
    assert verify(BODY, [], [SECRET]).name == "unsigned"
    assert verify(BODY, headers(signature=None), [SECRET]).name == "unsigned"


@pytest.mark.parametrize("given_secrets", [[], [""], ["", ""]])
def test_an_empty_secret_is_no_key(given_secrets: list[str]) -> None:
    assert verify(BODY, headers(), given_secrets).name == "no-secret"
    with pytest.raises(ValueError, match="empty secret"):
        sign(BODY, "", TIMESTAMP)


def test_a_delivery_signed_with_an_empty_key_is_not_valid() -> None:
    forged = hmac.new(b"", TIMESTAMP.encode() + b":" + BODY, hashlib.sha256).hexdigest()
    assert verify(BODY, headers(forged), ["", SECRET]).name == "mismatch"


@pytest.mark.parametrize(
    ("age_ms", "name"),
    [
        (0, "valid"),
        (300_000, "valid"),
        (300_001, "too-old"),
        (-300_000, "valid"),
        (-300_001, "from-the-future"),
    ],
)
def test_tolerance_is_to_the_millisecond(age_ms: int, name: str) -> None:
    verdict = verify(
        BODY, headers(), [SECRET], now_ms=NOW + age_ms, tolerance_ms=300_000
    )
    assert verdict.name == name
    assert verdict.age_ms == age_ms


def test_without_a_tolerance_any_age_is_accepted() -> None:
    assert verify(BODY, headers(), [SECRET], now_ms=NOW * 2)


def test_a_wrong_signature_is_a_mismatch_also_when_it_is_old() -> None:
    verdict = verify(BODY, headers(), ["x"], now_ms=NOW * 2, tolerance_ms=1)
    assert verdict.name == "mismatch"


def test_headers_are_found_in_any_case() -> None:
    pairs = [(name.upper(), value) for name, value in headers()]
    assert verify(BODY, pairs, [SECRET])
    assert SignatureHeaders.of(pairs) == SignatureHeaders(SIGNATURE, TIMESTAMP)


def test_comparison_is_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []
    original = hmac.compare_digest

    def spy(left: str, right: str) -> bool:
        compared.append((left, right))
        return original(left, right)

    monkeypatch.setattr(hmac, "compare_digest", spy)
    assert verify(BODY, headers(), [SECRET])
    assert compared == [(SIGNATURE, SIGNATURE)]
