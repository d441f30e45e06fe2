"""Make the rows in `metadata.*` events, in the order in which a 2.21 server sent them.

Rows of other names were never recorded: they get the keys that all rows have. None of
these rows is documented by Twenty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twenty_hooks.protocol.objects import plural
from twenty_hooks.samples.scenario import Scenario
from twenty_hooks.text import units

_DATES = "createdAt updatedAt"
_IDS = "id workspaceId applicationId universalIdentifier"
_OBJECT = f"""
    color description icon isActive isLabelSyncedWithName labelPlural labelSingular
    namePlural nameSingular labelIdentifierFieldMetadataId overrides isRemote isSystem
    isUIEditable isUICreatable isAuditLogged isSearchable duplicateCriteria shortcut
    imageIdentifierFieldMetadataId targetTableName {_DATES} {_IDS}
"""
_OTHER = f"isSystemSideEffect name isActive {_DATES} {_IDS}"

_KEYS: Mapping[str, str] = {
    "commandMenuItem": f"""
        isSystemSideEffect label icon shortLabel position isPinned availabilityType
        conditionalAvailabilityExpression availabilityObjectMetadataId {_DATES}
        frontComponentId engineComponentKey payload hotKeys workflowVersionId
        pageLayoutId isActive overrides {_IDS}
    """,
    "fieldMetadata": f"""
        isSystemSideEffect defaultValue description icon isActive
        isLabelSyncedWithName isUnique label name options overrides settings
        objectMetadataId type isSystem isUIEditable isNullable
        relationTargetFieldMetadataId relationTargetObjectMetadataId morphId {_DATES}
        {_IDS}
    """,
    "index": f"""
        isSystemSideEffect indexType indexWhereClause isUnique name objectMetadataId
        isCustom {_DATES} {_IDS}
    """,
    "navigationMenuItem": f"""
        type position folderId name link icon color {_DATES} viewId userWorkspaceId
        targetRecordId targetObjectMetadataId pageLayoutId {_IDS}
    """,
    "objectMetadata": _OBJECT,
    "objectMetadata.updated": f"dataSourceId {_OBJECT}",
    "pageLayout": f"""
        isSystemSideEffect name type objectMetadataId
        defaultTabToFocusOnMobileAndSidePanelId deletedAt {_DATES} {_IDS}
    """,
    "pageLayoutTab": f"""
        isSystemSideEffect title position deletedAt icon {_DATES} pageLayoutId
        layoutMode isActive overrides {_IDS}
    """,
    "pageLayoutWidget": f"""
        isSystemSideEffect title type objectMetadataId gridPosition position
        configuration deletedAt {_DATES} pageLayoutTabId conditionalDisplay isActive
        overrides {_IDS}
    """,
    "searchFieldMetadata": f"""
        isSystemSideEffect objectMetadataId fieldMetadataId tsVectorFieldMetadataId
        position {_DATES} {_IDS}
    """,
    "view": f"""
        isSystemSideEffect key deletedAt createdByUserWorkspaceId name type icon
        position isCompact openRecordIn kanbanAggregateOperation
        kanbanAggregateOperationFieldMetadataId anyFieldFilterValue calendarLayout
        calendarFieldMetadataId visibility mainGroupByFieldMetadataId
        shouldHideEmptyGroups kanbanColumnWidth isActive overrides objectMetadataId
        isCustom {_DATES} {_IDS}
    """,
    "viewField": f"""
        isSystemSideEffect isVisible size position aggregateOperation
        viewFieldGroupId deletedAt {_DATES} fieldMetadataId viewId isActive overrides
        {_IDS}
    """,
}
_LABELS = ("Account tier", "Contract number", "Industry", "Region", "Renewal date")
_TRUE = frozenset(
    {
        "isActive",
        "isLabelSyncedWithName",
        "isNullable",
        "isUIEditable",
        "isUICreatable",
        "isAuditLogged",
        "isSearchable",
        "isVisible",
        "isCustom",
    }
)
# The references that are set in most rows. The others are null in most.
_REFERENCES = frozenset(
    {
        "id",
        "applicationId",
        "universalIdentifier",
        "objectMetadataId",
        "fieldMetadataId",
        "tsVectorFieldMetadataId",
        "pageLayoutTabId",
        "viewId",
    }
)


def row(scenario: Scenario, name: str, action: str) -> dict[str, Any]:
    """Return a row of the data model, as `after` or `before` contains it."""
    label = scenario.choose(_LABELS)
    own_values = _OWN_VALUES.get(name, _no_values)
    values = {**_common_values(scenario, label), **own_values(scenario, label)}
    return {
        key: values[key] if key in values else _default(scenario, key)
        for key in keys(name, action)
    }


def keys(name: str, action: str) -> tuple[str, ...]:
    """Return the keys of a row, in order."""
    order = _KEYS.get(f"{name}.{action}") or _KEYS.get(name, _OTHER)
    return tuple(order.split())


def is_recorded(name: str) -> bool:
    """Return whether the keys of its row were read from a real server."""
    return name in _KEYS


def _default(scenario: Scenario, key: str) -> Any:
    if key in _REFERENCES:
        return scenario.id()
    if key.startswith(("is", "should")):
        return key in _TRUE
    return None


def _common_values(scenario: Scenario, label: str) -> dict[str, Any]:
    # 2.21 does not change the updatedAt of a row when the row changes.
    created = units.to_iso(scenario.created_ms)
    return {
        "label": label,
        "name": label,
        "title": label,
        "description": "",
        "icon": "IconTag",
        "position": scenario.random.randint(0, 20),
        "createdAt": created,
        "updatedAt": created,
        "workspaceId": scenario.workspace_id,
    }


def _no_values(_scenario: Scenario, _label: str) -> dict[str, Any]:
    return {}


def _field(_scenario: Scenario, label: str) -> dict[str, Any]:
    return {"name": _api_name(label), "type": "TEXT"}


def _object(_scenario: Scenario, label: str) -> dict[str, Any]:
    name = _api_name(label)
    return {
        "icon": "IconBox",
        "labelSingular": label,
        "labelPlural": plural(label),
        "nameSingular": name,
        "namePlural": plural(name),
        "targetTableName": "DEPRECATED",
    }


def _view(_scenario: Scenario, label: str) -> dict[str, Any]:
    return {
        "name": f"By {label.lower()}",
        "type": "TABLE",
        "icon": "IconList",
        "openRecordIn": "SIDE_PANEL",
        "visibility": "WORKSPACE",
    }


def _index(scenario: Scenario, _label: str) -> dict[str, Any]:
    name = f"IDX_{scenario.random.getrandbits(108):027x}"
    return {"indexType": "BTREE", "name": name}


def _command(_scenario: Scenario, label: str) -> dict[str, Any]:
    return {
        "label": f"Go to {label}",
        "shortLabel": label,
        "availabilityType": "GLOBAL",
        "engineComponentKey": "NAVIGATION",
    }


def _widget(_scenario: Scenario, _label: str) -> dict[str, Any]:
    grid = {"row": 0, "column": 0, "rowSpan": 6, "columnSpan": 12}
    return {
        "title": "Timeline",
        "type": "TIMELINE",
        "gridPosition": grid,
        "position": {"layoutMode": "CANVAS"},
        "configuration": {"configurationType": "TIMELINE"},
    }


def _api_name(label: str) -> str:
    first, *rest = label.split()
    return first.lower() + "".join(word.title() for word in rest)


_OWN_VALUES: Mapping[str, Callable[[Scenario, str], dict[str, Any]]] = {
    "commandMenuItem": _command,
    "fieldMetadata": _field,
    "index": _index,
    "navigationMenuItem": lambda _scenario, _label: {"type": "OBJECT"},
    "objectMetadata": _object,
    "pageLayout": lambda _scenario, _label: {"type": "RECORD_PAGE"},
    "pageLayoutTab": lambda _scenario, _label: {"layoutMode": "GRID"},
    "pageLayoutWidget": _widget,
    "view": _view,
    "viewField": lambda _scenario, _label: {"size": 150},
}
