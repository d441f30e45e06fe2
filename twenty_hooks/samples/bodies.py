"""Whole bodies: a record in the envelope of its era, as `JSON.stringify` spells it.

    2.x           targetUrl eventName objectMetadata workspaceId webhookId eventDate
                  [userId workspaceMemberId] record [updatedFields]
    1.8, 0.55     the same without the two ids of a user
    documented    event data timestamp: what Twenty's documentation shows, and no
                  release ever sent

Pure: the same randomness and the same moment give the same bytes.
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
from twenty_hooks.samples.overrides import Edits
from twenty_hooks.samples.scenario import Actor, Era, Scene
from twenty_hooks.samples.search_vector import search_vector
from twenty_hooks.text import js_json, units

DEFAULT_TARGET_URL = "https://example.com/hooks/twenty"

# As recorded of each release; the documentation's body was never sent by any.
_USER_AGENTS: Mapping[Era, str] = {
    "2.x": "axios/1.17.0",
    "1.8": "axios/1.12.2",
    "0.55": "axios/1.7.3",
    "documented": "axios/1.17.0",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A body ready to be signed and sent, and what belongs to it.

    webhook_id is the webhookId of the body; empty where the era's body has none.
    """

    event: str
    body: bytes
    webhook_id: str
    user_agent: str
    era: Era


def user_agent(era: Era) -> str:
    """The User-Agent that Twenty's HTTP client sends in this era."""
    return _USER_AGENTS[era]


def compose(
    event: str,
    *,
    random: Random,
    now_ms: int,
    era: Era = "2.x",
    actor: Actor = "key",
    edits: Edits = Edits(),  # noqa: B008 - frozen
    target_url: str = DEFAULT_TARGET_URL,
) -> Sample:
    """A realistic body of this event, different with each state of `random`.

    now_ms: when it is delivered, Unix ms. Raises UsageError for an event that the era
    never sends (with the nearest that it does), or an edit that can't be made.
    """
    name = event_name.understand(event, era)
    scene = _scene(name, random, now_ms, era, actor)
    if name.is_metadata:
        record = metadata_rows.row(scene, name.object_name, name.action)
    elif era == "documented":
        record = documented.record(scene, name.object_name)
    else:
        record = records.invent(scene, name.object_name, name.action)
        if era == "1.8" and name.action == "deleted":
            # 1.8 sends the columns that the deleting call selected: REST, the id.
            record = {"id": record["id"]}
    return _sample(name, scene, record, edits, target_url, is_ours=True)


def wrap(
    event: str,
    record: Mapping[str, Any],
    *,
    random: Random,
    now_ms: int,
    era: Era = "2.x",
    actor: Actor = "key",
    edits: Edits = Edits(),  # noqa: B008 - frozen
    target_url: str = DEFAULT_TARGET_URL,
) -> Sample:
    """The era's body around exactly this record: nothing in it is added or ordered.

    For a metadata event it is the row. Raises UsageError like `compose`.
    """
    name = event_name.understand(event, era)
    scene = _scene(name, random, now_ms, era, actor)
    given = js_json.parse(_encode(dict(record)))
    return _sample(name, scene, given, edits, target_url, is_ours=False)


def _scene(
    name: EventName, random: Random, now_ms: int, era: Era, actor: Actor
) -> Scene:
    is_new = name.action == "created"
    return Scene.invent(random, now_ms=now_ms, era=era, actor=actor, is_new=is_new)


def _sample(
    name: EventName,
    scene: Scene,
    record: dict[str, Any],
    edits: Edits,
    target_url: str,
    *,
    is_ours: bool,
) -> Sample:
    edits.apply_to_record(record)
    if (
        is_ours
        and scene.era != "documented"
        and not name.is_metadata
        and "searchVector" in record
        and not edits.touches("searchVector")
    ):
        # So that it agrees with a name or an e-mail address that was set.
        record["searchVector"] = search_vector(name.object_name, record, scene.era)
    body = _body(name, scene, record, edits, target_url)
    edits.apply_to_body(body)
    webhook_id = body.get("webhookId")
    return Sample(
        event=name.text,
        body=_encode(body),
        webhook_id=webhook_id if isinstance(webhook_id, str) else "",
        user_agent=user_agent(scene.era),
        era=scene.era,
    )


def _body(
    name: EventName,
    scene: Scene,
    record: dict[str, Any],
    edits: Edits,
    target_url: str,
) -> dict[str, Any]:
    if scene.era == "documented":
        moment = documented.in_seconds(scene.now_ms)
        return {"event": name.text, "data": record, "timestamp": moment}
    body: dict[str, Any] = {"targetUrl": target_url, "eventName": name.text}
    if not name.is_metadata:
        body["objectMetadata"] = {
            "id": scene.id(),
            "nameSingular": name.object_name,
        }
    body |= {
        "workspaceId": scene.workspace_id,
        "webhookId": scene.id(),
        "eventDate": units.to_iso(scene.now_ms),
    }
    if name.is_metadata:
        if scene.actor == "user":
            body["userId"] = scene.user_id
        else:
            body["apiKeyId"] = scene.id()
        body["event"] = metadata_events.event(
            name.object_name, name.action, record, edits.keys_set
        )
        return body
    if scene.era == "2.x" and scene.actor == "user":
        body["userId"] = scene.user_id
        body["workspaceMemberId"] = scene.member.id
    body["record"] = record
    changed = _updated_fields(name, scene, record, edits)
    if changed:
        body["updatedFields"] = changed
    return body


def _updated_fields(
    name: EventName, scene: Scene, record: dict[str, Any], edits: Edits
) -> list[str]:
    if name.action == "updated":
        changed = updated_fields.choose(
            name.object_name,
            record,
            edits.keys_set,
            era=scene.era,
            random=scene.random,
        )
        if scene.era == "0.55":
            for key in changed:
                _as_the_caller_sent_it(record[key])
        return changed
    if scene.era == "2.x" and name.action in ("deleted", "restored"):
        return ["deletedAt"]
    return []


def _as_the_caller_sent_it(value: Any) -> None:
    # 0.55 merges the caller's input into the row: an amount just written is a number
    # there, and text in every later event.
    if isinstance(value, dict) and isinstance(value.get("amountMicros"), str):
        number = value["amountMicros"]
        if number.lstrip("-").isdecimal():
            value["amountMicros"] = int(number)


def _encode(body: dict[str, Any]) -> bytes:
    try:
        return js_json.stringify(body).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise UsageError(f"this record can't be written as JSON: {error}") from error
