"""Target URLs are parsed as by JavaScript's URL, which Twenty uses."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.protocol import networks, urls
from twenty_hooks.protocol.urls import BadUrl

SCRIPT = Path(__file__).parents[1] / "vectors" / "target_urls.mjs"
VECTORS = json.loads(SCRIPT.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "href"), VECTORS)
def test_parse_matches_javascript(text: str, href: str | None) -> None:
    if href is None:
        with pytest.raises(BadUrl):
            urls.parse(text)
    else:
        assert str(urls.parse(text)) == href


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_vectors_match_the_node_on_this_machine() -> None:
    ran = subprocess.run(["node", SCRIPT], capture_output=True, check=True)
    assert json.loads(ran.stdout) == VECTORS


@given(st.text() | st.text().map("http://{}".format))
def test_normalizing_any_text_twice_changes_nothing(text: str) -> None:
    url = urls.normalised(text)
    assert urls.normalised(url) == url


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("", "empty-url", ""),
        ("example.com/hook", "url-without-scheme", "https://example.com/hook"),
        ("localhost:9911", "url-without-scheme", "http://localhost:9911"),
        ("127.0.0.1:8020/x", "url-without-scheme", "http://127.0.0.1:8020/x"),
        ("//example.com/x", "url-without-scheme", "https://example.com/x"),
        ("what is this", "url-without-scheme", ""),
        ("ftp://example.com", "url-scheme", ""),
        ("http://exa mple.com", "bad-url", ""),
        ("http://example.com:99999", "bad-url", ""),
        ("http://256.0.0.1", "bad-url", ""),
        ("http://example.com:" + "9" * 5_000, "bad-url", ""),
        ("http://" + "9" * 5_000, "bad-url", ""),
    ],
)
def test_the_reason_why_it_is_refused(text: str, code: str, suggestion: str) -> None:
    with pytest.raises(BadUrl) as caught:
        urls.parse(text)
    assert (caught.value.code, caught.value.suggestion) == (code, suggestion)


def test_a_port_may_have_any_number_of_leading_zeros() -> None:
    assert str(urls.parse(f"http://example.com:{'0' * 5_000}80/")) == (
        "http://example.com/"
    )
    assert urls.parse(f"http://example.com:{'0' * 5_000}8020/").port == 8020


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://localhost", "loopback"),
        ("http://app.localhost:3000", "loopback"),
        ("http://127.0.0.2", "loopback"),
        ("http://2130706433", "loopback"),
        ("http://0x7f.1", "loopback"),
        ("http://0177.0.0.1", "loopback"),
        ("http://[::1]", "loopback"),
        ("http://[::ffff:127.0.0.1]", "loopback"),
        ("http://10.1.2.3", "private"),
        ("http://172.16.0.1", "private"),
        ("http://172.31.255.255", "private"),
        ("http://172.32.0.1", None),
        ("http://192.168.0.1", "private"),
        ("http://[fd00::1]", "private"),
        ("http://169.254.169.254", "link-local"),
        ("http://[fe80::1]", "link-local"),
        ("http://100.64.0.1", "carrier-grade NAT (Tailscale)"),
        ("http://100.128.0.1", None),
        ("http://0.0.0.0", "reserved"),
        ("http://198.18.0.1", "reserved"),
        ("http://203.0.113.5", "reserved"),
        ("http://224.0.0.1", "reserved"),
        ("http://host.docker.internal:8020", "Docker host"),
        ("http://receiver:8020", "container or LAN"),
        ("http://nas.local", "private"),
        ("https://example.com", None),
        ("https://8.8.8.8", None),
        ("https://[2606:4700::1111]", None),
    ],
)
def test_kind_of_network(url: str, kind: str | None) -> None:
    assert networks.kind_of_network(urls.parse(url).host) == kind
