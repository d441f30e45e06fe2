"""The command sends the same bytes and headers, when a shell really runs it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests import recordings
from tests.listening import running
from twenty_hooks import curl
from twenty_hooks.delivery import Delivery

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
def test_what_it_sends() -> None:
    recorded = [one.delivery for one in recordings.VERIFIABLE[:5]]
    odd = [Delivery((("X-Odd", "it's; $x"), ("X-Empty", "")), body) for body in BODIES]
    with running() as listening:
        for delivery in [*recorded, *odd]:
            script = curl.command(delivery, listening.url) + " -sS -o /dev/null"
            subprocess.run(["sh", "-s"], input=script.encode(), check=True)
    kept = listening.kept
    assert [one.body for one in kept] == [one.body for one in [*recorded, *odd]]
    for came, sent in zip(kept, [*recorded, *odd], strict=True):
        assert came.path == sent.path
        for name, value in sent.headers:
            if name.lower() not in curl._OF_THE_CONNECTION:
                assert came.header(name) == value, name


def test_what_was_redacted_goes_unsigned() -> None:
    signed = recordings.VERIFIABLE[0].delivery
    masked = Delivery(signed.headers, signed.body, is_redacted=True)
    assert "X-Twenty-Webhook-Signature" in curl.command(signed)
    assert "X-Twenty-Webhook" not in curl.command(masked)
