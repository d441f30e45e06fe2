"""The public Python API: what it accepts, what it refuses, and its laws."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twenty_hooks
from tests.support import recordings
from twenty_hooks.errors import UsageError
from twenty_hooks.text import units

SIGNATURE = "X-Twenty-Webhook-Signature"
TIMESTAMP = "X-Twenty-Webhook-Timestamp"
NONCE = "X-Twenty-Webhook-Nonce"
BODY = b'{"eventName":"person.created","record":{"id":"1","name":"Jos\xc3\xa9"}}'
# The vector of Twenty's own scheme.
VECTOR = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"

secrets = st.text(min_size=1).filter(lambda text: text.isprintable())


def test_sign_returns_the_three_headers() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret", 1735066639761)
    assert list(headers) == [TIMESTAMP, SIGNATURE, NONCE]
    assert headers[SIGNATURE] == VECTOR
    assert headers[TIMESTAMP] == "1735066639761"
    assert len(headers[NONCE]) == 32
    assert twenty_hooks.sign(BODY, "s3cret")[NONCE] != headers[NONCE]


def test_sign_uses_the_current_time_by_default() -> None:
    before = units.now_ms()
    signed = int(twenty_hooks.sign(BODY, "s3cret")[TIMESTAMP])
    assert before <= signed <= units.now_ms()


@given(st.binary(max_size=500), secrets)
def test_a_signed_body_is_valid(body: bytes, secret: str) -> None:
    assert twenty_hooks.verify(body, twenty_hooks.sign(body, secret), secret)


@given(st.binary(min_size=1, max_size=200), secrets, st.data())
def test_one_changed_byte_is_a_mismatch(
    body: bytes, secret: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(body) - 1))
    changed = bytearray(body)
    changed[at] ^= data.draw(st.integers(1, 255))
    verdict = twenty_hooks.verify(changed, twenty_hooks.sign(body, secret), secret)
    assert not verdict
    assert verdict.name == "mismatch"
    assert verdict.reason


@given(st.binary(max_size=500))
def test_parse_never_raises(body: bytes) -> None:
    assert twenty_hooks.parse(body).kind


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["eventName", "record", "event", "data", "updatedFields"]
                )
                | st.text(),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_parse_never_raises_on_json_of_any_shape(value: object) -> None:
    event = twenty_hooks.parse(json.dumps(value).encode())
    assert isinstance(event.label, str)
    assert event.object_name is None or isinstance(event.object_name, str)


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_parse_every_recording(release: str) -> None:
    for recorded in recordings.of(release):
        event = twenty_hooks.parse(recorded.delivery.body)
        is_metadata = recorded.event.startswith("metadata.")
        assert event.kind == ("metadata" if is_metadata else "record"), recorded
        assert event.name == recorded.event, recorded
        assert event.webhook_id == recorded.webhook_id, recorded


def test_parse_the_documented_body() -> None:
    body = twenty_hooks.sample("person.created", era="documented").body
    assert twenty_hooks.parse(body).kind == "documented"


def pairs_of_bytes(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(k.lower().encode(), v.encode()) for k, v in headers.items()]


@pytest.mark.parametrize(
    "shape",
    [
        dict,
        lambda headers: list(headers.items()),
        lambda headers: {name.upper(): value for name, value in headers.items()},
        lambda headers: {name.lower(): [value] for name, value in headers.items()},
        lambda headers: iter(tuple(headers.items())),
        pairs_of_bytes,
    ],
)
def test_headers_of_any_kind(shape: Any) -> None:
    headers = twenty_hooks.sign(BODY, "s3cret")
    assert twenty_hooks.verify(BODY, shape(headers), "s3cret")


def test_a_header_whose_value_is_none_is_missing() -> None:
    assert twenty_hooks.verify(BODY, {SIGNATURE: None}, "s").name == "unsigned"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_a_body_may_be_any_kind_of_bytes(kind: Any) -> None:
    headers = twenty_hooks.sign(kind(BODY), "s3cret")
    assert twenty_hooks.verify(kind(BODY), headers, "s3cret")
    assert twenty_hooks.parse(kind(BODY)).name == "person.created"


@pytest.mark.parametrize(
    "call",
    [
        lambda body: twenty_hooks.sign(body, "s"),
        lambda body: twenty_hooks.verify(body, {}, "s"),
        lambda body: twenty_hooks.diagnose(body, {}, "s"),
        twenty_hooks.parse,
    ],
)
@pytest.mark.parametrize("body", ["{}", {}, None])
def test_a_body_that_is_not_bytes_is_a_type_error(call: Any, body: object) -> None:
    with pytest.raises(TypeError, match="Twenty signs bytes"):
        call(body)


def test_a_secret_given_as_text_is_one_secret() -> None:
    headers = twenty_hooks.sign(BODY, "s")
    assert not twenty_hooks.verify(BODY, headers, "secret")
    assert twenty_hooks.verify(BODY, headers, ["secret", "s"]).matched == 1


@pytest.mark.parametrize("nothing", ["", [], [""], ("", "")])
def test_no_secret_is_an_error(nothing: Any) -> None:
    with pytest.raises(ValueError, match="no secret"):
        twenty_hooks.verify(BODY, {}, nothing)
    with pytest.raises(ValueError, match="no secret"):
        twenty_hooks.sign(BODY, "")


@pytest.mark.parametrize("secret", [b"s3cret", [b"s3cret"], [None]])
def test_a_secret_that_is_not_text_is_an_error(secret: Any) -> None:
    with pytest.raises(TypeError, match="a secret must be text"):
        twenty_hooks.verify(BODY, {}, secret)


def test_an_empty_secret_among_others_is_ignored() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret")
    assert twenty_hooks.verify(BODY, headers, ["", "s3cret"]).matched == 1


@pytest.mark.parametrize("moment", [-1, True, 1.5, "1"])
def test_a_timestamp_must_be_whole_milliseconds(moment: Any) -> None:
    with pytest.raises(ValueError, match="milliseconds"):
        twenty_hooks.sign(BODY, "s", moment)


def test_the_default_tolerance_is_five_minutes() -> None:
    headers = twenty_hooks.sign(BODY, "s", 1_000_000)

    def verdict(now_ms: int, **options: Any) -> str:
        return twenty_hooks.verify(BODY, headers, "s", now_ms=now_ms, **options).name

    assert verdict(1_300_000) == "valid"
    assert verdict(1_300_001) == "too-old"
    assert verdict(699_999) == "from-the-future"
    assert verdict(9_000_000, tolerance_ms=None) == "valid"
    assert twenty_hooks.verify(BODY, headers, "s").name == "too-old"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["now_ms", "tolerance_ms"])
def test_a_time_that_is_not_finite_is_a_value_error(name: str, value: float) -> None:
    old = twenty_hooks.sign(BODY, "s", 1)
    options: dict[str, Any] = {name: value}
    with pytest.raises(ValueError, match="finite"):
        twenty_hooks.verify(BODY, old, "s", **options)


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_every_verifiable_recording_is_valid(release: str) -> None:
    for recorded in recordings.verifiable(release):
        delivery = recorded.delivery
        assert twenty_hooks.verify(
            delivery.body,
            delivery.headers,
            recorded.secret,
            now_ms=delivery.received_at_ms,
        ), recorded


def test_diagnose_finds_the_cause() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret")
    result = twenty_hooks.diagnose(BODY + b"\n", headers, "s3cret")
    assert result.cause == "body-newline-added"
    result = twenty_hooks.diagnose(BODY, headers, "x", known={"w-1": "s3cret"})
    assert result.cause == "other-secret"
    assert "webhook w-1" in result.detail


@pytest.mark.parametrize("timestamp_ms", [None, 1], ids=["now", "too old"])
def test_diagnose_a_signature_that_matches(timestamp_ms: int | None) -> None:
    headers = twenty_hooks.sign(BODY, "s3cret", timestamp_ms)
    result = twenty_hooks.diagnose(BODY, headers, "s3cret")
    assert result.cause is None
    assert "nothing to diagnose" in result.detail
    assert result.possible == ()


def test_diagnose_with_an_impossible_time_of_receipt() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret")
    result = twenty_hooks.diagnose(BODY, headers, "x", received_at_ms=10**30)
    assert result.cause is None


def test_a_sample_is_a_whole_delivery() -> None:
    delivery = twenty_hooks.sample(
        "person.updated",
        secret="s3cret",
        set={"name.firstName": "Ada"},
        unset=["jobTitle"],
        target_url="https://crm.example/hook?key=1",
    )
    assert twenty_hooks.verify(delivery.body, delivery.headers, "s3cret")
    event = twenty_hooks.parse(delivery.body)
    assert event.name == "person.updated"
    assert event.record is not None
    assert event.record["name"]["firstName"] == "Ada"
    assert "jobTitle" not in event.record
    assert (delivery.method, delivery.path) == ("POST", "/hook?key=1")
    assert delivery.header("Host") == "crm.example"
    assert delivery.header("Content-Length") == str(len(delivery.body))


def test_a_sample_without_a_secret_is_unsigned() -> None:
    delivery = twenty_hooks.sample("person.created")
    assert twenty_hooks.verify(delivery.body, delivery.headers, "s").name == "unsigned"


def test_the_same_seed_gives_the_same_sample() -> None:
    def body(seed: int) -> bytes:
        return twenty_hooks.sample("company.created", seed=seed, timestamp_ms=1).body

    assert body(1) == body(1)
    assert body(1) != body(2)


def test_a_sample_of_an_event_that_is_never_sent_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        twenty_hooks.sample("person.upserted")


def modules_after(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_no_other_library() -> None:
    loaded = modules_after("import twenty_hooks")
    ours = {name for name in loaded if name.startswith("twenty_hooks")}
    third_party = modules_after("import site")
    foreign = {name.partition(".")[0] for name in loaded - ours - third_party}
    assert foreign <= sys.stdlib_module_names
    assert ours == {"twenty_hooks", "twenty_hooks.api"}
