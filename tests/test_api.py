"""The public API: what it takes, what it refuses, and the laws it keeps."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twenty_hooks
from tests.support.recordings import ALL, VERIFIABLE, Recorded
from twenty_hooks.errors import UsageError
from twenty_hooks.text import units

SIGNATURE = "X-Twenty-Webhook-Signature"
TIMESTAMP = "X-Twenty-Webhook-Timestamp"
NONCE = "X-Twenty-Webhook-Nonce"
BODY = b'{"eventName":"person.created","record":{"id":"1","name":"Jos\xc3\xa9"}}'
# The vector of Twenty's own scheme.
VECTOR = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"

secrets = st.text(min_size=1).filter(lambda text: text.isprintable())


def test_sign_gives_the_three_headers() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret", 1735066639761)
    assert list(headers) == [TIMESTAMP, SIGNATURE, NONCE]
    assert headers[SIGNATURE] == VECTOR
    assert headers[TIMESTAMP] == "1735066639761"
    assert len(headers[NONCE]) == 32
    assert twenty_hooks.sign(BODY, "s3cret")[NONCE] != headers[NONCE]


def test_sign_reads_the_clock_when_not_told() -> None:
    before = units.now_ms()
    signed = int(twenty_hooks.sign(BODY, "s3cret")[TIMESTAMP])
    assert before <= signed <= units.now_ms()


@given(st.binary(max_size=500), secrets)
def test_what_is_signed_is_valid(body: bytes, secret: str) -> None:
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


@pytest.mark.parametrize("recorded", ALL, ids=str)
def test_parse_reads_every_recording(recorded: Recorded) -> None:
    event = twenty_hooks.parse(recorded.delivery.body)
    assert event.name == recorded.event
    assert event.webhook_id == recorded.webhook_id
    assert event.kind == (
        "metadata" if recorded.event.startswith("metadata.") else "record"
    )


def test_parse_reads_the_documented_shape() -> None:
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


def test_a_header_that_is_none_did_not_come() -> None:
    assert twenty_hooks.verify(BODY, {SIGNATURE: None}, "s").name == "unsigned"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bodies_are_bytes_of_any_kind(kind: Any) -> None:
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
def test_a_body_that_is_not_bytes_says_why(call: Any, body: object) -> None:
    with pytest.raises(TypeError, match="Twenty signs bytes"):
        call(body)


def test_a_secret_is_never_taken_for_its_letters() -> None:
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
    with pytest.raises(TypeError, match="a secret is text"):
        twenty_hooks.verify(BODY, {}, secret)


def test_an_empty_one_among_others_is_passed_over() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret")
    assert twenty_hooks.verify(BODY, headers, ["", "s3cret"]).matched == 1


@pytest.mark.parametrize("moment", [-1, True, 1.5, "1"])
def test_a_timestamp_is_whole_milliseconds(moment: Any) -> None:
    with pytest.raises(ValueError, match="milliseconds"):
        twenty_hooks.sign(BODY, "s", moment)


def test_five_minutes_are_tolerated() -> None:
    headers = twenty_hooks.sign(BODY, "s", 1_000_000)

    def verdict(now_ms: int, **options: Any) -> str:
        return twenty_hooks.verify(BODY, headers, "s", now_ms=now_ms, **options).name

    assert verdict(1_300_000) == "valid"
    assert verdict(1_300_001) == "too-old"
    assert verdict(699_999) == "from-the-future"
    assert verdict(9_000_000, tolerance_ms=None) == "valid"
    assert twenty_hooks.verify(BODY, headers, "s").name == "too-old"


@pytest.mark.parametrize("recorded", VERIFIABLE, ids=str)
def test_every_recording_is_valid(recorded: Recorded) -> None:
    verdict = twenty_hooks.verify(
        recorded.delivery.body,
        recorded.delivery.headers,
        recorded.secret,
        now_ms=recorded.delivery.received_at_ms,
    )
    assert verdict


def test_diagnose_names_the_cause() -> None:
    headers = twenty_hooks.sign(BODY, "s3cret")
    result = twenty_hooks.diagnose(BODY + b"\n", headers, "s3cret")
    assert result.cause == "body-newline-added"
    result = twenty_hooks.diagnose(BODY, headers, "x", known={"w-1": "s3cret"})
    assert result.cause == "other-secret"
    assert "webhook w-1" in result.detail


@pytest.mark.parametrize("tolerated", [True, False])
def test_diagnose_has_nothing_to_say_of_a_right_signature(tolerated: bool) -> None:
    headers = twenty_hooks.sign(BODY, "s3cret", None if tolerated else 1)
    result = twenty_hooks.diagnose(BODY, headers, "s3cret")
    assert result.cause is None
    assert "nothing to diagnose" in result.detail
    assert result.possible == ()


def test_a_sample_is_a_delivery_ready_to_be_received() -> None:
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


def test_a_sample_of_what_is_never_sent_is_refused() -> None:
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


def test_importing_it_loads_the_standard_library_only() -> None:
    loaded = modules_after("import twenty_hooks")
    ours = {name for name in loaded if name.startswith("twenty_hooks")}
    third_party = modules_after("import site")
    foreign = {name.partition(".")[0] for name in loaded - ours - third_party}
    assert foreign <= sys.stdlib_module_names
    assert ours == {"twenty_hooks", "twenty_hooks.api"}
