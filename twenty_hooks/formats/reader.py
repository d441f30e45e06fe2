"""Read deliveries from a file or a pipe, in any of the formats they are saved in.

    body       the bare bytes of a body; the signature is given as an option
    http       raw HTTP requests, as a proxy or `nc` saves them
    delivery   the delivery format: one, a JSON array of them, or JSON Lines; or an
               HTTP Archive (HAR)

JSON Lines are streamed: a file of any length needs the memory of one line. A `Problem`
among the deliveries stands for a line that can't be read; reading continues after it.
"""

from __future__ import annotations

import codecs
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, Literal, NamedTuple

from twenty_hooks.deliveries.delivery import Delivery, Headers, from_json, is_delivery
from twenty_hooks.errors import UsageError
from twenty_hooks.formats import har, raw_http

Form = Literal["auto", "body", "http", "delivery"]

_decode_json = json.JSONDecoder().decode
_NOT_JSON = object()
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# One JSON document may span many lines; beyond this size only JSON Lines are read.
_WHOLE_DOCUMENT_LIMIT = 64_000_000
_ARCHIVE = re.compile(rb'\s*\{\s*"log"\s*:')
# Types of lines in the output of `hooks listen --json` without a delivery.
_NO_DELIVERY = ("ready", "forward", "skipped")


class Problem(NamedTuple):
    """Something that can't be read. Lines are counted from 1."""

    line: int
    reason: str


class Found(NamedTuple):
    """A delivery and its first line, counted from 1.

    `extra` is the JSON object it was read from, with all other keys; empty for formats
    that are not JSON.
    """

    line: int
    delivery: Delivery
    extra: Mapping[str, Any] = MappingProxyType({})


def deliveries(
    source: BinaryIO, form: Form, name: str, *, bare_body_hint: str = ""
) -> Iterator[Found | Problem]:
    """Yield every delivery of the source, in order, as it is read.

    Args:
        form: `auto` decides by the first bytes.
        name: name of the source in error messages.
        bare_body_hint: command to suggest when the source is a bare body.

    Raises:
        UsageError: the source is empty, or `auto` finds a bare body, whose signature
            is not in it.
    """
    lines = iter(source)
    start = _first_line(lines)
    if start is None:
        raise UsageError(f"{name} is empty")
    if start.text.startswith(_UTF_16):
        raise UsageError(
            f"{name} is in UTF-16, but Twenty signs UTF-8",
            hint="save it without converting: in PowerShell, curl.exe -o FILE",
        )
    if form == "http" or (form == "auto" and raw_http.is_request_line(start.text)):
        rest = b"".join(lines)
        return _from_http(start.before + start.text + rest)
    return _from_json(start, lines, form, name, bare_body_hint)


def bare_body(
    source: BinaryIO, headers: Headers, name: str
) -> Iterator[Found | Problem]:
    """Yield one delivery with the whole source as its body.

    Raises UsageError if the source is empty.
    """
    body = source.read()
    if not body:
        raise UsageError(f"{name} is empty")
    yield Found(1, Delivery(headers, body))


class _Start(NamedTuple):
    """The first non-blank line, its number, and the blank bytes before it."""

    before: bytes
    line: int
    text: bytes


def _first_line(lines: Iterator[bytes]) -> _Start | None:
    before = bytearray()
    for number, line in enumerate(lines, start=1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            return _Start(bytes(before), number, line)
        before += line
    return None


def _from_http(data: bytes) -> Iterator[Found | Problem]:
    for item in raw_http.requests(data):
        if isinstance(item.request, Delivery):
            yield Found(item.line, item.request)
        else:
            yield Problem(item.line, item.request)


def _from_json(
    start: _Start, lines: Iterator[bytes], form: Form, name: str, bare_body_hint: str
) -> Iterator[Found | Problem]:
    first = _value(start.text)
    if _is_delivery_line(first):
        return _json_lines(itertools.chain([start.text], lines), start.line, first)
    if first is _NOT_JSON or isinstance(first, list):
        # One document over several lines, or a broken line.
        head = list(_up_to(_WHOLE_DOCUMENT_LIMIT, lines))
        whole = first if not head else _value(start.text + b"".join(head))
    else:
        head, whole = list(_up_to(_WHOLE_DOCUMENT_LIMIT, lines)), first
    if isinstance(whole, list):
        return _json_array(whole, start.line)
    if _is_delivery_line(whole):
        return _json_lines([start.text], start.line, whole)
    if har.is_archive(whole):
        return _from_archive(whole, start.line)
    if whole is _NOT_JSON and _ARCHIVE.match(start.text + b"".join(head[:2])):
        raise UsageError(
            f"{name} is an HTTP Archive (HAR) that is cut off, or too large to read",
            hint="hooks deliveries export writes JSON Lines, of any size",
        )
    is_cut_off = first is _NOT_JSON and start.text.lstrip()[:1] in (b"{", b"[")
    if form == "auto" and not is_cut_off and not any(map(_holds_a_delivery, head)):
        raise _bare_body(name, bare_body_hint)
    return _json_lines(itertools.chain([start.text], head, lines), start.line)


def _holds_a_delivery(line: bytes) -> bool:
    return b'"headers"' in line and _is_delivery_line(_value(line))


def _value(text: bytes) -> object:
    try:
        return _loads(text)
    except ValueError:
        return _NOT_JSON


def _up_to(limit: int, lines: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for line in lines:
        yield line
        size += len(line)
        if size > limit:
            return


def _json_lines(
    lines: Iterable[bytes], first_line: int, first: object = None
) -> Iterator[Found | Problem]:
    for number, line in enumerate(lines, start=first_line):
        if first is not None:
            value, first = first, None
        else:
            if line.isspace():
                continue
            try:
                value = _loads(line)
            except ValueError as error:
                yield Problem(number, str(error))
                continue
        item = _item(value, number)
        if item is not None:
            yield item


def _json_array(values: list[object], line: int) -> Iterator[Found | Problem]:
    for value in values:
        item = _item(value, line)
        if item is not None:
            yield item


def _from_archive(archive: object, line: int) -> Iterator[Found | Problem]:
    for value in har.deliveries(archive):
        item = Problem(line, value) if isinstance(value, str) else _item(value, line)
        if item is not None:
            yield item


def _item(value: object, line: int) -> Found | Problem | None:
    if isinstance(value, dict) and value.get("type") in _NO_DELIVERY:
        return None
    try:
        delivery = from_json(value)
        return Found(line, delivery, value if isinstance(value, dict) else {})
    except ValueError as error:
        return Problem(line, str(error))


def _is_delivery_line(value: object) -> bool:
    has_none = isinstance(value, dict) and value.get("type") in _NO_DELIVERY
    return has_none or is_delivery(value)


def _loads(text: bytes) -> object:
    try:
        return _decode_json(text.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: invalid byte at {error.start}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None


def _bare_body(name: str, command: str) -> UsageError:
    return UsageError(
        f"{name} looks like a bare body: it has no signature",
        hint=command,
    )
