"""Compose whole bodies: a record in the envelope of its era, as `JSON.stringify` does.

    2.x           targetUrl eventName objectMetadata workspaceId webhookId eventDate
                  [userId workspaceMemberId] record [updatedFields]
    1.8, 0.55     the same without the two ids of a user
    documented    event data timestamp: the body in Twenty's documentation, which no
                  release ever sent

Pure: the same randomness and time give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from twenty_hooks.errors import UsageError
from twenty_hooks.samples import (
    documented,
    event_name,
    metadata_events,
    metadata_rows,
    records,
    updated_fields,
)
from twenty_hooks.samples.event_name import EventName
from twenty_hooks.samples.overrides import Overrides
from twenty_hooks.samples.scenario import Actor, Era, Scenario
from twenty_hooks.samples.search_vector import search_vector
from twenty_hooks.text import js_json, units

DEFAULT_TARGET_URL = "https://example.com/hooks/twenty"

# As recorded with each release. No release sends the documented body.
_USER_AGENTS: Mapping[Era, str] = {
    "2.x": "axios/1.17.0",
    "1.8": "axios/1.12.2",
    "0.55": "axios/1.7.3",
    "documented": "axios/1.17.0",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A body that is ready to be signed and sent.

    Attributes:
        webhook_id: the webhookId in the body; empty if the body of the era has none.
        user_agent: the User-Agent that Twenty sends with it.
    """

    event: str
    body: bytes
    webhook_id: str
    user_agent: str
    era: Era


def user_agent(era: Era) -> str:
    """Return the User-Agent that Twenty's HTTP client sends in this era."""
    return _USER_AGENTS[era]


def compose(
    event: str,
    *,
    random: Random,
    now_ms: int,
    era: Era = "2.x",
    actor: Actor = "key",
    overrides: Overrides = Overrides(),  # noqa: B008 - frozen
    target_url: str = DEFAULT_TARGET_URL,
) -> Sample:
    """Return a realistic body of this event, with an invented record.

    Args:
        random: makes the record; every state of it makes a different one.
        now_ms: the time of the delivery, in Unix milliseconds.
        overrides: values to set or remove.

    Raises UsageError for an event that the era never sends (the hint is the nearest one
    that it does send), or a value that can't be set.
    """
    name = event_name.parse(event, era)
    scenario = _scenario(name, random, now_ms, era, actor)
    if name.is_metadata:
        record = metadata_rows.row(scenario, name.object_name, name.action)
    elif era == "documented":
        record = documented.record(scenario, name.object_name)
    else:
        record = records.invent(scenario, name.object_name, name.action)
        if era == "1.8" and name.action == "deleted":
            # 1.8 sends the columns that the deleting call selected: with REST, the id.
            record = {"id": record["id"]}
    return _sample(name, scenario, record, overrides, target_url, is_invented=True)


def wrap(
    event: str,
    record: Mapping[str, Any],
    *,
    random: Random,
    now_ms: int,
    era: Era = "2.x",
    actor: Actor = "key",
    overrides: Overrides = Overrides(),  # noqa: B008 - frozen
    target_url: str = DEFAULT_TARGET_URL,
) -> Sample:
    """Return the body of the era around a given record, which is not changed.

    For a metadata event, the record is the row. Arguments and errors as in `compose`.
    """
    name = event_name.parse(event, era)
    scenario = _scenario(name, random, now_ms, era, actor)
    copy = js_json.parse(_encode(dict(record)))
    return _sample(name, scenario, copy, overrides, target_url, is_invented=False)


def _scenario(
    name: EventName, random: Random, now_ms: int, era: Era, actor: Actor
) -> Scenario:
    is_new = name.action == "created"
    return Scenario.invent(random, now_ms=now_ms, era=era, actor=actor, is_new=is_new)


def _sample(
    name: EventName,
    scenario: Scenario,
    record: dict[str, Any],
    overrides: Overrides,
    target_url: str,
    *,
    is_invented: bool,
) -> Sample:
    overrides.apply_to_record(record)
    if (
        is_invented
        and scenario.era != "documented"
        and not name.is_metadata
        and "searchVector" in record
        and not overrides.touches("searchVector")
    ):
        # A name or e-mail address that was set must be in it.
        record["searchVector"] = search_vector(name.object_name, record, scenario.era)
    body = _body(name, scenario, record, overrides, target_url)
    overrides.apply_to_body(body)
    webhook_id = body.get("webhookId")
    return Sample(
        event=name.text,
        body=_encode(body),
        webhook_id=webhook_id if isinstance(webhook_id, str) else "",
        user_agent=user_agent(scenario.era),
        era=scenario.era,
    )


def _body(
    name: EventName,
    scenario: Scenario,
    record: dict[str, Any],
    overrides: Overrides,
    target_url: str,
) -> dict[str, Any]:
    if scenario.era == "documented":
        moment = documented.in_seconds(scenario.now_ms)
        return {"event": name.text, "data": record, "timestamp": moment}
    body: dict[str, Any] = {"targetUrl": target_url, "eventName": name.text}
    if not name.is_metadata:
        body["objectMetadata"] = {
            "id": scenario.id(),
            "nameSingular": name.object_name,
        }
    body |= {
        "workspaceId": scenario.workspace_id,
        "webhookId": scenario.id(),
        "eventDate": units.to_iso(scenario.now_ms),
    }
    if name.is_metadata:
        if scenario.actor == "user":
            body["userId"] = scenario.user_id
        else:
            body["apiKeyId"] = scenario.id()
        body["event"] = metadata_events.event(
            name.object_name, name.action, record, overrides.keys_set
        )
        return body
    if scenario.era == "2.x" and scenario.actor == "user":
        body["userId"] = scenario.user_id
        body["workspaceMemberId"] = scenario.member.id
    body["record"] = record
    changed = _updated_fields(name, scenario, record, overrides)
    if changed:
        body["updatedFields"] = changed
    return body


def _updated_fields(
    name: EventName, scenario: Scenario, record: dict[str, Any], overrides: Overrides
) -> list[str]:
    if name.action == "updated":
        changed = updated_fields.choose(
            name.object_name,
            record,
            overrides.keys_set,
            era=scenario.era,
            random=scenario.random,
        )
        if scenario.era == "0.55":
            for key in changed:
                _restore_amount(record[key])
        return changed
    if scenario.era == "2.x" and name.action in ("deleted", "restored"):
        return ["deletedAt"]
    return []


def _restore_amount(value: Any) -> None:
    # 0.55 merges the caller's input into the row: an amount that was just written is a
    # number, and text in every later event.
    if isinstance(value, dict) and isinstance(value.get("amountMicros"), str):
        number = value["amountMicros"]
        if number.lstrip("-").isdecimal():
            value["amountMicros"] = int(number)


def _encode(body: dict[str, Any]) -> bytes:
    try:
        return js_json.stringify(body).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise UsageError(f"this record can't be written as JSON: {error}") from error
