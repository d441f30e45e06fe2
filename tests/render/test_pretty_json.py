"""JSON for a person to read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.render.pretty_json import JsonKind, pretty
from twenty_hooks.text import js_json


def plain(text: str, _kind: JsonKind) -> str:
    return text


def test_values_are_on_several_lines() -> None:
    value = {"a": 1.0, "b": [], "c": {}, "d": ["x", None], "e": {"f": True}}
    assert pretty(value, plain).splitlines() == [
        "{",
        '  "a": 1,',
        '  "b": [],',
        '  "c": {},',
        '  "d": [',
        '    "x",',
        "    null",
        "  ],",
        '  "e": {',
        '    "f": true',
        "  }",
        "}",
    ]


def test_each_kind_has_its_colour() -> None:
    value = {"k": ["t", 1.5, True, None]}
    shown = pretty(value, lambda text, kind: f"<{kind}>{text}")
    assert [line.strip(" ,[]{}") for line in shown.splitlines()[1:-2]] == [
        '<key>"k":',
        '<text>"t"',
        "<number>1.5",
        "<word>true",
        "<word>null",
    ]


@pytest.mark.parametrize("text", ["\x1b[31m", "\x9b31m", "\u202e", "\u2028", "\x07"])
def test_no_character_can_act_on_a_terminal(text: str) -> None:
    shown = pretty({text: text}, plain)
    assert text not in shown
    assert shown.replace("\n", "").isprintable()


values: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(alphabet='ab0 "\\é'),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="ab01"), inner),
    max_leaves=10,
)


@given(values)
def test_the_text_has_the_same_values_as_the_body(value: Any) -> None:
    shown = pretty(value, plain)
    assert js_json.stringify(js_json.parse(shown)) == js_json.stringify(value)
