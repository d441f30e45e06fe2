"""Durations, sizes, rates and times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.text import units


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("500ms", 500),
        ("5s", 5_000),
        ("5", 5_000),
        ("0.5", 500),
        ("5m", 300_000),
        ("2h", 7_200_000),
        ("30d", 2_592_000_000),
        (" 1.5S ", 1_500),
    ],
)
def test_parse_duration(text: str, milliseconds: int) -> None:
    assert units.parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    ("text", "size"),
    [("512", 512), ("64kb", 64_000), ("10mb", 10_000_000), ("1GB", 1_000_000_000)],
)
def test_parse_size(text: str, size: int) -> None:
    assert units.parse_size(text) == size


@pytest.mark.parametrize(
    ("text", "per_second"),
    [("20/s", 20), ("20", 20), ("0.5/s", 0.5), ("30/m", 0.5), (" 1800 / H ", 0.5)],
)
def test_parse_rate(text: str, per_second: float) -> None:
    assert units.parse_rate(text) == per_second


@pytest.mark.parametrize("text", ["", "0", "0/s", "-1", "5/d", "5/", "fast", "5s"])
def test_invalid_rates(text: str) -> None:
    with pytest.raises(ValueError, match="not a rate"):
        units.parse_rate(text)


@pytest.mark.parametrize("text", ["", "s", "-5s", "5 weeks", "1e3", "٥s", "nan"])
def test_invalid_durations_and_sizes(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        units.parse_duration(text)
    with pytest.raises(ValueError, match="not a size"):
        units.parse_size(text)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (4_900_000, "4.9 MB"),
        (2 * 10**9, "2.0 GB"),
    ],
)
def test_show_size(size: int, shown: str) -> None:
    assert units.show_size(size) == shown


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (0.4, "0 ms"),
        (812, "812 ms"),
        (4_200, "4.2 s"),
        (5_000, "5 s"),
        (180_000, "3 min"),
        (18_000_000, "5 h"),
        (1_036_800_000, "12 days"),
    ],
)
def test_show_duration(milliseconds: float, shown: str) -> None:
    assert units.show_duration(milliseconds) == shown


@given(st.integers(0, 253_402_300_799_999))
def test_iso_times_round_trip(moment_ms: int) -> None:
    assert units.from_iso(units.to_iso(moment_ms)) == moment_ms


def test_to_iso_matches_javascript() -> None:
    assert units.to_iso(1_735_066_639_061) == "2024-12-24T18:57:19.061Z"
