"""`--set` and `--unset`, applied to samples."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from twenty_hooks.errors import UsageError
from twenty_hooks.samples import Era, Overrides, compose
from twenty_hooks.text import js_json


def make(
    event: str, *sets: str, unsets: tuple[str, ...] = (), era: Era = "2.x"
) -> dict[str, Any]:
    sample = compose(
        event,
        random=Random(7),
        now_ms=1_784_107_812_345,
        era=era,
        overrides=Overrides.parse(sets, unsets),
    )
    body = js_json.parse(sample.body)
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("jobTitle=CTO", ["jobTitle"], "CTO"),
        ("jobTitle=", ["jobTitle"], ""),
        ("jobTitle=a=b", ["jobTitle"], "a=b"),
        ("jobTitle=3", ["jobTitle"], "3"),
        ("jobTitle=null", ["jobTitle"], "null"),
        ("name.firstName=Zoë", ["name", "firstName"], "Zoë"),
        ("position=3", ["position"], 3),
        ("position=-2.5", ["position"], -2.5),
        ("position=1.0", ["position"], 1),
        ("position=007", ["position"], 7),
        ("position=1e21", ["position"], 1e21),
        ("emails.additionalEmails.0=b@c.example", ["emails"], None),
        ('emails.additionalEmails=["b@c.example"]', ["emails"], None),
        ("emails.additionalEmails:=null", ["emails", "additionalEmails"], None),
        ("deletedAt=2026-01-01", ["deletedAt"], "2026-01-01"),
        ("avatarFile=3", ["avatarFile"], "3"),
        ("jobTitle:=3", ["jobTitle"], 3),
        ("jobTitle:=null", ["jobTitle"], None),
        ('name:={"firstName":"A"}', ["name"], {"firstName": "A"}),
        ('name={"firstName":"A"}', ["name"], {"firstName": "A"}),
        ("brandNew=3", ["brandNew"], "3"),
        ("brandNew:=3", ["brandNew"], 3),
        ("brand.new.deeply=x", ["brand", "new", "deeply"], "x"),
        ("avatarFile.0=x", ["avatarFile", "0"], "x"),
    ],
)
def test_a_value_takes_the_type_of_what_it_replaces(
    text: str, path: list[str], value: Any
) -> None:
    found = make("person.created", text)["record"]
    for part in path:
        found = found[part]
    if path == ["emails"]:
        assert found["additionalEmails"] == ["b@c.example"]
    else:
        assert found == value
        assert type(found) is type(value)


@pytest.mark.parametrize("text", ["true", "false"])
def test_true_and_false_replace_each_other(text: str) -> None:
    record = make("calendarEvent.created", f"isCanceled={text}")["record"]
    assert record["isCanceled"] is (text == "true")


def test_new_keys_go_to_the_end_in_order() -> None:
    record = make("person.created", "b=1", "a=2")["record"]
    assert list(record)[-3:] == ["companyId", "b", "a"]


def test_a_slash_starts_at_the_whole_body() -> None:
    body = make(
        "person.created",
        "/workspaceId=mine",
        "/objectMetadata.id=x",
        "/record.jobTitle=CTO",
        unsets=("/eventDate",),
    )
    assert body["workspaceId"] == "mine"
    assert body["objectMetadata"] == {"id": "x", "nameSingular": "person"}
    assert body["record"]["jobTitle"] == "CTO"
    assert "eventDate" not in body


def test_the_webhook_id_of_the_sample_is_the_one_in_the_body() -> None:
    sample = compose(
        "person.created",
        random=Random(1),
        now_ms=0,
        overrides=Overrides.parse(["/webhookId=mine"]),
    )
    assert sample.webhook_id == "mine"


def test_unset_removes() -> None:
    record = make("person.created", unsets=("jobTitle", "name.lastName"))["record"]
    assert "jobTitle" not in record
    assert list(record["name"]) == ["firstName"]
    assert make(
        "person.created",
        'emails.additionalEmails=["a","b"]',
        unsets=("emails.additionalEmails.0",),
    )["record"]["emails"]["additionalEmails"] == ["b"]


def test_paths_lead_through_lists_of_objects() -> None:
    record = make(
        "attachment.created", "file.0.label=a.pdf", unsets=("file.0.extension",)
    )["record"]
    assert list(record["file"][0]) == ["fileId", "label"]
    assert record["file"][0]["label"] == "a.pdf"


@pytest.mark.parametrize(
    ("sets", "era", "expected"),
    [
        (["jobTitle=x"], "2.x", ["jobTitle"]),
        (["jobTitle=x", "name.firstName=A"], "2.x", ["name", "jobTitle"]),
        (["jobTitle=x", "name.firstName=A"], "1.8", ["name", "jobTitle"]),
        (["jobTitle=x", "name.firstName=A"], "0.55", ["jobTitle", "name"]),
        (["name.lastName=x", "name.firstName=A"], "2.x", ["name"]),
        (["companyId=x"], "2.x", ["company", "companyId"]),
        (["companyId=x", "jobTitle=y"], "2.x", ["jobTitle", "company", "companyId"]),
        (["companyId=x"], "1.8", ["companyId"]),
        (["companyId=x"], "0.55", ["companyId"]),
        (["custom=x"], "2.x", ["custom"]),
        (["jobTitle=x", "updatedAt=y", "searchVector=z", "id=i"], "2.x", ["jobTitle"]),
        (["jobTitle=x", "/workspaceId=y"], "2.x", ["jobTitle"]),
        (["updatedBy.name=x"], "2.x", ["updatedBy"]),
    ],
)
def test_updated_fields_are_the_keys_that_were_set(
    sets: list[str], era: Era, expected: list[str]
) -> None:
    assert make("person.updated", *sets, era=era)["updatedFields"] == expected


@pytest.mark.parametrize("event", ["invoice.updated", "person.updated"])
def test_a_changed_custom_relation_is_listed_twice(event: str) -> None:
    assert make(event, "payerId=x")["updatedFields"] == ["payer", "payerId"]


def test_a_plain_id_is_not_a_relation() -> None:
    body = make("callRecording.updated", "externalBotId=x")
    assert body["updatedFields"] == ["externalBotId"]


def test_updated_fields_never_list_a_removed_key() -> None:
    everything = ("emails", "jobTitle", "phones", "companyId")
    for _ in range(5):
        body = make("person.updated", unsets=everything)
        assert body["updatedFields"]
        assert not set(body["updatedFields"]) & {*everything, "company"}


def test_updated_fields_can_be_given() -> None:
    body = make("person.updated", '/updatedFields=["x"]')
    assert body["updatedFields"] == ["x"]


def test_only_updates_list_the_keys_that_were_set() -> None:
    assert "updatedFields" not in make("person.created", "jobTitle=x")
    assert make("person.deleted", "jobTitle=x")["updatedFields"] == ["deletedAt"]


def test_the_search_vector_has_the_values_that_were_set() -> None:
    record = make(
        "person.created", "name.firstName=Grace", "emails.primaryEmail=g@navy.example"
    )["record"]
    assert "'grace':1" in record["searchVector"]
    assert "'g@navy.example':3 " in record["searchVector"]
    record = make("person.created", "name.firstName=Grace", "searchVector=x")["record"]
    assert record["searchVector"] == "x"
    record = make("person.created", unsets=("searchVector",))["record"]
    assert "searchVector" not in record


def test_paths_of_the_documented_body_start_at_data() -> None:
    body = make("person.created", "email=a@b.example", "/event=x", era="documented")
    assert body["data"]["email"] == "a@b.example"
    assert body["event"] == "x"


def test_paths_of_a_metadata_body_start_at_the_row() -> None:
    for action, where in (("created", "after"), ("deleted", "before")):
        body = make(f"metadata.view.{action}", "name=Mine")
        assert body["event"]["properties"][where]["name"] == "Mine"


def test_in_1_8_a_deleted_record_can_get_more_columns() -> None:
    body = make("person.deleted", "deletedAt=now", era="1.8")
    assert list(body["record"]) == ["id", "deletedAt"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobTitle", "not PATH=VALUE"),
        ("=x", "not PATH=VALUE"),
        (":=3", "not PATH=VALUE"),
        ("a:={", "must be JSON"),
        ("a..b=1", "not a path"),
        (".=1", "not a path"),
        ("/=1", "not a path"),
        ("position=abc", "not a number"),
        ("position=", "not a number"),
        ("position=true", "not a number"),
        ("name=Ada", "not an object"),
        ("emails.additionalEmails=x", "not a list"),
        ("emails.additionalEmails.x=1", "not an index of a list"),
        ("emails.additionalEmails.1=x", "has 0 items"),
        ("jobTitle.x=1", "has no inner values"),
        ("position.x=1", "is a number, which has no inner values"),
    ],
)
def test_a_value_that_can_not_be_set_is_an_error(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make("person.created", text)


def test_a_boolean_takes_only_true_and_false() -> None:
    with pytest.raises(UsageError, match="not true or false"):
        make("calendarEvent.created", "isCanceled=yes")


@pytest.mark.parametrize(
    "path",
    [
        *("nope", "name.nope", "jobTitle.x", "emails.additionalEmails.0", "/nope"),
        *("emails.additionalEmails.0.x", "jobTitle.x.y", "avatarFile.0"),
    ],
)
def test_removing_a_missing_value_is_an_error(path: str) -> None:
    with pytest.raises(UsageError, match="no such value"):
        make("person.created", unsets=(path,))


def test_the_error_for_a_missing_value_lists_the_keys() -> None:
    with pytest.raises(UsageError) as caught:
        make("person.created", unsets=("name.first",))
    assert caught.value.hint == "the keys are: firstName, lastName"


def test_values_from_python_keep_their_types() -> None:
    sample = compose(
        "person.created",
        random=Random(1),
        now_ms=0,
        overrides=Overrides.of({"jobTitle": 3, "name.firstName": None}, ["phones"]),
    )
    record = js_json.parse(sample.body)["record"]
    assert record["jobTitle"] == 3
    assert record["name"]["firstName"] is None
    assert "phones" not in record
