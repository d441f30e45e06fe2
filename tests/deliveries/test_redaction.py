"""What is masked, what is withheld, and that a redacted delivery says so."""

from __future__ import annotations

import base64
import gzip
import html
import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.deliveries import redaction
from twenty_hooks.deliveries.delivery import Delivery, from_json
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.protocol.signature import signed_headers


def masked(value: Any) -> Any:
    body = json.dumps(value, separators=(",", ":")).encode()
    return json.loads(redaction.redact(Delivery((), body)).delivery.body)


SECRET_NAMES = [
    *("accessToken", "refreshToken", "connectionParameters", "password", "secret"),
    *("token", "client_secret", "API-Key", "imapPassword", "privateKey"),
    *("tokens", "accessTokens", "passwords", "client_secrets", "api-keys"),
    *("credential", "credentials", "cookies", "Authorization", "api key"),
    *("secretKey", "signingKey", "clientSecretValue", "tokenHash", "passPhrase"),
    *("pwd", "userPwd", "bearer", "otp", "loginOtp", "sessionId", "SESSION_ID"),
    *("passwordHash", "encryptionKey", "accessKey", "idpJwt", "PRIVATE_KEYS"),
]
OTHER_NAMES = [
    *("pinned", "tokenizer", "secretary", "passwordless", "laptop", "crypto"),
    *("keyboard", "bearerType", "hash", "value", "sessionIdle", "name", "monkey"),
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_names_of_secrets(name: str) -> None:
    assert redaction.is_secret(name)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_other_names(name: str) -> None:
    assert not redaction.is_secret(name)


@pytest.mark.parametrize("value", ["s", True, ["s", "t"], {"a": "s"}, [{"a": ["s"]}]])
def test_secret_keys_at_any_depth(value: Any) -> None:
    for key in SECRET_NAMES:
        shape = {"record": {"list": [{"deep": {key: value, "handle": "h"}}]}}
        found = masked(shape)["record"]["list"][0]["deep"]
        assert found == {key: "[redacted]", "handle": "h"}


def test_a_number_under_a_plural_is_a_count() -> None:
    """An agent of Twenty counts its `totalInputTokens`."""
    shape = {"token": 5, "totalInputTokens": 5, "tokens": [5]}
    assert masked(shape) == {
        "token": "[redacted]",
        "totalInputTokens": 5,
        "tokens": "[redacted]",
    }


@pytest.mark.parametrize("value", [None, "", [], {}, False])
def test_an_empty_value_is_shown(value: Any) -> None:
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
    secret = ("Authorization", "Cookie", "X-API-Key", "X-Auth-Token", "Api-Secret")
    signed = signed_headers(b"{}", "s", "1", "00")
    headers = (*((name, "LEAK") for name in secret), ("Accept", "x"), *signed)
    found, outcome = redaction.redact(Delivery(headers, b"{}", path="/h?key=1"))
    assert outcome == "masked"
    assert found.headers == (
        *((name, "[redacted]") for name in secret),
        ("Accept", "x"),
        *signed,
    )
    assert found.path == "/h?redacted"
    assert found.is_redacted


def test_only_the_secrets_of_recorded_deliveries_are_masked() -> None:
    changed = 0
    for recorded in recordings.ALL:
        found, outcome = redaction.redact(recorded.delivery)
        if not found.is_redacted:
            assert found is recorded.delivery
            assert outcome == "unchanged"
            continue
        changed += 1
        assert outcome == "masked", recorded
        before, after = json.loads(recorded.delivery.body), json.loads(found.body)
        assert before.keys() == after.keys()
        differing = {key for key in before if before[key] != after[key]}
        assert differing <= {"targetUrl", "record"}
        # Everything else keeps the bytes that Twenty wrote.
        assert abs(len(found.body) - len(recorded.delivery.body)) < 120
    assert 0 < changed < 20


@pytest.mark.parametrize(
    "body",
    [
        *(b"\xff", b"", b"[" * 100_000, b'{"token":', b"hello", b'"hello"', b"5"),
        *(b'{"name":"Ada"', b'{"name":NaN}', b"a=1&b=2", b'{"a":1,"a":2}'),
        *(b'{"token":null', b'{"totalInputTokens":5', b'{"pinned":"x"'),
    ],
)
def test_a_body_without_the_name_of_a_secret_is_unchanged(body: bytes) -> None:
    delivery = Delivery((), body)
    assert redaction.redact(delivery) == (delivery, "unchanged")


def unparsable(json_text: str) -> dict[str, bytes]:
    """Return a JSON object in many forms that a strict parser refuses."""
    body = json_text.encode()
    return {
        "cut off": body[:-1],
        "cut off in a value": body[: body.index(b"LEAK") + 6],
        "byte order mark": b"\xef\xbb\xbf" + body,
        "NaN": body[:-1] + b',"n":NaN}',
        "one Latin-1 byte": body[:-1] + b',"n":"\xe9"}',
        "Latin-1 byte in the secret": body.replace(b"LEAK", b"\xe9LEAK"),
        "nested 700 deep": body[:-1] + b',"n":' + b"[" * 700 + b"]" * 700 + b"}",
        "inside 700 arrays": b"[" * 700 + body + b"]" * 700,
        "a duplicate key": body[:-1] + b',"n":1,"n":2}',
        "text before": b"body: " + body,
        "text after": body + b"\nthe end",
        "two documents": body + b"\n" + body,
        "trailing comma": body[:-1] + b",}",
    }


FORMS = list(unparsable('{"LEAK":1}'))


@pytest.mark.parametrize("form", FORMS)
def test_an_unparsable_body_is_masked_as_text(form: str) -> None:
    for name in SECRET_NAMES:
        for value in ("LEAK-1", ["LEAK-1", {"a": "LEAK-2"}], {"a": {"b": "LEAK"}}):
            text = json.dumps({"name": "Ada", "record": {name: value}, "z": "shown"})
            body = unparsable(text)[form]
            found, outcome = redaction.redact(Delivery((), body))
            assert outcome == "masked", (name, value)
            assert b"LEAK" not in found.body, (name, value)
            assert b'"name": "Ada"' in found.body
            assert (b"shown" in found.body) is (b"shown" in body)
            assert found.is_redacted


def test_a_duplicate_secret_key_is_masked_each_time() -> None:
    body = b'{"token":"LEAK","token":"","\\u0074oken":"LEAK"}'
    found, outcome = redaction.redact(Delivery((), body))
    assert outcome == "masked"
    assert found.body == (
        b'{"token":"[redacted]","token":"","\\u0074oken":"[redacted]"}'
    )


def test_a_target_url_in_an_unparsable_body_is_masked() -> None:
    body = b'{"targetUrl":"https://me:LEAK@a.example/h?key=LEAK","n":NaN'
    found, outcome = redaction.redact(Delivery((), body))
    assert outcome == "masked"
    assert found.body == (
        b'{"targetUrl":"https://redacted@a.example/h?redacted","n":NaN'
    )


JSON = '{"record":{"token":"LEAK-1"}}'
WITHHELD = {
    "in single quotes": JSON.replace('"', "'").encode(),
    "without quotes": b"{token: LEAK-1}",
    "as a form": b"payload=" + quote(JSON).encode(),
    "as another form": b"name=x&token=LEAK-1",
    "a JSON string": json.dumps(JSON).encode(),
    "a JSON string inside broken JSON": (json.dumps({"a": JSON}) + "}").encode(),
    "UTF-16": JSON.encode("utf-16"),
    "base64": base64.b64encode(JSON.encode()),
    "base64 of a form": base64.b64encode(b"payload=" + quote(JSON).encode()),
    "gzip": gzip.compress(JSON.encode()),
    "HTML": html.escape(JSON.replace("token", "&#116;oken")).encode(),
    "a value without quotes": b'{"token":Bearer LEAK-1, LEAK-2}',
    "text after the value": b'{"token":"a" LEAK-1}',
    "a quote in the value": b'{"token":"a"LEAK-1"}',
    "a quote before": b'{"a":"b, "token":"LEAK-1"}',
    "a key without a colon": b'{"token" "LEAK-1"}',
}


@pytest.mark.parametrize("form", WITHHELD)
def test_a_body_in_which_a_secret_could_remain_is_withheld(form: str) -> None:
    delivery = Delivery((("Cookie", "LEAK"),), WITHHELD[form], path="/?LEAK")
    found, outcome = redaction.redact(delivery)
    assert outcome == "withheld"
    assert found.body.decode() == redaction.WITHHELD
    assert redaction.is_withheld(found)
    assert not redaction.is_withheld(delivery)
    assert "--no-redact" in redaction.WITHHELD
    assert found.is_redacted
    assert "LEAK" not in str(found)


@given(st.binary() | st.text(alphabet='{}[]":,\\ tokensecret123').map(str.encode))
def test_no_body_raises(body: bytes) -> None:
    redaction.redact(Delivery((), body))


@given(
    st.sampled_from(SECRET_NAMES),
    st.binary(max_size=20),
    st.binary(max_size=20),
    st.sampled_from([b'"', b"'", b""]),
)
def test_a_secret_never_leaks_whatever_is_around_it(
    name: str, before: bytes, after: bytes, quotes: bytes
) -> None:
    key = quotes + name.encode() + quotes
    body = before + b"," + key + b":" + quotes + b"LEAK" + quotes + after
    assert b"LEAK" not in redaction.redact(Delivery((), body)).delivery.body


@pytest.mark.parametrize(
    "piece", [b'"token":"', b'"token":{', b'"', b"\\u0074", b"&#116;", b"%74oken:"]
)
def test_the_time_for_a_hostile_body_is_linear_in_its_length(piece: bytes) -> None:
    started = time.process_time()
    redaction.redact(Delivery((), piece * 200_000))
    # Quadratic time takes minutes.
    assert time.process_time() - started < 30


def test_a_redacted_delivery_can_not_be_verified_and_says_so() -> None:
    body = b'{"eventName":"x.created","record":{"token":"t"}}'
    delivery = Delivery(signed_headers(body, "s", "1", "00"), body)
    assert Secrets(given=("s",)).verify(delivery).verdict
    found, _ = redaction.redact(delivery)
    shape = found.to_json()
    assert shape["redacted"] is True
    assert "t" not in json.loads(shape["body"])["record"]["token"].split()
    verified = Secrets(given=("s",)).verify(from_json(shape))
    assert verified.verdict.name == "redacted"
    assert not verified.verdict
    assert not verified.accepted
    assert "redacted" not in delivery.to_json()
