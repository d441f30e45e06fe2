"""The JSON form of a delivery keeps every byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.deliveries.delivery import Delivery, from_json

latin = st.text(st.characters(max_codepoint=255), max_size=20)
deliveries = st.builds(
    Delivery,
    headers=st.lists(st.tuples(latin, latin), max_size=5).map(tuple),
    body=st.binary(),
    method=st.sampled_from(["POST", "PUT"]),
    path=latin,
    received_at_ms=st.none() | st.integers(0, 253_402_300_799_999),
)


@given(deliveries)
def test_the_json_form_round_trips(delivery: Delivery) -> None:
    line = json.dumps(delivery.to_json())
    assert from_json(json.loads(line)) == delivery


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_recorded_deliveries_round_trip(release: str) -> None:
    for line in recordings.deliveries_file(release).read_bytes().splitlines():
        value = json.loads(line)
        assert from_json(value).to_json() == value


def test_a_body_that_is_not_utf_8_is_in_base64() -> None:
    shape = Delivery((), b"\xff\x00").to_json()
    assert shape["bodyBase64"] == "/wA="
    assert "body" not in shape


def test_header_lookup_ignores_case_and_takes_the_first() -> None:
    delivery = Delivery((("X-A", "1"), ("x-a", "2")), b"")
    assert delivery.header("x-A") == "1"
    assert delivery.header("x-b") is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (3, "JSON object"),
        ({"body": ""}, "'headers' must be a list"),
        ({"headers": [["a"]], "body": ""}, "not [name, value]"),
        ({"headers": [["a", 1]], "body": ""}, "not [name, value]"),
        ({"headers": []}, "'body' is missing"),
        ({"headers": [], "body": {}}, "'body' is missing"),
        ({"headers": [], "bodyBase64": "!"}, "not base64"),
        ({"headers": [], "bodyBase64": 1}, "not text"),
        ({"headers": [], "body": "\ud800"}, "lone surrogate"),
        ({"headers": [], "body": "", "path": 1}, "'path' is not text"),
        ({"headers": [], "body": "", "receivedAt": "yesterday"}, "ISO 8601"),
        ({"headers": [], "body": "", "receivedAt": 5}, "ISO 8601"),
    ],
)
def test_errors_of_the_json_form(value: object, reason: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        from_json(value)
    assert reason in str(caught.value)


def test_headers_may_be_an_object() -> None:
    assert from_json({"headers": {"A": "b"}, "body": "x"}).headers == (("A", "b"),)
