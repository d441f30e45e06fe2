"""A shell that runs the curl command sends the same bytes and headers."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.support import recordings
from tests.support.listening import running
from tests.support.receiving import receiver
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.formats import curl

BODIES = [
    b"{}",
    b"@/etc/passwd",
    b"it's 'quoted' $HOME `id` \\n \"x\" !",
    "José 한국어 \u2028".encode(),
    b"\x00\xff\x1b",
    b"",
    b"-n x\n\n",
    b"%s%d\\c",
    b"x" * 300_000,
]


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_sends_the_same_request() -> None:
    recorded = [one.delivery for one in recordings.VERIFIABLE[:5]]
    odd = [Delivery((("X-Odd", "it's; $x"), ("X-Empty", "")), body) for body in BODIES]
    with running() as listening:
        for delivery in [*recorded, *odd]:
            script = curl.command(delivery, listening.url) + " -o /dev/null"
            subprocess.run(["sh", "-s"], input=script.encode(), check=True)
    kept = listening.stored
    assert [one.body for one in kept] == [one.body for one in [*recorded, *odd]]
    for got, sent in zip(kept, [*recorded, *odd], strict=True):
        assert got.path == sent.path
        for name, value in sent.headers:
            if name.lower() not in curl._OF_THE_CONNECTION:
                assert got.header(name) == value, name


LATIN = bytes(range(0xA0, 0x100)).decode("latin-1")
ODD = bytes(range(0x80, 0xA0)).decode("latin-1")


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
@pytest.mark.parametrize("shell", ["sh", "bash", "dash"])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_curl_sends_every_byte_of_a_header_and_adds_none(
    shell: str, locale: str
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    sent = Delivery(
        (("X-Latin", f"caf\xe9 %d \\n '{LATIN}'"), ("X-Odd", f"a\t{ODD}z")),
        b"x" * 1_500_000,
        path="/a/../b?list[]={1,2}&c=%2F",
    )
    with receiver() as there:
        script = curl.command(sent, there.url)
        done = subprocess.run(
            [shell, "-s"],
            input=script.encode("ascii"),
            check=True,
            capture_output=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": locale},
        )
    assert done.stderr == b""
    head, body = there.requests[0].split(b"\r\n\r\n", 1)
    assert body == sent.body
    assert head.split(b"\r\n") == [
        b"POST /a/../b?list[]={1,2}&c=%2F HTTP/1.1",
        f"Host: 127.0.0.1:{there.port}".encode(),
        *(f"{name}: {value}".encode("latin-1") for name, value in sent.headers),
        b"Content-Length: 1500000",
    ]


def test_a_redacted_delivery_is_sent_unsigned() -> None:
    signed = recordings.VERIFIABLE[0].delivery
    masked = Delivery(signed.headers, signed.body, is_redacted=True)
    assert "X-Twenty-Webhook-Signature" in curl.command(signed)
    assert "X-Twenty-Webhook" not in curl.command(masked)
