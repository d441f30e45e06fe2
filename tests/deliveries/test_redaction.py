"""What is masked, that nothing else is, and that a masked delivery says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import recordings
from twenty_hooks.deliveries import redaction
from twenty_hooks.deliveries.delivery import Delivery, from_json
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.protocol.signature import signed_headers


def masked(value: Any) -> Any:
    body = json.dumps(value, separators=(",", ":")).encode()
    return json.loads(redaction.redact(Delivery((), body)).body)


@pytest.mark.parametrize(
    "key",
    [
        *("accessToken", "refreshToken", "connectionParameters", "password", "secret"),
        *("token", "client_secret", "API-Key", "imapPassword", "privateKey"),
        *("tokens", "accessTokens", "passwords", "client_secrets", "api-keys"),
        *("credential", "credentials", "cookies"),
    ],
)
@pytest.mark.parametrize("value", ["s", True, ["s", "t"], {"a": "s"}, [{"a": ["s"]}]])
def test_secret_keys_at_any_depth(key: str, value: Any) -> None:
    shape = {"record": {"list": [{"deep": {key: value, "handle": "h"}}]}}
    found = masked(shape)["record"]["list"][0]["deep"]
    assert found == {key: "[redacted]", "handle": "h"}


def test_a_number_is_a_secret_only_in_the_singular() -> None:
    """An agent of Twenty counts its `totalInputTokens`."""
    shape = {"token": 5, "totalInputTokens": 5, "tokens": [5]}
    assert masked(shape) == {
        "token": "[redacted]",
        "totalInputTokens": 5,
        "tokens": "[redacted]",
    }


@pytest.mark.parametrize("value", [None, "", [], {}, False])
def test_that_there_is_none_may_be_seen(value: Any) -> None:
    assert masked({"token": value}) == {"token": value}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/hook", "https://a.example/hook"),
        ("https://a.example/hook?", "https://a.example/hook?"),
        ("https://a.example/h?k=1&token=2#f", "https://a.example/h?redacted#f"),
        ("https://me:pw@a.example/h", "https://redacted@a.example/h"),
        ("not a url", "not a url"),
    ],
)
def test_target_urls(url: str, shown: str) -> None:
    assert masked({"targetUrl": url})["targetUrl"] == shown
    assert masked({"otherUrl": url})["otherUrl"] == url


def test_path_and_headers() -> None:
    headers = (("Authorization", "Basic eA=="), ("Cookie", "a=b"), ("Accept", "x"))
    found = redaction.redact(Delivery(headers, b"{}", path="/h?key=1"))
    assert found.headers == (
        ("Authorization", "[redacted]"),
        ("Cookie", "[redacted]"),
        ("Accept", "x"),
    )
    assert found.path == "/h?redacted"
    assert found.is_redacted


def test_of_real_deliveries_only_what_is_secret_changes() -> None:
    changed = 0
    for recorded in recordings.ALL:
        found = redaction.redact(recorded.delivery)
        if not found.is_redacted:
            assert found is recorded.delivery
            continue
        changed += 1
        before, after = json.loads(recorded.delivery.body), json.loads(found.body)
        assert before.keys() == after.keys()
        differing = {key for key in before if before[key] != after[key]}
        assert differing <= {"targetUrl", "record"}
        # All else stays byte for byte as Twenty spelled it.
        assert abs(len(found.body) - len(recorded.delivery.body)) < 120
    assert 0 < changed < 20


@pytest.mark.parametrize("body", [b"\xff", b"", b"[" * 100_000, b'{"token":'])
def test_what_is_not_json_is_left_alone(body: bytes) -> None:
    delivery = Delivery((), body)
    assert redaction.redact(delivery) is delivery


def test_a_redacted_delivery_can_not_be_judged_and_says_so() -> None:
    body = b'{"eventName":"x.created","record":{"token":"t"}}'
    delivery = Delivery(signed_headers(body, "s", "1", "00"), body)
    assert Secrets(given=("s",)).verify(delivery).verdict
    found = redaction.redact(delivery)
    shape = found.to_json()
    assert shape["redacted"] is True
    assert "t" not in json.loads(shape["body"])["record"]["token"].split()
    verified = Secrets(given=("s",)).verify(from_json(shape))
    assert verified.verdict.name == "redacted"
    assert not verified.verdict
    assert not verified.accepted
    assert "redacted" not in delivery.to_json()
