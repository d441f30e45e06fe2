"""Make a whole record of an object, in the order in which its release sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twenty_hooks.samples import catalogue, records_mail, records_sales
from twenty_hooks.samples import records_system as system
from twenty_hooks.samples.scenario import Scenario
from twenty_hooks.samples.search_vector import search_vector
from twenty_hooks.text import units

mail, sales = records_mail, records_sales

_VALUES: Mapping[str, Callable[[Scenario], dict[str, Any]]] = {
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


def values(scenario: Scenario, object_name: str) -> dict[str, Any]:
    """Return the object's own values for every release, in any order."""
    return _VALUES.get(object_name, sales.custom)(scenario)


def invent(scenario: Scenario, object_name: str, action: str) -> dict[str, Any]:
    """Return the full state of a record after the action; for destroyed, before it."""
    written = units.to_iso(scenario.written_ms)
    state = {
        "id": scenario.id(),
        "createdAt": units.to_iso(scenario.created_ms),
        "updatedAt": written,
        "deletedAt": written if action == "deleted" else None,
        # A new record goes first: the position counts downwards.
        "position": scenario.random.randint(-40, 1),
        "createdBy": scenario.actor_value(),
        "updatedBy": scenario.actor_value(),
        **values(scenario, object_name),
    }
    if action == "destroyed":
        # Destroying a record does not write it: this is its last state.
        age = (scenario.written_ms - scenario.created_ms) // 2
        state["updatedAt"] = units.to_iso(scenario.written_ms - age)
    keys = [field.key for field in catalogue.fields(scenario.era, object_name, action)]
    if "searchVector" in keys:
        state["searchVector"] = search_vector(object_name, state, scenario.era)
    return {key: state[key] for key in keys}
