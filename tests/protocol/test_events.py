"""Event names, operations that match them, and parsing of every kind of body."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.protocol.events import is_pattern, matches, parse

names = st.sampled_from(["person", "company", "myObject", "workflowRun"])
actions = st.sampled_from(["created", "updated", "deleted", "restored", "destroyed"])


def twenty_sends(operation: str, event: str) -> bool:
    """Twenty's own rule: the four (or five) operations that match an event."""
    parts = event.split(".")
    if parts[0] == "metadata" and len(parts) == 3:
        _, name, action = parts
        return operation in (
            event,
            f"metadata.{name}.*",
            f"metadata.*.{action}",
            "metadata.*.*",
            "*.*",
        )
    name, action = parts
    return operation in (event, f"*.{action}", f"{name}.*", "*.*")


@given(
    st.sampled_from(["*", "person", "pers*", "Person", "metadata"]) | names,
    st.sampled_from(["*", "c*", "upserted"]) | actions,
    names,
    actions,
    st.booleans(),
    st.booleans(),
)
def test_matches_agrees_with_twentys_own_rule(
    wanted: str,
    wanted_action: str,
    name: str,
    action: str,
    operation_is_metadata: bool,
    event_is_metadata: bool,
) -> None:
    operation = f"{wanted}.{wanted_action}"
    operation = f"metadata.{operation}" if operation_is_metadata else operation
    event = f"metadata.{name}.{action}" if event_is_metadata else f"{name}.{action}"
    assert matches(operation, event) == twenty_sends(operation, event)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("person.created", True),
        ("person.*", True),
        ("*.created", True),
        ("*.*", True),
        ("metadata.*.*", True),
        ("metadata.view.updated", True),
        ("person", False),
        ("person.c*", False),
        ("person.created\n", False),
        ("a.b.c", False),
        ("", False),
    ],
)
def test_is_pattern(text: str, expected: bool) -> None:
    assert is_pattern(text) is expected


@pytest.mark.parametrize("release", recordings.RELEASES)
def test_recorded_bodies_are_parsed(release: str) -> None:
    for recorded in recordings.of(release):
        event = parse(recorded.delivery.body)
        body = json.loads(recorded.delivery.body)
        assert event.name == recorded.event, recorded
        assert event.webhook_id == recorded.webhook_id, recorded
        if recorded.event.startswith("metadata."):
            assert event.kind == "metadata", recorded
            assert event.details == body["event"], recorded
            assert event.object_name == recorded.event.split(".")[1], recorded
        else:
            assert event.kind == "record", recorded
            assert event.record == body["record"], recorded
            fields = event.updated_fields
            named = None if fields is None else list(fields)
            assert named == body.get("updatedFields"), recorded


@pytest.mark.parametrize(
    ("record", "label"),
    [
        ({"name": {"firstName": "Ada", "lastName": "Lovelace"}}, "Ada Lovelace"),
        ({"name": {"firstName": "", "lastName": "Lovelace"}}, "Lovelace"),
        ({"name": "Acme"}, "Acme"),
        ({"title": "Call notes"}, "Call notes"),
        ({"name": "", "handle": "ada@x.example"}, "ada@x.example"),
        ({"name": 3}, ""),
        ({}, ""),
    ],
)
def test_the_label_of_a_record(record: object, label: str) -> None:
    body = json.dumps({"eventName": "x.created", "record": record}).encode()
    assert parse(body).label == label


def test_the_documented_body_has_its_own_kind() -> None:
    event = parse(
        b'{"event":"person.created","data":{"firstName":"Ada","lastName":"L"},'
        b'"timestamp":"2026-01-01T00:00:00Z"}'
    )
    assert event.kind == "documented"
    assert event.name == "person.created"
    assert event.label == "Ada L"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "not-json"),
        (b"\xff\xfe", "not-json"),
        (b"hello", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "not-json"),
        (b"[1,2]", "unknown"),
        (b"{}", "unknown"),
        (b'{"eventName":5}', "unknown"),
        (b'{"eventName":"person.deleted","record":null}', "record"),
        (b'{"eventName":"person.created","record":[1]}', "record"),
        (b'{"eventName":"noDot","record":{}}', "record"),
    ],
)
def test_the_kind_of_any_body(body: bytes, kind: str) -> None:
    event = parse(body)
    assert event.kind == kind
    assert isinstance(event.label, str)
    assert event.action is None or "." in (event.name or "")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_parse_never_raises(body: bytes) -> None:
    event = parse(body)
    assert isinstance(event.label, str)


@given(
    json_values,
    json_values,
    st.sampled_from(["record", "event", "data", "updatedFields"]),
)
def test_parse_never_raises_on_fields_of_the_wrong_type(
    name: object, value: object, key: str
) -> None:
    body = json.dumps({"eventName": name, "event": name, key: value}).encode()
    assert isinstance(parse(body).label, str)
