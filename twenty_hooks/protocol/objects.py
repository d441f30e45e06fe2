"""The standard objects of every release of Twenty, and its metadata objects.

Events have the singular of an object (`person.created`), the REST API has the plural
(`/rest/people`), and users confuse them. Any name that is not here may be a custom
object.
"""

from __future__ import annotations

_REGULAR = """
apiKey attachment auditLog behavioralEvent blocklist calendarChannel
calendarChannelEventAssociation calendarEvent calendarEventParticipant callRecording
connectedAccount dashboard favorite favoriteFolder message messageCampaign
messageChannel messageChannelMessageAssociation
messageChannelMessageAssociationMessageFolder messageFolder messageList
messageListMember messageParticipant messageThread note noteTarget task taskTarget
view viewField viewFilter viewFilterGroup viewGroup viewSort webhook workflow
workflowAutomatedTrigger workflowEventListener workflowRun workflowVersion
workspaceMember
"""
PLURALS = {name: f"{name}s" for name in _REGULAR.split()} | {
    "company": "companies",
    "opportunity": "opportunities",
    "person": "people",
    "timelineActivity": "timelineActivities",
}
SINGULARS = {plural: singular for singular, plural in PLURALS.items()}

# Since 1.3 no event of these objects reaches a webhook.
SILENT_SINCE_1_3 = frozenset({"apiKey", "timelineActivity", "webhook"})

# The objects of metadata events, `metadata.<name>.<action>` (2.x).
_METADATA = """
agent commandMenuItem connectionProvider fieldMetadata fieldPermission frontComponent
index logicFunction navigationMenuItem objectMetadata objectPermission pageLayout
pageLayoutTab pageLayoutWidget permissionFlag role rolePermissionFlag roleTarget
rowLevelPermissionPredicate rowLevelPermissionPredicateGroup searchFieldMetadata skill
view viewField viewFieldGroup viewFilter viewFilterGroup viewGroup viewSort
"""
METADATA_NAMES = frozenset(_METADATA.split())
# Twenty never emits events of these, although its user interface offers `webhook`.
SILENT_METADATA_NAMES = frozenset({"webhook", "applicationVariable"})
