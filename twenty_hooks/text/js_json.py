"""Read and write JSON as JavaScript does.

Twenty signs the output of `JSON.stringify`, so a body built here must have the same
bytes: every number is a double in JavaScript's notation, keys that look like array
indexes come first, lone surrogates are escaped, and nothing is escaped that JSON does
not require. Python's `json` differs in each of these.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

# Deeper values are refused, so that code that recurses into a parsed value, two or
# three Python frames for each level, never exceeds Python's limit of 1,000 frames.
# Bodies that Twenty was recorded to send have at most 11 levels.
MAX_DEPTH = 200
# Not every integer above this is a double.
MAX_SAFE_INTEGER = 2**53
# ECMA-262, Number::toString, uses an exponent outside these powers of ten.
_EXPONENT_FROM = 21
_EXPONENT_BELOW = -6
# JavaScript enumerates keys that are array indexes first, in numeric order.
_MAX_ARRAY_INDEX = 2**32 - 2
_ARRAY_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,9})\Z", re.ASCII)
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# An integer of up to 15 digits is exact as a double; a longer one is read as a float,
# as JavaScript does. Python's int() also refuses several thousand digits.
_EXACT_DIGITS = 15


def parse(text: str | bytes) -> Any:
    """Return the value of JSON text, as `JSON.parse` reads it.

    Args:
        text: JSON; bytes must be UTF-8 without a byte order mark.

    Raises:
        ValueError: `JSON.parse` refuses this text, or its objects and arrays are
            nested more than MAX_DEPTH levels deep. The message says which.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"not UTF-8: invalid byte at {error.start}") from error
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    except RecursionError:
        raise _too_deep() from None
    # Counting brackets is cheap, and settles it for nearly every body.
    if text.count("[") + text.count("{") > MAX_DEPTH and depth(value) > MAX_DEPTH:
        raise _too_deep()
    return value


def depth(value: Any) -> int:
    """Return how many levels of objects and arrays a value has; 0 for a scalar."""
    levels = 0
    containers = [value] if isinstance(value, (dict, list)) else []
    while containers:
        levels += 1
        containers = [
            item
            for container in containers
            for item in (
                container.values() if isinstance(container, dict) else container
            )
            if isinstance(item, (dict, list))
        ]
    return levels


def _too_deep() -> ValueError:
    return ValueError(f"JSON is nested too deeply: more than {MAX_DEPTH} levels")


def stringify(value: Any) -> str:
    """Return `JSON.stringify(value)`.

    Args:
        value: a dict, list, tuple, str, int, float, bool or None.

    Raises:
        ValueError: the value is nested too deeply.
        TypeError: JSON can't represent a value of this type.
    """
    pieces: list[str] = []
    try:
        _write(value, pieces.append)
    except RecursionError:
        raise ValueError("a value is nested too deeply to write as JSON") from None
    return "".join(pieces)


def number(value: float) -> str:
    """Return a number as JavaScript writes it: `1` for 1.0, `1e+21`, `null` for NaN."""
    if isinstance(value, int):
        if -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
            return str(value)
        try:
            value = float(value)
        except OverflowError:
            return "null"
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    # repr() gives the shortest digits that read back as the same double, as
    # JavaScript does; only the place of the point differs.
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to the power of `point`.
    point = int(exponent or 0) - len(fraction) + len(digits)
    digits = digits.rstrip("0")
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= _EXPONENT_FROM:
        return digits + "0" * (point - count)
    if 0 < point <= _EXPONENT_FROM:
        return f"{digits[:point]}.{digits[point:]}"
    if _EXPONENT_BELOW < point <= 0:
        return f"0.{'0' * -point}{digits}"
    exponent = f"e{point - 1:+d}"
    return digits[0] + (f".{digits[1:]}" if count > 1 else "") + exponent


def _write(value: Any, write: Any) -> None:
    if isinstance(value, str):
        write(_string(value))
    elif value is None:
        write("null")
    elif value is True:
        write("true")
    elif value is False:
        write("false")
    elif isinstance(value, (int, float)):
        write(number(value))
    elif isinstance(value, dict):
        before = "{"
        for key in keys_in_order(value):
            write(f"{before}{_string(key)}:")
            _write(value[key], write)
            before = ","
        write("{}" if before == "{" else "}")
    elif isinstance(value, (list, tuple)):
        before = "["
        for item in value:
            write(before)
            _write(item, write)
            before = ","
        write("[]" if before == "[" else "]")
    else:
        raise TypeError(f"JSON can't represent a value of type {type(value).__name__}")


def _string(text: str) -> str:
    if _SURROGATE.search(text):
        # Join pairs of surrogates into characters, then escape those left alone.
        text = _SURROGATE_PAIR.sub(_join_surrogates, text)
        return _SURROGATE.sub(
            lambda found: f"\\u{ord(found[0]):04x}", encode_basestring(text)
        )
    return encode_basestring(text)


def _join_surrogates(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def keys_in_order(value: Mapping[str, Any]) -> list[str]:
    """Return the keys as JavaScript enumerates them: array indexes first, by number."""
    keys = list(value)
    if not any(key[:1].isdigit() for key in keys):
        return keys
    indexes = sorted((key for key in keys if _is_array_index(key)), key=int)
    return indexes + [key for key in keys if not _is_array_index(key)]


def _is_array_index(key: str) -> bool:
    return bool(_ARRAY_INDEX.match(key)) and int(key) <= _MAX_ARRAY_INDEX


def _read_integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _EXACT_DIGITS else float(digits)


def _refuse_constant(name: str) -> Any:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)


_DECODER = json.JSONDecoder(
    parse_int=_read_integer, parse_constant=_refuse_constant, strict=True
)
