"""The headers of a forwarded or replayed delivery are the received ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.client.headers import headers_for, re_signed, with_headers
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.protocol.signature import signed_headers, verify

HOST = "localhost:3000"


def signature(body: bytes, secret: str) -> Headers:
    return signed_headers(body, secret, "1735066639761", "ab" * 16)


def adapted(*headers: tuple[str, str], body: bytes = b"abc") -> Headers:
    return headers_for(Delivery(headers, body), body, HOST)


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_of_a_real_delivery_only_host_changes(release: str) -> None:
    for recorded in recordings.of(release):
        delivery = recorded.delivery
        expected = tuple(
            (name, HOST if name == "Host" else value)
            for name, value in delivery.headers
        )
        assert headers_for(delivery, delivery.body, HOST) == expected, recorded


@pytest.mark.parametrize(
    ("received", "sent"),
    [
        ([("host", "a"), ("HOST", "b")], [("host", HOST), ("Content-Length", "3")]),
        ([], [("Content-Length", "3"), ("Host", HOST)]),
        (
            [("Transfer-Encoding", "chunked"), ("Host", "a")],
            [("Content-Length", "3"), ("Host", HOST)],
        ),
        (
            [("content-length", "99"), ("Content-Length", "99"), ("Host", "a")],
            [("content-length", "3"), ("Host", HOST)],
        ),
        (
            [
                ("Connection", "close, X-Private"),
                ("x-private", "1"),
                ("Host", "a"),
                ("TE", "trailers"),
                ("Upgrade", "h2c"),
                ("X-Kept", "1"),
                ("x-kept", "2"),
                ("Content-Length", "3"),
            ],
            [
                ("Host", HOST),
                ("X-Kept", "1"),
                ("x-kept", "2"),
                ("Content-Length", "3"),
            ],
        ),
        (
            [("Connection", "Keep-Alive"), ("Host", "a"), ("Content-Length", "3")],
            [("Connection", "Keep-Alive"), ("Host", HOST), ("Content-Length", "3")],
        ),
        (
            [("Connection", "host, content-length"), ("Host", "a")],
            [("Host", HOST), ("Content-Length", "3")],
        ),
    ],
)
def test_headers_of_the_connection_are_replaced(
    received: list[tuple[str, str]], sent: Headers
) -> None:
    assert adapted(*received) == tuple(sent)


@given(
    st.lists(
        st.tuples(st.sampled_from(["X-A", "x-a", "Accept", "Cookie"]), st.text()),
        max_size=8,
    )
)
def test_other_headers_keep_order_spelling_and_repetitions(
    pairs: list[tuple[str, str]],
) -> None:
    headers = adapted(*pairs, ("Host", "x"), ("Content-Length", "3"))
    assert headers[:-2] == tuple(pairs)


@pytest.mark.parametrize(
    "recorded",
    [next(one for one in recordings.VERIFIABLE), recordings.ALL[0]],
    ids=str,
)
def test_re_signing_keeps_the_place_of_the_signature(
    recorded: recordings.Recorded,
) -> None:
    original = recorded.delivery
    signed = re_signed(original.headers, signature(original.body, "other"))
    assert verify(original.body, signed, ["other"])
    old = {name for name, _ in original.headers}
    assert [name for name, _ in signed if name in old] == [
        name for name, _ in original.headers
    ]


def test_re_signing_keeps_spelling_and_drops_repetitions() -> None:
    headers = (
        ("x-twenty-webhook-signature", "1"),
        ("A", "b"),
        ("X-Twenty-Webhook-Signature", "2"),
        ("content-type", "application/json"),
    )
    signed = re_signed(headers, signature(b"x", "s"))
    assert [name for name, _ in signed] == [
        "x-twenty-webhook-signature",
        "X-Twenty-Webhook-Timestamp",
        "X-Twenty-Webhook-Nonce",
        "A",
        "content-type",
    ]
    assert verify(b"x", signed, ["s"])


def test_an_unsigned_delivery_is_signed_where_twenty_signs() -> None:
    headers = (("Content-Type", "j"), ("User-Agent", "a"))
    signed = re_signed(headers, signature(b"x", "s"))
    assert [name for name, _ in signed][1:4] == [
        "X-Twenty-Webhook-Timestamp",
        "X-Twenty-Webhook-Signature",
        "X-Twenty-Webhook-Nonce",
    ]


def test_extra_headers_replace_in_place_or_are_appended() -> None:
    assert with_headers((("A", "1"), ("B", "2")), (("a", "x"), ("C", "3"))) == (
        ("a", "x"),
        ("B", "2"),
        ("C", "3"),
    )
