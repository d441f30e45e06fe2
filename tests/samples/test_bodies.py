"""Bodies of every event in every era: the rules that all of them follow."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.support.sample_values import MOMENT, NOW_MS, UUID_V4
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import events
from twenty_hooks.samples import Actor, Edits, Era, Sample, compose, wrap
from twenty_hooks.samples.known_events import KnownEvent, known_events
from twenty_hooks.text import js_json, units

ALL_ERAS: tuple[Era, ...] = ("2.x", "1.8", "0.55", "documented")
EVENTS = [(era, known) for era in ALL_ERAS for known in known_events(era)] + [
    ("2.x", KnownEvent(f"rocket.{action}", "record", "rocket", action, (), "", False))
    for action in events.ACTIONS
]
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def make(
    event: str,
    *,
    seed: int = 1,
    era: Era = "2.x",
    actor: Actor = "key",
    edits: Edits = Edits(),  # noqa: B008
) -> Sample:
    return compose(
        event, random=Random(seed), now_ms=NOW_MS, era=era, actor=actor, edits=edits
    )


def read(sample: Sample) -> dict[str, Any]:
    body = js_json.parse(sample.body)
    assert isinstance(body, dict)
    return body


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("actor", ["key", "user"])
@pytest.mark.parametrize("era", ALL_ERAS)
def test_every_event_of_every_era(era: Era, actor: Actor) -> None:
    for known in [known for other, known in EVENTS if other == era]:
        sample = make(known.event, era=era, actor=actor)
        body = read(sample)
        assert js_json.stringify(body).encode() == sample.body, known.event
        assert sample.era == era, known.event
        assert sample.event == known.event, known.event
        assert sample.webhook_id == body.get("webhookId", ""), known.event
        event = events.parse(sample.body)
        assert event.kind == known.kind, known.event
        assert event.name == known.event, known.event
        for text in texts(body):
            if UUID.match(text):
                assert UUID_V4.match(text), known.event
            if text[:3] == "202" and era != "documented":
                assert MOMENT.match(text), known.event
        if known.kind == "record":
            name = body["objectMetadata"]["nameSingular"]
            assert name == known.object_name, known.event
            assert set(known.fields) <= body["record"].keys(), known.event
            updated = body.get("updatedFields")
            if known.action == "updated":
                assert updated, known.event
                relations = {f"{name}Id" for name in updated}
                assert set(updated) <= body["record"].keys() | {
                    name.removesuffix("Id") for name in relations & set(updated)
                }
            elif era == "2.x" and known.action in ("deleted", "restored"):
                assert updated == ["deletedAt"], known.event
            else:
                assert updated is None, known.event


def test_the_same_seed_and_time_give_the_same_bytes() -> None:
    assert make("person.created").body == make("person.created").body
    assert make("person.created").body != make("person.created", seed=2).body


def test_the_bytes_of_samples_do_not_change() -> None:
    """Users have samples with a --seed in their tests."""
    digest = hashlib.sha256()
    for era, known in EVENTS:
        for actor in ("key", "user"):
            for seed in range(3):
                sample = make(known.event, era=era, actor=actor, seed=seed)
                digest.update(sample.body)
    assert digest.hexdigest() == (
        "c483deb6d75bbdbdea16f98c909091877a4acac6b75b58885fa24ea25d6fec5e"
    )


def test_one_seed_makes_the_same_person_for_all_events() -> None:
    lives = [
        read(make(f"person.{action}", seed=3))["record"] for action in events.ACTIONS
    ]
    for key in ("id", "name", "emails", "phones", "companyId", "createdBy"):
        assert all(record[key] == lives[0][key] for record in lives)


def test_one_random_generator_makes_different_records() -> None:
    random = Random(1)
    ids = {
        read(compose("person.created", random=random, now_ms=NOW_MS))["record"]["id"]
        for _ in range(50)
    }
    assert len(ids) == 50


@pytest.mark.parametrize("era", ["2.x", "1.8", "0.55"])
def test_records_are_created_by_an_api_key_or_a_member(era: Era) -> None:
    by_key = read(make("person.created", era=era))
    assert by_key["record"]["createdBy"]["source"] == "API"
    assert by_key["record"]["createdBy"]["workspaceMemberId"] is None
    assert not {"userId", "workspaceMemberId"} & by_key.keys()
    by_user = read(make("person.created", era=era, actor="user"))
    created_by = by_user["record"]["createdBy"]
    assert created_by["source"] == "MANUAL"
    assert UUID_V4.match(created_by["workspaceMemberId"])
    if era == "2.x":
        assert by_user["workspaceMemberId"] == created_by["workspaceMemberId"]
        assert UUID_V4.match(by_user["userId"])
    else:
        assert "userId" not in by_user


def test_a_metadata_event_has_the_id_of_the_key_or_the_user() -> None:
    by_key = read(make("metadata.view.created"))
    by_user = read(make("metadata.view.created", actor="user"))
    assert "apiKeyId" in by_key
    assert "userId" not in by_key
    assert "userId" in by_user
    assert "apiKeyId" not in by_user


@pytest.mark.parametrize("era", ["2.x", "0.55"])
def test_times_are_in_the_right_order(era: Era) -> None:
    for seed in range(20):
        for action in events.ACTIONS:
            body = read(make(f"company.{action}", seed=seed, era=era))
            record = body["record"]
            created, updated = (
                units.from_iso(record[key]) for key in ("createdAt", "updatedAt")
            )
            assert created <= updated <= units.from_iso(body["eventDate"]) == NOW_MS
            assert (created == updated) == (action == "created")
            if action == "deleted":
                assert record["deletedAt"] == record["updatedAt"]
            else:
                assert record["deletedAt"] is None


def test_the_fields_of_a_person_agree() -> None:
    for seed in range(30):
        record = read(make("person.created", seed=seed))["record"]
        domain = record["emails"]["primaryEmail"].partition("@")[2]
        assert f"'{domain}':" in record["searchVector"]
        assert domain.endswith(".example")
        assert record["phones"]["primaryPhoneNumber"].isdecimal()
        assert record["phones"]["primaryPhoneNumber"] in record["searchVector"]


def test_the_fields_of_a_company_agree() -> None:
    record = read(make("company.created"))["record"]
    host = record["domainName"]["primaryLinkUrl"].removeprefix("https://")
    assert host == record["name"].replace(" ", "").lower() + ".example"
    assert f"'{host}':3" in record["searchVector"]


@pytest.mark.parametrize("era", ["1.8", "0.55"])
def test_amounts_and_coordinates_were_text_before_2x(era: Era) -> None:
    edits = Edits.of({"name": "Fjord"})
    record = read(make("company.updated", era=era, edits=edits))["record"]
    assert record["annualRecurringRevenue"]["amountMicros"].endswith("000000")
    assert float(record["address"]["addressLat"])
    assert isinstance(record["address"]["addressLng"], str)


def test_amounts_and_coordinates_are_numbers_in_2x() -> None:
    record = read(make("company.created"))["record"]
    assert isinstance(record["annualRevenue"]["amountMicros"], int)
    assert isinstance(record["address"]["addressLat"], float)


def test_0_55_repeats_an_amount_as_the_caller_sent_it() -> None:
    edits = Edits.parse(["amount.amountMicros=1500000"])
    updated = read(make("opportunity.updated", era="0.55", edits=edits))
    assert updated["record"]["amount"]["amountMicros"] == 1_500_000
    created = read(make("opportunity.created", era="0.55", edits=edits))
    assert created["record"]["amount"]["amountMicros"] == "1500000"


def test_1_8_leaves_untouched_lists_null() -> None:
    record = read(make("person.created", era="1.8"))["record"]
    assert record["linkedinLink"]["secondaryLinks"] is None
    assert record["phones"]["additionalPhones"] is None
    assert read(make("person.created"))["record"]["phones"]["additionalPhones"] == []


def test_a_note_has_the_same_text_as_blocks_and_as_markdown() -> None:
    body_v2 = read(make("note.created"))["record"]["bodyV2"]
    blocks = js_json.parse(body_v2["blocknote"])
    assert blocks[0]["content"][0]["text"] == body_v2["markdown"]
    assert js_json.stringify(blocks) == body_v2["blocknote"]


@pytest.mark.parametrize("name", ["noteTarget", "taskTarget", "attachment"])
def test_a_link_has_exactly_one_target(name: str) -> None:
    for seed in range(10):
        record = read(make(f"{name}.created", seed=seed))["record"]
        targets = [key for key in record if key.startswith("target") and record[key]]
        assert len(targets) == 1


def test_no_sample_contains_a_plausible_token() -> None:
    record = read(make("connectedAccount.created", era="1.8"))["record"]
    assert record["accessToken"] == "sample-access-token"
    assert "secret" not in read(make("webhook.created", era="0.55"))["record"]


def test_the_documented_body_has_the_keys_of_the_documentation() -> None:
    body = read(make("person.created", era="documented"))
    assert list(body) == ["event", "data", "timestamp"]
    assert list(body["data"]) == [
        *("id", "firstName", "lastName", "email"),
        *("createdAt", "createdBy"),
    ]
    assert re.match(r"user_\d{3}\Z", body["data"]["createdBy"])
    assert re.match(r".{10}T.{8}Z\Z", body["timestamp"])


def test_metadata_updates_agree_with_their_diff() -> None:
    edits = Edits.of({"label": "Industry", "isActive": False})
    event = read(make("metadata.fieldMetadata.updated", edits=edits))["event"]
    properties = event["properties"]
    assert properties["updatedFields"] == ["label", "isActive"]
    for key in properties["updatedFields"]:
        before, after = properties["before"][key], properties["after"][key]
        assert properties["diff"][key] == {"before": before, "after": after}
        assert before != after
    assert properties["after"]["label"] == "Industry"
    assert event["recordId"] == properties["after"]["id"]


def wrapped(event: str, record: dict[str, Any], era: Era = "2.x") -> dict[str, Any]:
    return read(wrap(event, record, random=Random(1), now_ms=NOW_MS, era=era))


def test_wrap_does_not_change_the_record_in_the_body() -> None:
    record = {"z": 1.0, "a": [1e21], "searchVector": "mine", "id": None}
    body = wrapped("person.created", record)
    assert list(body["record"]) == ["z", "a", "searchVector", "id"]
    assert body["record"] == record
    assert "updatedFields" not in body
    assert list(body) == [
        *("targetUrl", "eventName", "objectMetadata", "workspaceId", "webhookId"),
        *("eventDate", "record"),
    ]


def test_wrap_does_not_change_its_argument() -> None:
    record: dict[str, Any] = {"name": {"firstName": "Ada"}}
    wrap(
        "person.created",
        record,
        random=Random(1),
        now_ms=NOW_MS,
        edits=Edits.of({"name.firstName": "Grace"}),
    )
    assert record == {"name": {"firstName": "Ada"}}


def test_wrap_chooses_updated_fields() -> None:
    assert wrapped("person.updated", {"id": "1", "jobTitle": "CTO"})[
        "updatedFields"
    ] == ["jobTitle"]
    assert "updatedFields" not in wrapped("person.updated", {"id": "1"})
    assert wrapped("person.deleted", {"id": "1"})["updatedFields"] == ["deletedAt"]
    assert "updatedFields" not in wrapped("person.deleted", {"id": "1"}, "1.8")


def test_wrap_makes_the_other_shapes() -> None:
    assert wrapped("person.created", {"a": 1}, "documented")["data"] == {"a": 1}
    event = wrapped("metadata.view.created", {"id": "1", "name": "x"})["event"]
    assert event["properties"] == {"after": {"id": "1", "name": "x"}}


def test_wrap_rejects_a_value_that_json_can_not_express() -> None:
    with pytest.raises(UsageError, match="JSON"):
        wrapped("person.created", {"a": {1, 2}})


def test_wrap_rejects_deep_nesting() -> None:
    deep: list[Any] = []
    for _ in range(50_000):
        deep = [deep]
    with pytest.raises(UsageError, match="too deeply"):
        wrapped("person.created", {"a": deep})
