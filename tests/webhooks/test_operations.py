"""Operations that never fire are refused, with the nearest right one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.protocol.events import ACTIONS, is_pattern
from twenty_hooks.protocol.objects import PLURALS, SILENT_SINCE_1_3
from twenty_hooks.webhooks.operations import doubt

RIGHT = (
    *("*.*", "*.created", "person.*", "person.restored", "workflowRun.updated"),
    *("metadata.*.*", "metadata.view.*", "metadata.*.deleted"),
    "metadata.fieldMetadata.updated",
)


@pytest.mark.parametrize("operation", RIGHT)
def test_nothing_is_said_of_a_right_one(operation: str) -> None:
    assert doubt(operation) is None


@pytest.mark.parametrize("name", sorted(set(PLURALS) - SILENT_SINCE_1_3))
def test_every_standard_object_is_known_and_its_plural_refused(name: str) -> None:
    for action in (*ACTIONS, "*"):
        assert doubt(f"{name}.{action}") is None
        plural = doubt(f"{PLURALS[name]}.{action}")
        assert plural is not None
        assert (plural.code, plural.suggestion) == ("plural-object", f"{name}.{action}")


@pytest.mark.parametrize(
    ("operation", "code", "nearest"),
    [
        ("", "wrong-grammar", "*.*"),
        ("*", "wrong-grammar", "*.*"),
        ("person", "wrong-grammar", "person.*"),
        ("people", "wrong-grammar", "person.*"),
        ("created", "wrong-grammar", "*.created"),
        ("person:created", "wrong-grammar", "person.created"),
        ("person created", "wrong-grammar", "person.created"),
        (" person.created", "wrong-grammar", "person.created"),
        ("company.person.created", "wrong-grammar", "person.created"),
        ("metadata.created", "wrong-grammar", "metadata.*.created"),
        ("metadata", "wrong-grammar", "metadata.*.*"),
        ("person.created,note.created", "wrong-grammar", "person.created"),
        ("1", "wrong-grammar", ""),
        ("person.create", "unknown-action", "person.created"),
        ("person.Created", "unknown-action", "person.created"),
        ("person.upserted", "unknown-action", "person.created"),
        ("person.removed", "unknown-action", "person.deleted"),
        ("person.exploded", "unknown-action", "person.*"),
        ("*.upserted", "unknown-action", "*.created"),
        ("created.person", "unknown-action", "person.created"),
        ("metadata.view.restored", "unknown-action", "metadata.view.*"),
        ("person.c*", "partial-wildcard", "person.created"),
        ("person.*ed", "partial-wildcard", "person.*"),
        ("pers*.created", "partial-wildcard", "person.created"),
        ("*person.created", "partial-wildcard", "*.created"),
        ("Person.created", "capitalised-object", "person.created"),
        ("PERSON.CREATED", "capitalised-object", "person.created"),
        ("People.created", "capitalised-object", "person.created"),
        ("NoteTarget.*", "capitalised-object", "noteTarget.*"),
        ("MyThing.updated", "capitalised-object", "myThing.updated"),
        ("metadata.webhook.*", "never-emitted", "metadata.*.*"),
        ("metadata.webhook.created", "never-emitted", "metadata.*.created"),
    ],
)
def test_what_can_never_match(operation: str, code: str, nearest: str) -> None:
    found = doubt(operation)
    assert found is not None
    assert (found.code, found.suggestion, found.refused) == (code, nearest, True)
    if nearest:
        assert is_pattern(nearest)


@pytest.mark.parametrize(
    ("operation", "code", "nearest"),
    [
        ("pet.created", "unknown-object", ""),
        ("persn.created", "unknown-object", "person.created"),
        ("calendarevent.updated", "unknown-object", "calendarEvent.updated"),
        ("metadata.nope.created", "unknown-metadata", ""),
        ("metadata.views.created", "unknown-metadata", "metadata.view.created"),
        ("timelineActivity.created", "never-emitted", ""),
    ],
)
def test_what_is_only_doubted(operation: str, code: str, nearest: str) -> None:
    found = doubt(operation)
    assert found is not None
    assert (found.code, found.suggestion, found.refused) == (code, nearest, False)


@given(st.text() | st.text("ACDPacdeprsuty.*:_0 ", max_size=20))
def test_whatever_is_not_refused_could_match(operation: str) -> None:
    found = doubt(operation)
    if found is None or not found.refused:
        assert is_pattern(operation)
    if found is not None and found.suggestion:
        assert is_pattern(found.suggestion)
        build_resend = doubt(found.suggestion)
        assert build_resend is None or not build_resend.refused
