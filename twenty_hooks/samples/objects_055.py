"""The standard objects of Twenty 0.55, and the fields of their records in order.

After an insert, this release puts the fields that the caller sent first. So `created`
has its own order for many objects, and so have some updates. apiKey, attachment,
company, note, noteTarget, opportunity, person, task, timelineActivity, webhook,
workflow and workspaceMember are as a 0.55 server sent them. The others have the fields
of that release in the same pattern. `@company` stands for the join column `companyId`
of the relation `company`.
"""

from __future__ import annotations

from twenty_hooks.samples import objects_18

FIELDS: dict[str, str] = {
    **objects_18.FIELDS,
    "apiKey": "name expiresAt revokedAt id createdAt updatedAt deletedAt",
    "attachment": """
        name fullPath type id createdAt updatedAt deletedAt @author @task @note
        @person @company @opportunity
    """,
    "calendarEvent": """
        title isCanceled isFullDay startsAt endsAt externalCreatedAt
        externalUpdatedAt description location iCalUID conferenceSolution
        conferenceLink id createdAt updatedAt deletedAt
    """,
    "company": """
        name domainName employees linkedinLink xLink annualRecurringRevenue address
        idealCustomerProfile position createdBy searchVector id createdAt updatedAt
        deletedAt @accountOwner
    """,
    "favorite": """
        position viewId id createdAt updatedAt deletedAt @forWorkspaceMember @person
        @company @favoriteFolder @opportunity @workflow @workflowVersion
        @workflowRun @task @note
    """,
    "note": """
        position title body bodyV2 createdBy searchVector id createdAt updatedAt
        deletedAt
    """,
    "opportunity": """
        name amount closeDate stage position createdBy searchVector id createdAt
        updatedAt deletedAt @company @pointOfContact
    """,
    "task": """
        position title body bodyV2 dueAt status createdBy searchVector id createdAt
        updatedAt deletedAt @assignee
    """,
    "timelineActivity": """
        happensAt name properties linkedRecordCachedName linkedRecordId
        linkedObjectMetadataId id createdAt updatedAt deletedAt @workspaceMember
        @person @company @opportunity @note @task @workflow @workflowVersion
        @workflowRun
    """,
    "webhook": "targetUrl operations description id createdAt updatedAt deletedAt",
    "workflow": """
        name lastPublishedVersionId statuses position createdBy id createdAt
        updatedAt deletedAt
    """,
    "workspaceMember": """
        position name colorScheme locale avatarUrl userEmail userId timeZone
        dateFormat timeFormat searchVector id createdAt updatedAt deletedAt
    """,
}
del FIELDS["dashboard"]

# The events whose recorded order differs from that of their object.
FIELDS_OF_EVENT: dict[str, str] = {
    "apiKey.created": "name expiresAt revokedAt deletedAt updatedAt createdAt id",
    "attachment.created": """
        name fullPath type @opportunity @company @person @note @task @author
        deletedAt updatedAt createdAt id
    """,
    "company.created": """
        name createdBy employees searchVector @accountOwner domainName linkedinLink
        xLink annualRecurringRevenue address idealCustomerProfile position id
        createdAt updatedAt deletedAt
    """,
    "note.created": """
        title createdBy body searchVector updatedAt deletedAt position bodyV2 id
        createdAt
    """,
    "note.updated": """
        updatedAt deletedAt position title body bodyV2 createdBy searchVector id
        createdAt
    """,
    "noteTarget.created": """
        @note @company @person @opportunity id createdAt updatedAt deletedAt
    """,
    "opportunity.created": """
        name createdBy closeDate searchVector @pointOfContact @company amount stage
        position id createdAt updatedAt deletedAt
    """,
    "opportunity.updated": """
        name amount closeDate stage position createdBy searchVector id createdAt
        updatedAt deletedAt @pointOfContact @company
    """,
    "task.created": """
        title createdBy body dueAt status searchVector @assignee position bodyV2 id
        createdAt updatedAt deletedAt
    """,
    "timelineActivity.created": """
        name happensAt @workflowRun @workflowVersion @workflow @task @note
        @opportunity @company @person @workspaceMember linkedObjectMetadataId
        linkedRecordId properties deletedAt updatedAt createdAt id
        linkedRecordCachedName
    """,
    "webhook.created": """
        targetUrl operations description deletedAt updatedAt createdAt id
    """,
    "workflow.created": """
        name createdBy statuses lastPublishedVersionId deletedAt updatedAt createdAt
        id position
    """,
    "workspaceMember.updated": """
        deletedAt updatedAt createdAt id searchVector timeFormat dateFormat timeZone
        userId userEmail avatarUrl locale colorScheme name position
    """,
}

# The objects whose fields were recorded. The others follow the same pattern.
RECORDED = objects_18.RECORDED | {"apiKey", "timelineActivity", "webhook"}

CUSTOM = objects_18.CUSTOM
# On `created`, the own fields follow right after the name.
CUSTOM_CREATED = "name createdBy searchVector position deletedAt updatedAt createdAt id"
