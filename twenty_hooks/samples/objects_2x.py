"""The standard objects of Twenty 2.x, and the fields of their records in order.

Read from a 2.21 server: the order of an object's fields in its data model is the order
of the keys of its records. `@company` stands for the join column `companyId` of the
relation `company`. The custom fields of that workspace are left out.
"""

from __future__ import annotations

FIELDS: dict[str, str] = {
    "attachment": """
        id createdAt updatedAt deletedAt name file fullPath fileCategory createdBy
        updatedBy position searchVector @targetTask @targetNote @targetPerson
        @targetCompany @targetOpportunity @targetDashboard @targetWorkflow
    """,
    "blocklist": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        handle @workspaceMember
    """,
    "calendarChannelEventAssociation": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        eventExternalId recurringEventExternalId calendarChannelId @calendarEvent
    """,
    "calendarEvent": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        title isCanceled isFullDay startsAt endsAt externalCreatedAt
        externalUpdatedAt description location iCalUid conferenceSolution
        conferenceLink
    """,
    "calendarEventParticipant": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        handle displayName isOrganizer responseStatus @calendarEvent @person
        @workspaceMember
    """,
    "callRecording": """
        id createdAt updatedAt deletedAt title status recordingRequestStatus
        applicationId externalBotId externalRecordingId startedAt endedAt video
        audio transcript summary createdBy updatedBy position searchVector
        @calendarEvent
    """,
    "company": """
        id createdAt updatedAt deletedAt name domainName address linkedinLink
        annualRevenue position createdBy updatedBy searchVector @accountOwner
    """,
    "dashboard": """
        id createdAt updatedAt deletedAt title position pageLayoutId createdBy
        updatedBy searchVector
    """,
    "message": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        headerMessageId subject text receivedAt deliveryStatus isDraft
        @messageCampaign @messageThread
    """,
    "messageCampaign": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        subject bodyTemplate fromAddress status sentAt sentCount failedCount
        bouncedCount complainedCount unsubscribeTopicId @list
    """,
    "messageChannelMessageAssociation": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        messageExternalId messageThreadExternalId direction messageChannelId
        @message @messageThread
    """,
    "messageChannelMessageAssociationMessageFolder": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        messageFolderId @messageChannelMessageAssociation
    """,
    "messageList": """
        id createdAt updatedAt deletedAt createdBy updatedBy position name
        searchVector
    """,
    "messageListMember": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        @list @person
    """,
    "messageParticipant": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        role handle displayName @messageCampaign @message @person @workspaceMember
    """,
    "messageThread": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        subject
    """,
    "note": """
        id createdAt updatedAt deletedAt position title bodyV2 createdBy updatedBy
        searchVector
    """,
    "noteTarget": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        @targetCompany @note @targetPerson @targetOpportunity
    """,
    "opportunity": """
        id createdAt updatedAt deletedAt name amount closeDate stage position
        createdBy updatedBy searchVector @company @pointOfContact @owner
    """,
    "person": """
        id createdAt updatedAt deletedAt name emails linkedinLink jobTitle phones
        avatarUrl avatarFile position createdBy updatedBy searchVector @company
    """,
    "task": """
        id createdAt updatedAt deletedAt position title bodyV2 dueAt status
        createdBy updatedBy searchVector @assignee
    """,
    "taskTarget": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        @targetCompany @targetOpportunity @targetPerson @task
    """,
    "workflow": """
        id createdAt updatedAt deletedAt name lastPublishedVersionId statuses
        position createdBy updatedBy searchVector
    """,
    "workflowAutomatedTrigger": """
        id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
        type settings @workflow
    """,
    "workflowRun": """
        id createdAt updatedAt deletedAt name enqueuedAt startedAt endedAt status
        createdBy updatedBy state stepLogs position searchVector @workflow
        @workflowVersion
    """,
    "workflowVersion": """
        id createdAt updatedAt deletedAt createdBy updatedBy name trigger steps
        status position searchVector @workflow
    """,
    "workspaceMember": """
        id createdAt updatedAt deletedAt position name colorScheme locale
        avatarUrl userEmail jobTitle calendarStartDay userId timeZone dateFormat
        timeFormat numberFormat searchVector createdBy updatedBy
    """,
}

# The own fields of a custom object follow these.
CUSTOM = (
    "name id createdAt createdBy deletedAt position updatedAt updatedBy searchVector"
)
