"""A whole record of an object: its values, in the order the release delivers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twenty_hooks.samples import catalogue, records_mail, records_sales
from twenty_hooks.samples import records_system as system
from twenty_hooks.samples.scenario import Scene
from twenty_hooks.samples.search_vector import search_vector
from twenty_hooks.text import units

mail, sales = records_mail, records_sales

_VALUES: Mapping[str, Callable[[Scene], dict[str, Any]]] = {
    "apiKey": system.api_key,
    "attachment": sales.attachment,
    "blocklist": mail.blocklist,
    "calendarChannel": mail.calendar_channel,
    "calendarChannelEventAssociation": mail.calendar_channel_event_association,
    "calendarEvent": mail.calendar_event,
    "calendarEventParticipant": mail.calendar_event_participant,
    "callRecording": mail.call_recording,
    "company": sales.company,
    "connectedAccount": mail.connected_account,
    "dashboard": sales.dashboard,
    "favorite": sales.favorite,
    "favoriteFolder": sales.favorite_folder,
    "message": mail.message,
    "messageCampaign": mail.message_campaign,
    "messageChannel": mail.message_channel,
    "messageChannelMessageAssociation": mail.message_channel_message_association,
    "messageChannelMessageAssociationMessageFolder": (
        mail.message_channel_message_association_message_folder
    ),
    "messageFolder": mail.message_folder,
    "messageList": mail.message_list,
    "messageListMember": mail.message_list_member,
    "messageParticipant": mail.message_participant,
    "messageThread": mail.message_thread,
    "note": sales.note,
    "noteTarget": sales.note_target,
    "opportunity": sales.opportunity,
    "person": sales.person,
    "task": sales.task,
    "taskTarget": sales.task_target,
    "timelineActivity": system.timeline_activity,
    "view": system.view,
    "viewField": system.view_field,
    "viewFilter": system.view_filter,
    "viewFilterGroup": system.view_filter_group,
    "viewGroup": system.view_group,
    "viewSort": system.view_sort,
    "webhook": system.webhook,
    "workflow": system.workflow,
    "workflowAutomatedTrigger": system.workflow_automated_trigger,
    "workflowRun": system.workflow_run,
    "workflowVersion": system.workflow_version,
    "workspaceMember": sales.workspace_member,
}


def values(scene: Scene, object_name: str) -> dict[str, Any]:
    """The object's own values, of every release, in no order that counts."""
    return _VALUES.get(object_name, sales.custom)(scene)


def invent(scene: Scene, object_name: str, action: str) -> dict[str, Any]:
    """The full state of a record after (for destroyed: before) the action."""
    written = units.to_iso(scene.written_ms)
    state = {
        "id": scene.id(),
        "createdAt": units.to_iso(scene.created_ms),
        "updatedAt": written,
        "deletedAt": written if action == "deleted" else None,
        # A new record goes first: the position counts downwards.
        "position": scene.random.randint(-40, 1),
        "createdBy": scene.actor_value(),
        "updatedBy": scene.actor_value(),
        **values(scene, object_name),
    }
    if action == "destroyed":
        # Its last state: nothing was written in destroying it.
        age = (scene.written_ms - scene.created_ms) // 2
        state["updatedAt"] = units.to_iso(scene.written_ms - age)
    keys = [field.key for field in catalogue.fields(scene.era, object_name, action)]
    if "searchVector" in keys:
        state["searchVector"] = search_vector(object_name, state, scene.era)
    return {key: state[key] for key in keys}
