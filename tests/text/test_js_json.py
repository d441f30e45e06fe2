"""JSON as JavaScript reads and writes it, judged by what Node says."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.recordings import ALL, Recorded
from twenty_hooks.text import js_json

VECTORS = Path(__file__).parents[1] / "vectors"
PAIRS: list[tuple[str, str | None]] = [
    (text, stringified)
    for text, stringified in json.loads(
        (VECTORS / "javascript.json").read_text("ascii")
    )
]
ACCEPTED = [(text, expected) for text, expected in PAIRS if expected is not None]
REFUSED = [text for text, expected in PAIRS if expected is None]


def test_there_are_a_few_hundred_vectors_of_each_kind() -> None:
    assert len(ACCEPTED) > 400
    assert len(REFUSED) > 40


@pytest.mark.parametrize(("text", "expected"), ACCEPTED)
def test_node_writes_the_same(text: str, expected: str) -> None:
    assert js_json.stringify(js_json.parse(text)) == expected


@pytest.mark.parametrize("text", REFUSED)
def test_what_node_refuses_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        js_json.parse(text)


def test_the_vectors_are_what_this_node_says() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed: the committed vectors stand for it")
    made = subprocess.run(
        [node, str(VECTORS / "javascript.js")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert made.stdout == (VECTORS / "javascript.json").read_bytes()


@pytest.mark.parametrize("recorded", ALL, ids=str)
def test_a_recorded_body_is_rebuilt_byte_for_byte(recorded: Recorded) -> None:
    body = recorded.delivery.body
    assert js_json.stringify(js_json.parse(body)).encode() == body


# -0 is written 0, and NaN has no JSON: neither comes back.
numbers = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x or 0.0)
integers = st.integers(-(2**53), 2**53)
values = st.recursive(
    st.none() | st.booleans() | numbers | integers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert js_json.parse(js_json.stringify(value)) == value


@given(values)
def test_writing_again_changes_nothing(value: Any) -> None:
    text = js_json.stringify(value)
    assert js_json.stringify(js_json.parse(text)) == text


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_written_as_utf_8_can_carry_it(text: str) -> None:
    written = js_json.stringify(text)
    assert js_json.stringify(js_json.parse(written.encode())) == written


@given(numbers)
def test_a_number_reads_back_as_the_same_double(value: float) -> None:
    assert float(js_json.number(value)) == value


@given(st.binary())
def test_reading_raises_nothing_but_value_error(data: bytes) -> None:
    try:
        value = js_json.parse(data)
    except ValueError:
        return
    assert js_json.stringify(value)


@given(st.text(alphabet='{}[]":,0123456789.eE+-\\untrfalsd \n'))
def test_reading_nearly_json_raises_nothing_but_value_error(text: str) -> None:
    try:
        value = js_json.parse(text)
    except ValueError:
        return
    assert js_json.stringify(value)


def test_too_deep_is_an_error_of_its_own() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    with pytest.raises(ValueError, match="too deeply"):
        js_json.parse(deep)
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="too deeply"):
        js_json.stringify(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, "null"),
        (math.inf, "null"),
        (-math.inf, "null"),
        (10**400, "null"),
        (2**53 + 1, "9007199254740992"),
        (-(2**53) - 1, "-9007199254740992"),
        (10**21, "1e+21"),
        (True, "true"),
        ((1, 2), "[1,2]"),
    ],
)
def test_values_that_only_python_has(value: Any, expected: str) -> None:
    assert js_json.stringify(value) == expected


def test_a_value_without_a_word_in_json_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="bytes"):
        js_json.stringify({"body": b"x"})
