"""The standard objects of Twenty 1.8, and the fields of their records in order.

company, note, noteTarget, opportunity, person, task, attachment, workflow and
workspaceMember are as a 1.8 server sent them. The others have the fields of that
release in the same pattern: own fields, then id and dates, then join columns.
`@company` stands for the join column `companyId` of the relation `company`.
"""

from __future__ import annotations

FIELDS: dict[str, str] = {
    "attachment": """
        name fullPath type fileCategory createdBy id createdAt updatedAt deletedAt
        @author @task @note @person @company @opportunity @dashboard @workflow
    """,
    "blocklist": "handle id createdAt updatedAt deletedAt @workspaceMember",
    "calendarChannel": """
        handle syncStatus syncStage visibility isContactAutoCreationEnabled
        contactAutoCreationPolicy isSyncEnabled syncCursor syncedAt
        syncStageStartedAt throttleFailureCount id createdAt updatedAt deletedAt
        @connectedAccount
    """,
    "calendarChannelEventAssociation": """
        eventExternalId recurringEventExternalId id createdAt updatedAt deletedAt
        @calendarChannel @calendarEvent
    """,
    "calendarEvent": """
        title isCanceled isFullDay startsAt endsAt externalCreatedAt
        externalUpdatedAt description location iCalUid conferenceSolution
        conferenceLink id createdAt updatedAt deletedAt
    """,
    "calendarEventParticipant": """
        handle displayName isOrganizer responseStatus id createdAt updatedAt
        deletedAt @calendarEvent @person @workspaceMember
    """,
    "company": """
        deletedAt name domainName employees linkedinLink xLink
        annualRecurringRevenue address idealCustomerProfile position createdBy
        searchVector id createdAt updatedAt @accountOwner
    """,
    "connectedAccount": """
        handle provider accessToken refreshToken lastCredentialsRefreshedAt
        lastSyncHistoryId authFailedAt handleAliases scopes connectionParameters
        id createdAt updatedAt deletedAt @accountOwner
    """,
    "dashboard": """
        title position pageLayoutId createdBy searchVector id createdAt updatedAt
        deletedAt
    """,
    "favorite": """
        position viewId id createdAt updatedAt deletedAt @forWorkspaceMember @person
        @company @favoriteFolder @opportunity @workflow @workflowVersion
        @workflowRun @task @note @dashboard
    """,
    "favoriteFolder": "position name id createdAt updatedAt deletedAt",
    "message": """
        headerMessageId subject text receivedAt id createdAt updatedAt deletedAt
        @messageThread
    """,
    "messageChannel": """
        visibility handle type isContactAutoCreationEnabled
        contactAutoCreationPolicy excludeNonProfessionalEmails excludeGroupEmails
        isSyncEnabled syncCursor syncedAt syncStatus syncStage syncStageStartedAt
        throttleFailureCount id createdAt updatedAt deletedAt @connectedAccount
    """,
    "messageChannelMessageAssociation": """
        messageExternalId messageThreadExternalId direction id createdAt updatedAt
        deletedAt @messageChannel @message
    """,
    "messageFolder": """
        name syncCursor id createdAt updatedAt deletedAt @messageChannel
    """,
    "messageParticipant": """
        role handle displayName id createdAt updatedAt deletedAt @message @person
        @workspaceMember
    """,
    "messageThread": "id createdAt updatedAt deletedAt",
    "note": """
        updatedAt position title bodyV2 createdBy searchVector id createdAt deletedAt
    """,
    "noteTarget": """
        id createdAt updatedAt deletedAt @note @person @company @opportunity
    """,
    "opportunity": """
        name amount closeDate stage position createdBy searchVector id createdAt
        updatedAt deletedAt @pointOfContact @company
    """,
    "person": """
        name emails linkedinLink xLink jobTitle phones city avatarUrl position
        createdBy searchVector id createdAt updatedAt deletedAt @company
    """,
    "task": """
        position title bodyV2 dueAt status createdBy searchVector id createdAt
        updatedAt deletedAt @assignee
    """,
    "taskTarget": """
        id createdAt updatedAt deletedAt @task @person @company @opportunity
    """,
    "view": """
        name objectMetadataId type key icon kanbanFieldMetadataId position isCompact
        openRecordIn kanbanAggregateOperation
        kanbanAggregateOperationFieldMetadataId id createdAt updatedAt deletedAt
    """,
    "viewField": """
        fieldMetadataId isVisible size position aggregateOperation id createdAt
        updatedAt deletedAt @view
    """,
    "viewFilter": """
        fieldMetadataId operand value displayValue viewFilterGroupId
        positionInViewFilterGroup subFieldName id createdAt updatedAt deletedAt @view
    """,
    "viewFilterGroup": """
        parentViewFilterGroupId logicalOperator positionInViewFilterGroup id
        createdAt updatedAt deletedAt @view
    """,
    "viewGroup": """
        fieldMetadataId isVisible fieldValue position id createdAt updatedAt
        deletedAt @view
    """,
    "viewSort": """
        fieldMetadataId direction id createdAt updatedAt deletedAt @view
    """,
    "workflow": """
        name lastPublishedVersionId statuses position searchVector createdBy id
        createdAt updatedAt deletedAt
    """,
    "workflowAutomatedTrigger": """
        type settings id createdAt updatedAt deletedAt @workflow
    """,
    "workflowRun": """
        name enqueuedAt startedAt endedAt status createdBy state position
        searchVector id createdAt updatedAt deletedAt @workflowVersion @workflow
    """,
    "workflowVersion": """
        name trigger steps status position searchVector id createdAt updatedAt
        deletedAt @workflow
    """,
    "workspaceMember": """
        dateFormat searchVector position name colorScheme locale avatarUrl userEmail
        calendarStartDay userId timeZone timeFormat numberFormat id createdAt
        updatedAt deletedAt
    """,
}

# The objects whose fields were recorded. The others follow the same pattern.
RECORDED = frozenset(
    {
        "attachment",
        "company",
        "note",
        "noteTarget",
        "opportunity",
        "person",
        "task",
        "workflow",
        "workspaceMember",
    }
)

# The own fields of a custom object follow these.
CUSTOM = "id name createdAt updatedAt deletedAt createdBy position searchVector"
