"""Operations that never fire are rejected, with the nearest correct one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.protocol.events import ACTIONS, is_pattern
from twenty_hooks.protocol.objects import PLURALS, SILENT_SINCE_1_3
from twenty_hooks.webhooks.operations import check

CORRECT = (
    *("*.*", "*.created", "person.*", "person.restored", "workflowRun.updated"),
    *("metadata.*.*", "metadata.view.*", "metadata.*.deleted"),
    "metadata.fieldMetadata.updated",
)


@pytest.mark.parametrize("operation", CORRECT)
def test_a_correct_operation_has_no_problem(operation: str) -> None:
    assert check(operation) is None


@pytest.mark.parametrize("name", sorted(set(PLURALS) - SILENT_SINCE_1_3))
def test_standard_objects_are_known_and_their_plurals_are_errors(name: str) -> None:
    for action in (*ACTIONS, "*"):
        assert check(f"{name}.{action}") is None
        plural = check(f"{PLURALS[name]}.{action}")
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
def test_an_operation_that_can_never_match_is_an_error(
    operation: str, code: str, nearest: str
) -> None:
    found = check(operation)
    assert found is not None
    assert (found.code, found.suggestion, found.is_error) == (code, nearest, True)
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
def test_an_operation_that_may_match_is_a_warning(
    operation: str, code: str, nearest: str
) -> None:
    found = check(operation)
    assert found is not None
    assert (found.code, found.suggestion, found.is_error) == (code, nearest, False)


@given(st.text() | st.text("ACDPacdeprsuty.*:_0 ", max_size=20))
def test_an_operation_without_an_error_could_match(operation: str) -> None:
    found = check(operation)
    if found is None or not found.is_error:
        assert is_pattern(operation)
    if found is not None and found.suggestion:
        assert is_pattern(found.suggestion)
        problem = check(found.suggestion)
        assert problem is None or not problem.is_error
