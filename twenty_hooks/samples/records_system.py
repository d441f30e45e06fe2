"""Plausible values for workflows, views and what an administrator sets up."""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.scenario import Scene

Fields = dict[str, Any]


def api_key(scene: Scene) -> Fields:
    return {
        "name": scene.choose(vocabulary.API_KEYS),
        "expiresAt": scene.day(365),
        "revokedAt": None,
    }


def timeline_activity(scene: Scene) -> Fields:
    nowhere = ("workflowRun", "workflowVersion", "workflow", "task", "note", "company")
    return {
        "name": "person.updated",
        "happensAt": scene.before_write(0),
        "properties": {"diff": {"city": {"before": "", "after": scene.place.city}}},
        "linkedRecordCachedName": "",
        "linkedRecordId": None,
        "linkedObjectMetadataId": None,
        "workspaceMemberId": scene.member.id,
        "personId": scene.person.id,
        "opportunityId": None,
        **{f"{name}Id": None for name in nowhere},
    }


def view(scene: Scene) -> Fields:
    return {
        "position": scene.random.randint(0, 12),
        "name": scene.choose(("All people", "By stage", "My tasks")),
        "objectMetadataId": scene.id(),
        "type": scene.choose(("table", "kanban")),
        "key": None,
        "icon": "IconList",
        "kanbanFieldMetadataId": "",
        "isCompact": False,
        "openRecordIn": "SIDE_PANEL",
        "kanbanAggregateOperation": "COUNT",
        "kanbanAggregateOperationFieldMetadataId": None,
    }


def view_field(scene: Scene) -> Fields:
    return {
        "position": scene.random.randint(0, 12),
        "fieldMetadataId": scene.id(),
        "isVisible": True,
        "size": scene.choose((100, 150, 210)),
        "aggregateOperation": None,
        "viewId": scene.id(),
    }


def view_filter(scene: Scene) -> Fields:
    return {
        "fieldMetadataId": scene.id(),
        "operand": "contains",
        "value": scene.place.city,
        "displayValue": scene.place.city,
        "viewFilterGroupId": None,
        "positionInViewFilterGroup": None,
        "subFieldName": "",
        "viewId": scene.id(),
    }


def view_filter_group(scene: Scene) -> Fields:
    return {
        "parentViewFilterGroupId": None,
        "logicalOperator": scene.choose(("AND", "OR")),
        "positionInViewFilterGroup": 0,
        "viewId": scene.id(),
    }


def view_group(scene: Scene) -> Fields:
    return {
        "position": scene.random.randint(0, 12),
        "fieldMetadataId": scene.id(),
        "isVisible": True,
        "fieldValue": scene.choose(("NEW", "SCREENING", "MEETING")),
        "viewId": scene.id(),
    }


def view_sort(scene: Scene) -> Fields:
    return {
        "fieldMetadataId": scene.id(),
        "direction": scene.choose(("asc", "desc")),
        "viewId": scene.id(),
    }


def webhook(scene: Scene) -> Fields:
    # The secret is removed before sending, also from this object's own events.
    return {
        "targetUrl": f"https://hooks.{scene.domain}/twenty",
        "operations": ["person.*", "company.created"],
        "description": "Keeps the warehouse up to date",
    }


def workflow(scene: Scene) -> Fields:
    return {
        "name": scene.choose(vocabulary.WORKFLOWS),
        "lastPublishedVersionId": scene.id(),
        "statuses": ["ACTIVE"],
    }


def workflow_automated_trigger(scene: Scene) -> Fields:
    return {
        "type": "DATABASE_EVENT",
        "settings": {"eventName": "person.created"},
        "workflowId": scene.id(),
    }


def workflow_run(scene: Scene) -> Fields:
    name = scene.choose(vocabulary.WORKFLOWS)
    fields: Fields = {
        "name": f"#{scene.random.randint(1, 400)} - {name}",
        "enqueuedAt": scene.before_write(9_000),
        "startedAt": scene.before_write(4_000),
        "endedAt": scene.before_write(30),
        "status": "COMPLETED",
        "state": {
            "flow": {"steps": [_step(scene)], "trigger": _trigger()},
            "stepInfos": {"trigger": {"result": {}, "status": "SUCCESS"}},
        },
        "stepLogs": None,
        "workflowId": scene.id(),
        "workflowVersionId": scene.id(),
    }
    if scene.actor == "key":
        # No key writes a run: the workflow itself does.
        fields["createdBy"] = {
            **scene.actor_value(),
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


def workflow_version(scene: Scene) -> Fields:
    return {
        "name": f"v{scene.random.randint(1, 9)}",
        "trigger": _trigger(),
        "steps": [_step(scene)],
        "status": scene.choose(("DRAFT", "ACTIVE")),
        "workflowId": scene.id(),
    }


def _trigger() -> Fields:
    return {
        "name": "Record is created",
        "type": "DATABASE_EVENT",
        "settings": {"eventName": "person.created", "outputSchema": {}},
    }


def _step(scene: Scene) -> Fields:
    return {
        "id": scene.id(),
        "name": "Create a task",
        "type": "CREATE_RECORD",
        "valid": True,
        "settings": {"input": {"objectName": "task", "objectRecord": {}}},
    }
