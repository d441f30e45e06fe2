"""JSON as JavaScript reads and writes it.

Twenty signs what `JSON.stringify` gives, so a body built here must be the same
bytes: every number a double in JavaScript's spelling, integer-like keys first,
lone surrogates escaped, nothing else escaped that JSON does not demand. Python's
own `json` differs in each of these.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

# Beyond this, neighbouring integers are not all doubles.
MAX_SAFE_INTEGER = 2**53
# `ToString` of a number changes to exponents here (ECMA-262, Number::toString).
_EXPONENT_FROM = 21
_EXPONENT_BELOW = -6
# Keys that are array indexes are enumerated first, in numeric order.
_MAX_ARRAY_INDEX = 2**32 - 2
_ARRAY_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,9})\Z", re.ASCII)
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A double has at most 309 digits before the point; Python refuses to read
# integers of several thousand digits at all.
_EXACT_DIGITS = 15


def parse(text: str | bytes) -> Any:
    """The value of JSON text, as `JSON.parse` would read it.

    Bytes are UTF-8. Raises ValueError, with the reason, for anything that
    `JSON.parse` refuses too, and for nesting deeper than Python can follow.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"not UTF-8: byte {error.start} is not text") from error
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    except RecursionError:
        raise ValueError("JSON that is nested too deeply to read") from None


def stringify(value: Any) -> str:
    """`JSON.stringify(value)`: dicts, lists, str, int, float, bool and None.

    Raises ValueError for nesting deeper than Python can follow, TypeError for a
    value that JSON has no word for.
    """
    pieces: list[str] = []
    try:
        _write(value, pieces.append)
    except RecursionError:
        raise ValueError("a value that is nested too deeply to write") from None
    return "".join(pieces)


def number(value: float) -> str:
    """A number as `JSON.stringify` spells it: `1` for 1.0, `1e+21`, `null` for NaN."""
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
    # repr gives the shortest digits that read back as the same double, as
    # JavaScript does; only where the point goes differs.
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
        raise TypeError(f"JSON has no word for {type(value).__name__}")


def _string(text: str) -> str:
    if _SURROGATE.search(text):
        # Two halves that met become one character; what is left is alone.
        text = _SURROGATE_PAIR.sub(_join_surrogates, text)
        return _SURROGATE.sub(
            lambda found: f"\\u{ord(found[0]):04x}", encode_basestring(text)
        )
    return encode_basestring(text)


def _join_surrogates(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def keys_in_order(value: Mapping[str, Any]) -> list[str]:
    """The keys as JavaScript enumerates them: array indexes first, by number."""
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
