"""Deliveries are read from every format they are saved in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.errors import UsageError
from twenty_hooks.formats import reader
from twenty_hooks.formats.reader import Found, Problem

LINE = b'{"headers":[["A","b"]],"body":"{}","method":"POST","path":"/x"}'
CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
DELIVERY = Delivery((("A", "b"),), b"{}", "POST", "/x")


def read(data: bytes, form: reader.Form = "auto") -> list[Found | Problem]:
    return list(reader.deliveries(io.BytesIO(data), form, "input"))


def as_http(delivery: Delivery, newline: bytes = b"\r\n") -> bytes:
    lines = [f"{delivery.method} {delivery.path} HTTP/1.1".encode()]
    lines += [f"{k}: {v}".encode("latin-1") for k, v in delivery.headers]
    return newline.join([*lines, b"", b""]) + delivery.body


def test_json_lines_with_blank_and_broken_ones() -> None:
    data = b"\n" + LINE + b"\n\nnot json\n" + b'{"headers":[]}\n' + LINE
    found = read(data)
    assert [item.line for item in found] == [2, 4, 5, 6]
    assert [type(item) for item in found] == [Found, Problem, Problem, Found]
    assert isinstance(found[1], Problem)
    assert "not JSON" in found[1].reason


def test_a_broken_first_line_does_not_hide_the_rest() -> None:
    found = read(b'{"headers": [\n' + LINE + b"\n")
    assert [type(item) for item in found] == [Problem, Found]
    assert found[0].line == 1


@pytest.mark.parametrize("first", [b"hello", b"null", b'{"a":1}', b"5", b"{cut"])
def test_any_broken_first_line_does_not_hide_the_deliveries_below(first: bytes) -> None:
    found = read(first + b"\n" + LINE + b"\n")
    assert [type(item) for item in found] == [Problem, Found]
    assert [item.line for item in found] == [1, 2]


def test_utf_16_is_reported() -> None:
    with pytest.raises(UsageError, match="UTF-16"):
        read('{"a":1}'.encode("utf-16"))


def test_many_blank_lines_are_skipped_fast() -> None:
    found = read(b"\n" * 500_000 + LINE)
    assert [item.line for item in found] == [500_001]


def test_one_delivery_over_many_lines_and_an_array_of_them() -> None:
    value = json.loads(LINE)
    for document in (value, [value], [value, value]):
        found = read(json.dumps(document, indent=2).encode())
        assert all(isinstance(item, Found) for item in found)
        assert all(
            item.delivery == DELIVERY for item in found if isinstance(item, Found)
        )
    assert len(found) == 2


def test_lines_of_listen_without_a_delivery_are_skipped() -> None:
    line = json.dumps({"type": "delivery", **json.loads(LINE), "verdict": "valid"})
    skipped = b'\n{"type":"skipped","count":3}\n{"type":"forward","id":"a"}\n'
    found = read(b'{"type":"ready","url":"http://x"}\n' + line.encode() + skipped)
    assert [item[:2] for item in found] == [(2, DELIVERY)]
    assert isinstance(found[0], Found)
    assert found[0].extra["verdict"] == "valid"  # what else the line says


@pytest.mark.parametrize("release", recordings.RELEASES)
@pytest.mark.parametrize("newline", [b"\r\n", b"\n"], ids=["crlf", "lf"])
def test_saved_requests(release: str, newline: bytes) -> None:
    recorded = [item for item in recordings.ALL if item.release == release]
    data = b"".join(as_http(item.delivery, newline) + b"\n" for item in recorded)
    found = read(data)
    assert len(found) == len(recorded)
    for item, original in zip(found, recorded, strict=True):
        assert isinstance(item, Found)
        assert item.delivery.body == original.delivery.body
        assert item.delivery.headers == original.delivery.headers
        assert item.delivery.path == original.delivery.path


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"POST / HTTP/1.1\r\nHost: x\r\n\r\nrest\n", b"rest\n"),
        (b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nrest\n\n", b"rest"),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\ncut", b"cut"),
        (b"POST / HTTP/1.1\nContent-Length: 0\n\n", b""),
        (
            CHUNKED + b"4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: 1\r\n\r\n",
            b"Wikipedia",
        ),
        (
            CHUNKED + b"{}\n",
            b"{}\n",
        ),
        (b"POST http://host/a?b HTTP/1.1\r\n\r\n", b""),
    ],
)
def test_where_a_saved_body_ends(data: bytes, body: bytes) -> None:
    (found,) = read(data)
    assert isinstance(found, Found)
    assert found.delivery.body == body


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "not a number"),
        (b"POST / HTTP/1.1\r\nnot a header\r\n\r\n", "not a header line"),
        (
            CHUNKED + b"4\r\nWi",
            "cut short",
        ),
        (
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nxgarbage",
            "not an HTTP request",
        ),
    ],
)
def test_problems_of_saved_requests(data: bytes, reason: str) -> None:
    problem = read(data)[-1]
    assert isinstance(problem, Problem)
    assert reason in problem.reason


@pytest.mark.parametrize("data", [b'{"eventName":"x.y"}', b"hello", b"5", b'"a"'])
def test_a_bare_body_is_recognized(data: bytes) -> None:
    with pytest.raises(UsageError, match="bare body"):
        read(data)


@pytest.mark.parametrize("data", [b"", b"\n \r\n"])
def test_an_empty_source_is_an_error(data: bytes) -> None:
    with pytest.raises(UsageError, match="empty"):
        read(data)


def test_a_byte_order_mark_is_skipped() -> None:
    found = read(b"\xef\xbb\xbf" + LINE)
    assert [item[:2] for item in found] == [(1, DELIVERY)]


def test_lines_are_read_one_at_a_time() -> None:
    """The first delivery is there before the second line is read."""
    asked: list[int] = []

    class Slow(io.RawIOBase):
        def __iter__(self) -> Iterator[bytes]:
            for number in range(3):
                asked.append(number)
                yield LINE + b"\n"

    stream = reader.deliveries(Slow(), "auto", "input")  # type: ignore[arg-type]
    next(iter(stream))
    assert asked == [0]


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_usage(data: bytes) -> None:
    for form in ("auto", "http", "delivery"):
        try:
            read(data, form)
        except UsageError:
            continue


@given(st.binary(max_size=200))
def test_no_saved_request_raises(data: bytes) -> None:
    read(b"POST / HTTP/1.1\r\n" + data, "http")
