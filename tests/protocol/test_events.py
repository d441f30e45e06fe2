"""Event names, Twenty's matching, and reading bodies of every kind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import recordings
from twenty_hooks.protocol.events import is_pattern, matches, parse

names = st.sampled_from(["person", "company", "myObject", "workflowRun"])
actions = st.sampled_from(["created", "updated", "deleted", "restored", "destroyed"])


def fires_by_twentys_own_words(operation: str, event: str) -> bool:
    """The four (or five) strings Twenty looks for, spelled out."""
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
def test_matching_agrees_with_the_oracle(
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
    assert matches(operation, event) == fires_by_twentys_own_words(operation, event)


@pytest.mark.parametrize(
    ("text", "could"),
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
def test_patterns(text: str, could: bool) -> None:
    assert is_pattern(text) is could


@pytest.mark.parametrize("recorded", recordings.ALL, ids=str)
def test_recorded_bodies_are_understood(recorded: recordings.Recorded) -> None:
    event = parse(recorded.delivery.body)
    body = json.loads(recorded.delivery.body)
    assert event.name == recorded.event
    assert event.webhook_id == recorded.webhook_id
    if recorded.event.startswith("metadata."):
        assert event.kind == "metadata"
        assert event.details == body["event"]
        assert event.object_name == recorded.event.split(".")[1]
    else:
        assert event.kind == "record"
        assert event.record == body["record"]
        fields = event.updated_fields
        assert (list(fields) if fields is not None else None) == body.get(
            "updatedFields"
        )


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
def test_a_record_calls_itself(record: object, label: str) -> None:
    body = json.dumps({"eventName": "x.created", "record": record}).encode()
    assert parse(body).label == label


def test_the_documented_shape_is_known_for_what_it_is() -> None:
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
def test_whatever_came_is_what_it_is(body: bytes, kind: str) -> None:
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
def test_parse_never_raises_on_near_misses(
    name: object, value: object, key: str
) -> None:
    body = json.dumps({"eventName": name, "event": name, key: value}).encode()
    assert isinstance(parse(body).label, str)
