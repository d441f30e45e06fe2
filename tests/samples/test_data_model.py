"""Samples of 2.x against the data model of a 2.21 server.

`objects.jsonl` is its GET /rest/metadata/objects, cut down to the standard objects and
their standard fields that have a column: name, type, whether it may be null, the
choices of a select, the join column of a relation.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from tests.support.recordings import DIRECTORY
from tests.support.sample_values import MOMENT, NOW_MS, UUID_V4
from twenty_hooks.samples import catalogue, compose
from twenty_hooks.text import js_json

OBJECTS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (DIRECTORY / "2.21" / "objects.jsonl").read_text("utf-8").splitlines()
]
COMPOSITES = {
    "FULL_NAME": ["firstName", "lastName"],
    "EMAILS": ["primaryEmail", "additionalEmails"],
    "PHONES": [
        *("primaryPhoneNumber", "primaryPhoneCountryCode"),
        *("primaryPhoneCallingCode", "additionalPhones"),
    ],
    "LINKS": ["primaryLinkLabel", "primaryLinkUrl", "secondaryLinks"],
    "CURRENCY": ["amountMicros", "currencyCode"],
    "ADDRESS": [
        *("addressStreet1", "addressStreet2", "addressCity", "addressPostcode"),
        *("addressState", "addressCountry", "addressLat", "addressLng"),
    ],
    "ACTOR": ["source", "workspaceMemberId", "name", "context"],
    "RICH_TEXT": ["blocknote", "markdown"],
}


def record_of(name: str, seed: int) -> dict[str, Any]:
    sample = compose(f"{name}.created", random=Random(seed), now_ms=NOW_MS)
    record = js_json.parse(sample.body)["record"]
    assert isinstance(record, dict)
    return record


def fits(value: Any, field: dict[str, Any]) -> bool:
    """Whether a value is one that a field of this type is delivered with."""
    type_: str = field["type"]
    if value is None:
        # An empty text is delivered as "", an empty list as [].
        is_nullable: bool = field["isNullable"]
        return is_nullable and type_ not in ("TEXT", "MULTI_SELECT", "ARRAY")
    if type_ in COMPOSITES:
        return list(value) == COMPOSITES[type_]
    if type_ in ("TEXT", "TS_VECTOR"):
        return isinstance(value, str)
    if type_ == "SELECT":
        return value in field["options"]
    if type_ == "MULTI_SELECT":
        return set(value) <= set(field["options"])
    if type_ in ("UUID", "RELATION", "MORPH_RELATION"):
        return bool(UUID_V4.match(value))
    if type_ == "DATE_TIME":
        return bool(MOMENT.match(value))
    if type_ in ("NUMBER", "POSITION"):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if type_ == "BOOLEAN":
        return isinstance(value, bool)
    if type_ == "FILES":
        return all(list(one) == ["fileId", "label", "extension"] for one in value)
    return type_ == "RAW_JSON"


@pytest.mark.parametrize("model", OBJECTS, ids=lambda model: model["nameSingular"])
def test_the_record_is_what_the_data_model_says(model: dict[str, Any]) -> None:
    name = model["nameSingular"]
    if name == "timelineActivity":
        assert not catalogue.is_standard(name, "2.x")  # it never reaches a webhook
        return
    for seed in range(10):
        record = record_of(name, seed)
        fields = {
            field.get("joinColumnName", field["name"]): field
            for field in model["fields"]
        }
        assert list(record) == list(fields)
        wrong = {
            key: value for key, value in record.items() if not fits(value, fields[key])
        }
        assert not wrong


@pytest.mark.parametrize("model", OBJECTS, ids=lambda model: model["nameSingular"])
def test_relations_are_known_by_their_join_column(model: dict[str, Any]) -> None:
    name = model["nameSingular"]
    if name == "timelineActivity":
        return
    expected = {
        field["joinColumnName"]: field["name"]
        for field in model["fields"]
        if "joinColumnName" in field
    }
    found = {
        field.key: field.relation
        for field in catalogue.fields("2.x", name, "updated")
        if field.relation
    }
    assert found == expected


def test_the_standard_objects_are_those_of_the_data_model() -> None:
    names = {model["nameSingular"] for model in OBJECTS}
    assert names - {"timelineActivity"} == set(catalogue.objects("2.x"))


@pytest.mark.parametrize("model", OBJECTS, ids=lambda model: model["nameSingular"])
def test_plurals_are_twentys(model: dict[str, Any]) -> None:
    assert catalogue.plural(model["nameSingular"]) == model["namePlural"]
