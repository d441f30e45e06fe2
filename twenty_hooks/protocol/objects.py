"""The objects that Twenty brings along, of every release, by singular and plural.

Events name objects by their singular (`person.created`), the REST API by their plural
(`/rest/people`); people mix them up. Custom objects are not here: any other name may
be one.
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

# Ordinary objects until 1.2; since 1.3 no event about them reaches a webhook.
SILENT_SINCE_1_3 = frozenset({"apiKey", "timelineActivity", "webhook"})

# What a 2.x workspace reports about its own data model, as `metadata.<name>.<action>`.
_METADATA = """
agent commandMenuItem connectionProvider fieldMetadata fieldPermission frontComponent
index logicFunction navigationMenuItem objectMetadata objectPermission pageLayout
pageLayoutTab pageLayoutWidget permissionFlag role rolePermissionFlag roleTarget
rowLevelPermissionPredicate rowLevelPermissionPredicateGroup searchFieldMetadata skill
view viewField viewFieldGroup viewFilter viewFilterGroup viewGroup viewSort
"""
METADATA_NAMES = tuple(_METADATA.split())
# Twenty's own user interface offers the first of them; neither is ever emitted.
SILENT_METADATA_NAMES = frozenset({"webhook", "applicationVariable"})
