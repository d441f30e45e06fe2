"""Event names: which are accepted, and the suggestion for a wrong one."""

from __future__ import annotations

from random import Random

import pytest

from twenty_hooks.errors import EXIT_USAGE, UsageError
from twenty_hooks.samples import Era, compose
from twenty_hooks.samples.event_name import parse

LIST = "see 'hooks events'"


@pytest.mark.parametrize(
    ("event", "era", "hint"),
    [
        # other spellings of the object
        ("people.created", "2.x", "try person.created"),
        ("people.created", "1.8", "try person.created --as 1.8"),
        ("persons.created", "2.x", "try person.created"),
        ("Person.created", "2.x", "try person.created"),
        ("PERSON.created", "2.x", "try person.created"),
        ("companies.updated", "2.x", "try company.updated"),
        ("opportunities.updated", "0.55", "try opportunity.updated --as 0.55"),
        ("calendar_event.created", "2.x", "try calendarEvent.created"),
        ("workspace-member.updated", "2.x", "try workspaceMember.updated"),
        ("Invoice.created", "2.x", "try invoice.created"),
        # other spellings of the action
        ("person.create", "2.x", "try person.created"),
        ("people.create", "2.x", "try person.created"),
        ("person.update", "2.x", "try person.updated"),
        ("person.Updated", "2.x", "try person.updated"),
        ("person.delete", "2.x", "try person.deleted"),
        ("person.removed", "2.x", "try person.deleted"),
        ("person.destroy", "2.x", "try person.destroyed"),
        ("person.restore", "2.x", "try person.restored"),
        ("person.updatd", "2.x", "try person.updated"),
        ("person.xyz", "2.x", "try person.created"),
        # never delivered
        ("person.upserted", "2.x", "try person.created"),
        ("person.upserted", "1.8", "try person.created --as 1.8"),
        ("person.restored", "1.8", "try person.deleted --as 1.8"),
        ("invoice.restored", "1.8", "try invoice.deleted --as 1.8"),
        ("timelineActivity.created", "2.x", "try timelineActivity.created --as 0.55"),
        ("timelineActivity.created", "1.8", "try timelineActivity.created --as 0.55"),
        # not in this era
        ("favorite.created", "2.x", "try favorite.created --as 1.8"),
        ("webhook.created", "2.x", "try webhook.created --as 0.55"),
        ("apiKey.created", "1.8", "try apiKey.created --as 0.55"),
        ("callRecording.created", "1.8", "try callRecording.created --as 2.x"),
        ("dashboard.created", "0.55", "try dashboard.created --as 2.x"),
        ("favorite.created", "documented", "try favorite.created --as 1.8"),
        ("person.destroyed", "documented", "try person.destroyed --as 2.x"),
        # metadata
        ("metadata.view.created", "1.8", "try metadata.view.created --as 2.x"),
        ("metadata.view.created", "0.55", "try metadata.view.created --as 2.x"),
        ("metadata.view.created", "documented", "try metadata.view.created --as 2.x"),
        ("metadata.view.destroyed", "2.x", "try metadata.view.deleted"),
        ("metadata.view.create", "2.x", "try metadata.view.created"),
        ("metadata.views.created", "2.x", "try metadata.view.created"),
        ("metadata.webhook.created", "2.x", LIST),
        ("metadata.zzzz.created", "2.x", LIST),
        # not an event name
        ("person.*", "2.x", LIST),
        ("*.*", "2.x", LIST),
        ("person", "2.x", LIST),
        ("", "2.x", LIST),
        (".created", "2.x", LIST),
        ("person.", "2.x", LIST),
        ("a.b.c", "2.x", LIST),
        ("2do.created", "2.x", LIST),
        ("pérson.created", "2.x", LIST),
    ],
)
def test_a_wrong_event_is_rejected_with_the_nearest_correct_one(
    event: str, era: Era, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        compose(event, random=Random(1), now_ms=0, era=era)
    assert caught.value.hint == hint
    assert caught.value.exit_code == EXIT_USAGE


@pytest.mark.parametrize(
    ("event", "era", "words"),
    [
        ("person.restored", "1.8", "it sends person.deleted"),
        ("person.upserted", "2.x", "no release of Twenty sends"),
        ("metadata.webhook.created", "2.x", "although its settings offer it"),
        ("people.created", "2.x", "its singular API name, person"),
        ("timelineActivity.created", "2.x", "never reach webhooks"),
    ],
)
def test_the_error_says_why(event: str, era: Era, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse(event, era)


@pytest.mark.parametrize("hint_era", ["2.x", "1.8", "0.55"])
def test_hints_can_be_followed(hint_era: Era) -> None:
    for event in ("people.create", "companies.update", "person.upserted"):
        with pytest.raises(UsageError) as caught:
            parse(event, hint_era)
        words = caught.value.hint.split()
        assert parse(words[1], hint_era).text == words[1]


@pytest.mark.parametrize("event", ["invoice.created", "petCareAgreement.destroyed"])
def test_any_other_name_is_a_custom_object(event: str) -> None:
    assert parse(event, "2.x").text == event
