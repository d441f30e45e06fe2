"""Make plausible values for workflows, views and what an administrator sets up."""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.scenario import Scenario

Fields = dict[str, Any]


def api_key(scenario: Scenario) -> Fields:
    return {
        "name": scenario.choose(vocabulary.API_KEYS),
        "expiresAt": scenario.day(365),
        "revokedAt": None,
    }


def timeline_activity(scenario: Scenario) -> Fields:
    others = ("workflowRun", "workflowVersion", "workflow", "task", "note", "company")
    return {
        "name": "person.updated",
        "happensAt": scenario.before_write(0),
        "properties": {"diff": {"city": {"before": "", "after": scenario.city.name}}},
        "linkedRecordCachedName": "",
        "linkedRecordId": None,
        "linkedObjectMetadataId": None,
        "workspaceMemberId": scenario.member.id,
        "personId": scenario.person.id,
        "opportunityId": None,
        **{f"{name}Id": None for name in others},
    }


def view(scenario: Scenario) -> Fields:
    return {
        "position": scenario.random.randint(0, 12),
        "name": scenario.choose(("All people", "By stage", "My tasks")),
        "objectMetadataId": scenario.id(),
        "type": scenario.choose(("table", "kanban")),
        "key": None,
        "icon": "IconList",
        "kanbanFieldMetadataId": "",
        "isCompact": False,
        "openRecordIn": "SIDE_PANEL",
        "kanbanAggregateOperation": "COUNT",
        "kanbanAggregateOperationFieldMetadataId": None,
    }


def view_field(scenario: Scenario) -> Fields:
    return {
        "position": scenario.random.randint(0, 12),
        "fieldMetadataId": scenario.id(),
        "isVisible": True,
        "size": scenario.choose((100, 150, 210)),
        "aggregateOperation": None,
        "viewId": scenario.id(),
    }


def view_filter(scenario: Scenario) -> Fields:
    return {
        "fieldMetadataId": scenario.id(),
        "operand": "contains",
        "value": scenario.city.name,
        "displayValue": scenario.city.name,
        "viewFilterGroupId": None,
        "positionInViewFilterGroup": None,
        "subFieldName": "",
        "viewId": scenario.id(),
    }


def view_filter_group(scenario: Scenario) -> Fields:
    return {
        "parentViewFilterGroupId": None,
        "logicalOperator": scenario.choose(("AND", "OR")),
        "positionInViewFilterGroup": 0,
        "viewId": scenario.id(),
    }


def view_group(scenario: Scenario) -> Fields:
    return {
        "position": scenario.random.randint(0, 12),
        "fieldMetadataId": scenario.id(),
        "isVisible": True,
        "fieldValue": scenario.choose(("NEW", "SCREENING", "MEETING")),
        "viewId": scenario.id(),
    }


def view_sort(scenario: Scenario) -> Fields:
    return {
        "fieldMetadataId": scenario.id(),
        "direction": scenario.choose(("asc", "desc")),
        "viewId": scenario.id(),
    }


def webhook(scenario: Scenario) -> Fields:
    # Twenty removes the secret before it sends the event.
    return {
        "targetUrl": f"https://hooks.{scenario.domain}/twenty",
        "operations": ["person.*", "company.created"],
        "description": "Keeps the warehouse up to date",
    }


def workflow(scenario: Scenario) -> Fields:
    return {
        "name": scenario.choose(vocabulary.WORKFLOWS),
        "lastPublishedVersionId": scenario.id(),
        "statuses": ["ACTIVE"],
    }


def workflow_automated_trigger(scenario: Scenario) -> Fields:
    return {
        "type": "DATABASE_EVENT",
        "settings": {"eventName": "person.created"},
        "workflowId": scenario.id(),
    }


def workflow_run(scenario: Scenario) -> Fields:
    name = scenario.choose(vocabulary.WORKFLOWS)
    fields: Fields = {
        "name": f"#{scenario.random.randint(1, 400)} - {name}",
        "enqueuedAt": scenario.before_write(9_000),
        "startedAt": scenario.before_write(4_000),
        "endedAt": scenario.before_write(30),
        "status": "COMPLETED",
        "state": {
            "flow": {"steps": [_step(scenario)], "trigger": _trigger()},
            "stepInfos": {"trigger": {"result": {}, "status": "SUCCESS"}},
        },
        "stepLogs": None,
        "workflowId": scenario.id(),
        "workflowVersionId": scenario.id(),
    }
    if scenario.actor == "key":
        # A run is written by the workflow itself, never by a key.
        fields["createdBy"] = {
            **scenario.actor_value(),
            "source": "WORKFLOW",
            "name": name,
        }
        fields["updatedBy"] = {
            "source": "MANUAL",
            "workspaceMemberId": None,
            "name": "System",
            "context": None,
        }
    return fields


def workflow_version(scenario: Scenario) -> Fields:
    return {
        "name": f"v{scenario.random.randint(1, 9)}",
        "trigger": _trigger(),
        "steps": [_step(scenario)],
        "status": scenario.choose(("DRAFT", "ACTIVE")),
        "workflowId": scenario.id(),
    }


def _trigger() -> Fields:
    return {
        "name": "Record is created",
        "type": "DATABASE_EVENT",
        "settings": {"eventName": "person.created", "outputSchema": {}},
    }


def _step(scenario: Scenario) -> Fields:
    return {
        "id": scenario.id(),
        "name": "Create a task",
        "type": "CREATE_RECORD",
        "valid": True,
        "settings": {"input": {"objectName": "task", "objectRecord": {}}},
    }
