"""The standard objects of every release of Twenty, and its metadata objects.

Events have the singular of an object (`person.created`), the REST API has the plural
(`/rest/people`), and users confuse them. Any name that is not here may be a custom
object.
"""

from __future__ import annotations

import re

_NAMES = """
apiKey attachment auditLog behavioralEvent blocklist calendarChannel
calendarChannelEventAssociation calendarEvent calendarEventParticipant callRecording
company connectedAccount dashboard favorite favoriteFolder message messageCampaign
messageChannel messageChannelMessageAssociation
messageChannelMessageAssociationMessageFolder messageFolder messageList
messageListMember messageParticipant messageThread note noteTarget opportunity person
task taskTarget timelineActivity view viewField viewFilter viewFilterGroup viewGroup
viewSort webhook workflow workflowAutomatedTrigger workflowEventListener workflowRun
workflowVersion workspaceMember
"""


def plural(name: str) -> str:
    """Return `people` of person, `companies` of company, `apiKeys` of apiKey."""
    if name == "person":
        return "people"
    return re.sub("(?<![aeiou])y$", "ie", name) + "s"


PLURALS = {name: plural(name) for name in _NAMES.split()}
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
METADATA_NAMES = tuple(_METADATA.split())
# Twenty never emits events of these, although its user interface offers `webhook`.
SILENT_METADATA_NAMES = frozenset({"webhook", "applicationVariable"})
