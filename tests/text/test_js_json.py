"""js_json against vectors made by Node, recorded bodies, and its own laws."""

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

from tests.support import recordings
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


def test_there_are_hundreds_of_vectors_of_each_kind() -> None:
    assert len(ACCEPTED) > 400
    assert len(REFUSED) > 40


def test_stringify_matches_node() -> None:
    for text, expected in ACCEPTED:
        assert js_json.stringify(js_json.parse(text)) == expected, text


@pytest.mark.parametrize("text", REFUSED)
def test_parse_refuses_what_node_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        js_json.parse(text)


def test_the_vectors_match_the_node_on_this_machine() -> None:
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


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_a_recorded_body_is_rebuilt_byte_for_byte(release: str) -> None:
    for recorded in recordings.of(release):
        body = recorded.delivery.body
        assert js_json.stringify(js_json.parse(body)).encode() == body, recorded


# -0 is written 0, and NaN has no JSON: neither comes back.
numbers = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x or 0.0)
integers = st.integers(-(2**53), 2**53)
values = st.recursive(
    st.none() | st.booleans() | numbers | integers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_parse_reverses_stringify(value: Any) -> None:
    assert js_json.parse(js_json.stringify(value)) == value


@given(values)
def test_stringify_is_stable(value: Any) -> None:
    text = js_json.stringify(value)
    assert js_json.stringify(js_json.parse(text)) == text


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_written_as_valid_utf_8(text: str) -> None:
    written = js_json.stringify(text)
    assert js_json.stringify(js_json.parse(written.encode())) == written


@given(numbers)
def test_a_number_reads_back_as_the_same_double(value: float) -> None:
    assert float(js_json.number(value)) == value


@given(st.binary())
def test_parse_raises_only_value_error(data: bytes) -> None:
    try:
        value = js_json.parse(data)
    except ValueError:
        return
    assert js_json.stringify(value)


@given(st.text(alphabet='{}[]":,0123456789.eE+-\\untrfalsd \n'))
def test_parse_of_almost_json_raises_only_value_error(text: str) -> None:
    try:
        value = js_json.parse(text)
    except ValueError:
        return
    assert js_json.stringify(value)


def nested(levels: int, *, objects: bool = False) -> str:
    before, after = ('{"a":', "}") if objects else ("[", "]")
    return before * levels + "1" + after * levels


@pytest.mark.parametrize("objects", [True, False], ids=["objects", "arrays"])
def test_values_are_read_up_to_the_depth_limit(objects: bool) -> None:
    deepest = nested(js_json.MAX_DEPTH, objects=objects)
    value = js_json.parse(deepest)
    assert js_json.depth(value) == js_json.MAX_DEPTH
    assert js_json.stringify(value) == deepest
    for levels in (js_json.MAX_DEPTH + 1, 800, 960, 100_000):
        with pytest.raises(ValueError, match="nested too deeply: more than 200 levels"):
            js_json.parse(nested(levels, objects=objects))


def test_many_brackets_are_not_depth() -> None:
    wide = "[" + ",".join(['{"a":[]}', '"[[[{{{"'] * 1_000) + "]"
    assert js_json.depth(js_json.parse(wide)) == 3


def test_depth_of_scalars_and_empty_containers() -> None:
    values: list[Any] = ["x", 1, None, [], {}, [[]]]
    assert list(map(js_json.depth, values)) == [0, 0, 0, 1, 1, 2]


def test_a_value_nested_too_deeply_to_write_is_a_value_error() -> None:
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
def test_numbers_and_tuples_that_only_python_has(value: Any, expected: str) -> None:
    assert js_json.stringify(value) == expected


def test_a_value_that_json_can_not_represent_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="bytes"):
        js_json.stringify({"body": b"x"})
