"""Durations, sizes, rates and times: how a person writes them, how we show them.

Inside the program a duration or a moment is an int of milliseconds, a size an int
of bytes.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(ms|s|m|h|d)?\Z", re.ASCII)
_DURATION_MS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(b|kb|mb|gb)?\Z", re.ASCII)
_SIZE_BYTES = {"b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_RATE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(?:\s*/\s*(s|m|h))?\Z", re.ASCII)
_RATE_SECONDS = {"s": 1, "m": 60, "h": 3_600}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def now_ms() -> int:
    """Return the current time in Unix milliseconds."""
    return time.time_ns() // 1_000_000


def parse_duration(text: str) -> int:
    """Milliseconds of `500ms`, `5s`, `5m`, `2h`, `30d`; a bare number is seconds.

    Raises ValueError with a sentence for the person who typed it.
    """
    found = _DURATION.match(text.strip().lower())
    if not found:
        raise ValueError(f"'{text}' is not a duration; write 500ms, 5s, 5m, 2h or 30d")
    return round(float(found[1]) * _DURATION_MS[found[2] or "s"])


def parse_size(text: str) -> int:
    """Bytes of `512`, `64kb`, `10mb`, `1gb`. Raises ValueError like parse_duration."""
    found = _SIZE.match(text.strip().lower())
    if not found:
        raise ValueError(f"'{text}' is not a size; write 512, 64kb, 10mb or 1gb")
    return round(float(found[1]) * _SIZE_BYTES[found[2] or "b"])


def parse_rate(text: str) -> float:
    """How many a second `20/s`, `5/m`, `0.5/s` are; a bare number is a second's.

    Raises ValueError like parse_duration, also for none at all.
    """
    found = _RATE.match(text.strip().lower())
    if not found or not float(found[1]):
        raise ValueError(f"'{text}' is not a rate; write 20/s, 5/m or 100/h")
    return float(found[1]) / _RATE_SECONDS[found[2] or "s"]


def show_size(size: int) -> str:
    """`812 B`, `1.3 kB`, `4.9 MB`, `2.0 GB`."""
    if size < 1_000:
        return f"{size} B"
    if size < 999_950:
        return f"{size / 1_000:.1f} kB"
    if size < 999_950_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size / 1_000_000_000:.1f} GB"


def show_duration(milliseconds: float) -> str:
    """`0 ms`, `812 ms`, `4.2 s`, `3 min`, `5 h`, `12 days`."""
    if milliseconds < 1_000:
        return f"{milliseconds:.0f} ms"
    seconds = milliseconds / 1_000
    if seconds < 120:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    if seconds < 7_200:
        return f"{seconds / 60:.0f} min"
    if seconds < 172_800:
        return f"{seconds / 3_600:.0f} h"
    return f"{seconds / 86_400:.0f} days"


def show_moment(moment_ms: int) -> str:
    """`2026-07-15 11:30:12` on this machine's clock: how a person is told a time."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment_ms / 1_000))


def to_iso(moment_ms: int) -> str:
    """`2026-07-15T09:30:12.345Z`, as JavaScript's `toISOString`."""
    moment = _EPOCH + timedelta(milliseconds=moment_ms)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_iso(text: str, *, is_typed: bool = False) -> int:
    """Milliseconds of an ISO 8601 time. One without a zone is UTC; where a person typed
    it, that of this machine's clock, as `show_moment` writes it.

    Raises ValueError for anything else, OverflowError for years that there are not.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None and not is_typed:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone(UTC)  # a zone may push it out of all years
    return (moment - _EPOCH) // _MILLISECOND
