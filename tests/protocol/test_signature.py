"""The signature scheme, with recorded deliveries and by its own laws."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

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


def test_the_headers_have_twentys_order() -> None:
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


def test_the_number_of_verifiable_recordings() -> None:
    counts = {
        release: len(recordings.verifiable(release)) for release in recordings.RELEASES
    }
    assert counts == {"2.21": 57, "1.8": 29, "0.55": 42}


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_recorded_deliveries(release: str) -> None:
    for recorded in recordings.of(release):
        delivery = recorded.delivery
        verdict = verify(delivery.body, delivery.headers, [recorded.secret])
        if not recorded.is_signed:
            assert verdict.name == "unsigned", recorded
        elif recorded.verifies:
            assert (verdict.name, verdict.matched) == ("valid", 0), recorded
        else:
            assert verdict.name == "mismatch", recorded


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_flipping_any_byte_of_a_body_is_a_mismatch(release: str) -> None:
    for recorded in recordings.verifiable(release):
        body, headers = bytearray(recorded.delivery.body), recorded.delivery.headers
        for place in range(len(body)):
            body[place] ^= 1 << (place % 8)
            verdict = verify(bytes(body), headers, [recorded.secret])
            assert verdict.name == "mismatch", (recorded, place)
            body[place] ^= 1 << (place % 8)
        assert verify(bytes(body), headers, [recorded.secret]), recorded


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_changing_any_digit_of_the_timestamp_is_a_mismatch(release: str) -> None:
    for recorded in recordings.verifiable(release):
        signature = recorded.delivery.header(SIGNATURE_HEADER)
        timestamp = recorded.delivery.header(TIMESTAMP_HEADER) or ""
        for place, digit in enumerate(timestamp):
            other = str((int(digit) + 1) % 10)
            changed = headers(
                signature, timestamp[:place] + other + timestamp[place + 1 :]
            )
            verdict = verify(recorded.delivery.body, changed, [recorded.secret])
            assert verdict.name == "mismatch", (recorded, place)


@given(st.binary(), secrets, timestamps)
def test_a_signed_body_verifies_with_its_secret_only(
    body: bytes, secret: str, timestamp: str
) -> None:
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
def test_no_headers_or_body_raise(
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
        "was received twice, with different values",
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


def test_a_header_repeated_with_the_same_value_is_accepted() -> None:
    assert verify(BODY, [*headers(), *headers()], [SECRET])


def test_a_signature_in_upper_case_is_a_mismatch() -> None:
    assert verify(BODY, headers(SIGNATURE.upper()), [SECRET]).name == "mismatch"


def test_a_delivery_without_a_signature_header_is_unsigned() -> None:
    assert verify(BODY, [], [SECRET]).name == "unsigned"
    assert verify(BODY, headers(signature=None), [SECRET]).name == "unsigned"


@pytest.mark.parametrize("given_secrets", [[], [""], ["", ""]])
def test_an_empty_secret_neither_verifies_nor_signs(given_secrets: list[str]) -> None:
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
def test_the_tolerance_is_exact_to_the_millisecond(age_ms: int, name: str) -> None:
    verdict = verify(
        BODY, headers(), [SECRET], now_ms=NOW + age_ms, tolerance_ms=300_000
    )
    assert verdict.name == name
    assert verdict.age_ms == age_ms


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("name", ["now_ms", "tolerance_ms"])
def test_a_time_that_is_not_finite_is_a_value_error(name: str, value: float) -> None:
    options: dict[str, Any] = {"now_ms": NOW * 2, "tolerance_ms": 1, name: value}
    with pytest.raises(ValueError, match=f"{name} must be a finite number"):
        verify(BODY, headers(), [SECRET], **options)


def test_the_reasons_for_a_time_outside_the_tolerance() -> None:
    def reason(age_ms: int) -> str:
        now_ms = NOW + age_ms
        verdict = verify(BODY, headers(), [SECRET], now_ms=now_ms, tolerance_ms=300_000)
        return verdict.reason

    assert reason(360_000) == "the signature is 6 min old, and at most 5 min is allowed"
    assert reason(-360_000) == (
        "the timestamp is 6 min in the future, and at most 5 min is allowed"
    )


def test_without_a_tolerance_any_age_is_accepted() -> None:
    assert verify(BODY, headers(), [SECRET], now_ms=NOW * 2)


def test_an_old_signature_that_does_not_match_is_a_mismatch() -> None:
    verdict = verify(BODY, headers(), ["x"], now_ms=NOW * 2, tolerance_ms=1)
    assert verdict.name == "mismatch"


def test_header_names_are_case_insensitive() -> None:
    pairs = [(name.upper(), value) for name, value in headers()]
    assert verify(BODY, pairs, [SECRET])
    assert SignatureHeaders.of(pairs) == SignatureHeaders(SIGNATURE, TIMESTAMP)


def test_signatures_are_compared_in_constant_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[tuple[str, str]] = []
    original = hmac.compare_digest

    def spy(left: str, right: str) -> bool:
        compared.append((left, right))
        return original(left, right)

    monkeypatch.setattr(hmac, "compare_digest", spy)
    assert verify(BODY, headers(), [SECRET])
    assert compared == [(SIGNATURE, SIGNATURE)]
