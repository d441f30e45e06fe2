"""Bytes from a terminal, as keys."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.browser.key_decoder import KeyDecoder

NAMED = {
    *("up", "down", "left", "right", "home", "end", "page-up", "page-down"),
    *("enter", "escape", "backspace", "clear", "redraw", "suspend", "abort"),
}


def keys(*pieces: bytes) -> list[str]:
    decoder = KeyDecoder()
    return [key for piece in pieces for key in decoder.feed(piece)] + decoder.flush()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (b"", []),
        (b" q?/", [" ", "q", "?", "/"]),
        (b"\r", ["enter"]),
        (b"\n", ["enter"]),
        (b"\x7f\x08", ["backspace", "backspace"]),
        (
            b"\x15\x0c\x1a\x1c\x02\x06",
            ["clear", "redraw", "suspend", "abort", "page-up", "page-down"],
        ),
        (b"\x1b", ["escape"]),
        (b"\x1b\x1b", ["escape", "escape"]),
        (b"\x1bq", ["escape", "q"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        (b"\x1bOA\x1bOB\x1bOM", ["up", "down", "enter"]),
        (b"\x1b[1;5A", ["up"]),
        (b"\x1b[H\x1b[F\x1bOH\x1bOF", ["home", "end", "home", "end"]),
        (b"\x1b[1~\x1b[4~\x1b[7~\x1b[8~", ["home", "end", "home", "end"]),
        (b"\x1b[5~\x1b[6~\x1b[6;2~", ["page-up", "page-down", "page-down"]),
        ("é한😀".encode(), ["é", "한", "😀"]),
    ],
)
def test_keys(typed: bytes, expected: list[str]) -> None:
    assert keys(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        b"\x1b[2~",  # insert
        b"\x1b[15~",  # F5
        b"\x1bOP",  # F1
        b"\x1b[[A",  # F1 of Linux' console
        b"\x1b[<0;12;3M",  # a mouse
        b"\x1b[I",  # the window has the focus
        b"\x1b[?62;22c",  # what a terminal is
        b"\x1b[200~",  # a paste begins
        b"\x1b]0;title\x07",
        b"\x1b]52;c;cXFxcXFx\x1b\\",
        b"\x1bPq#0;2\x1b\\",
        b"\x1b[" + b"1;" * 40 + b"q",
        b"\x00\x01\x04\x1d\x1e",
        b"\xff\xfe\x80",
        b"\xed\xa0\x80",  # half a character
        "\u202e\x9b\ue000\u2028".encode(),
    ],
)
def test_what_is_no_key_is_passed_over(typed: bytes) -> None:
    assert keys(typed, b"x") == ["x"]


def test_an_escape_is_a_key_when_nothing_follows() -> None:
    decoder = KeyDecoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.is_waiting
    assert decoder.flush() == ["escape"]
    assert not decoder.is_waiting
    assert decoder.feed(b"\x1b[") == []
    assert decoder.flush() == []
    assert decoder.feed(b"A") == ["A"]


def test_a_message_without_an_end_is_not_waited_for() -> None:
    decoder = KeyDecoder()
    assert decoder.feed(b"\x1b]" + b"x" * 10_000) == []
    assert not decoder.is_waiting
    assert decoder.feed(b"q") == ["q"]


PIECES = st.one_of(
    st.binary(max_size=8),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]", b"\x1b[1;", b"A", b"~"]),
)


@given(st.lists(PIECES))
def test_any_bytes_are_keys_or_nothing(pieces: list[bytes]) -> None:
    for key in keys(*pieces):
        assert key in NAMED or (len(key) == 1 and key.isprintable())


@given(st.lists(PIECES), st.lists(st.integers(0, 60)))
def test_where_they_are_split_does_not_matter(
    pieces: list[bytes], places: list[int]
) -> None:
    typed = b"".join(pieces)
    cuts = sorted({0, len(typed), *(min(place, len(typed)) for place in places)})
    split = [typed[start:end] for start, end in itertools.pairwise(cuts)]
    assert keys(*split) == keys(typed)
