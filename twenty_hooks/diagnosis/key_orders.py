"""The order of keys in Twenty's bodies, to restore it when a program sorted them.

Taken from deliveries of 2.21, 1.8 and 0.55. The keys of a record have the order of the
object's fields in its workspace. For an object that is not listed, only the order of
the system fields is known; its other keys stay after them, in the received order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the key orders in a text: words, separated by empty lines."""
    return tuple(tuple(row.split()) for row in text.split("\n\n"))


(_ENVELOPE,) = _rows(
    """
targetUrl eventName objectMetadata workspaceId webhookId eventDate userId
workspaceMemberId apiKeyId record event updatedFields
"""
)

# Objects with exactly these keys have them in this order, anywhere in a body.
_COMPOSITE_ORDERS = {
    frozenset(row): row
    for row in _rows("""
id nameSingular

firstName lastName

primaryEmail additionalEmails

primaryPhoneNumber primaryPhoneCountryCode primaryPhoneCallingCode additionalPhones

number countryCode callingCode

primaryLinkLabel primaryLinkUrl secondaryLinks

url label

amountMicros currencyCode

addressStreet1 addressStreet2 addressCity addressPostcode addressState addressCountry
addressLat addressLng

source workspaceMemberId name context

blocknote markdown

fileId label extension

fileId label

updatedFields diff before after

before after
""")
}

# `event` of a metadata event. Most `created` events have recordId before metadataName.
_METADATA_EVENT = (
    ("type", "metadataName", "recordId", "properties"),
    ("type", "recordId", "metadataName", "properties"),
)

_RECORDS = _rows("""
id createdAt updatedAt deletedAt name emails linkedinLink jobTitle phones avatarUrl
avatarFile position createdBy updatedBy searchVector companyId intro whatsapp
workPreference performanceRating

id createdAt updatedAt deletedAt name domainName address linkedinLink annualRevenue
position createdBy updatedBy searchVector accountOwnerId employees tagline introVideo
workPolicy visaSponsorship

id createdAt updatedAt deletedAt name amount closeDate stage position createdBy
updatedBy searchVector companyId pointOfContactId ownerId

id createdAt updatedAt deletedAt position title bodyV2 createdBy updatedBy
searchVector

id createdAt updatedAt deletedAt position title bodyV2 dueAt status createdBy
updatedBy searchVector assigneeId

id createdAt updatedAt deletedAt createdBy updatedBy position searchVector
targetCompanyId noteId targetPersonId targetOpportunityId targetRocketId targetPetId
targetSurveyResultId targetEmploymentHistoryId targetPetCareAgreementId

id createdAt updatedAt deletedAt name enqueuedAt startedAt endedAt status createdBy
updatedBy state stepLogs position searchVector workflowId workflowVersionId

searchVector name id createdAt createdBy deletedAt position updatedAt updatedBy
species traits comments age location vetPhone vetEmail birthday isGoodWithKids
pictures averageCostOfKibblePerMonth makesOwnerThinkOf soundSwag bio interestingFacts
extraData polymorphicOwnerSurveyResultId polymorphicOwnerRocketId

name emails linkedinLink xLink jobTitle phones city avatarUrl position createdBy
searchVector id createdAt updatedAt deletedAt companyId intro whatsapp workPreference
performanceRating

deletedAt name domainName employees linkedinLink xLink annualRecurringRevenue address
idealCustomerProfile position createdBy searchVector id createdAt updatedAt
accountOwnerId tagline introVideo workPolicy visaSponsorship

name domainName employees linkedinLink xLink annualRecurringRevenue address
idealCustomerProfile position createdBy searchVector id createdAt updatedAt deletedAt
accountOwnerId tagline introVideo workPolicy visaSponsorship

name amount closeDate stage position createdBy searchVector id createdAt updatedAt
deletedAt pointOfContactId companyId

name amount closeDate stage position createdBy searchVector id createdAt updatedAt
deletedAt companyId pointOfContactId

updatedAt position title bodyV2 createdBy searchVector id createdAt deletedAt

position title bodyV2 dueAt status createdBy searchVector id createdAt updatedAt
deletedAt assigneeId

updatedAt deletedAt position title body bodyV2 createdBy searchVector id createdAt

position title body bodyV2 createdBy searchVector id createdAt updatedAt deletedAt

position title body bodyV2 dueAt status createdBy searchVector id createdAt updatedAt
deletedAt assigneeId

id name createdAt updatedAt deletedAt createdBy position searchVector score
percentageOfCompletion participants averageEstimatedNumberOfAtomsInTheUniverse
comments shortNotes

id createdAt updatedAt deletedAt noteId personId companyId opportunityId
surveyResultId

noteId companyId personId opportunityId surveyResultId petId id createdAt updatedAt
deletedAt

name fullPath type fileCategory createdBy id createdAt updatedAt deletedAt authorId
taskId noteId personId companyId opportunityId dashboardId workflowId surveyResultId

name lastPublishedVersionId statuses position searchVector createdBy id createdAt
updatedAt deletedAt

targetUrl operations description id createdAt updatedAt deletedAt

name id createdAt createdBy deletedAt position updatedAt updatedBy searchVector

id createdAt updatedAt deletedAt name position createdBy updatedBy searchVector

id name createdAt updatedAt deletedAt createdBy position searchVector
""")
_MAX_ORDERS = 6


def restored(value: Any) -> Iterator[Any]:
    """Yield the body with its keys in each order that Twenty may have used."""
    if not isinstance(value, dict):
        return
    envelope = _arranged(_composites(value), _ENVELOPE)
    record, event = envelope.get("record"), envelope.get("event")
    if isinstance(record, dict):
        for order in _fitting(record):
            yield {**envelope, "record": _arranged(record, order)}
    elif isinstance(event, dict):
        for order in _METADATA_EVENT:
            yield {**envelope, "event": _arranged(event, order)}
    else:
        yield envelope


def is_twentys_envelope(value: Any) -> bool:
    """Whether the top-level keys of a body are in Twenty's order."""
    if not isinstance(value, dict) or "eventName" not in value:
        return True
    known = [key for key in value if key in _ENVELOPE]
    return known == [key for key in _ENVELOPE if key in value]


def is_composite(value: dict[str, Any]) -> bool:
    """Whether a value has exactly the keys of a composite type of Twenty."""
    return frozenset(value) in _COMPOSITE_ORDERS


def _fitting(record: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the known orders that cover the keys of this record best."""

    def left_over(order: tuple[str, ...]) -> tuple[int, int]:
        return (len(record.keys() - order), len(set(order) - record.keys()))

    return sorted(_RECORDS, key=left_over)[:_MAX_ORDERS]


def _arranged(value: dict[str, Any], order: tuple[str, ...] | list[str]) -> Any:
    known = {key: value[key] for key in order if key in value}
    return known | {key: item for key, item in value.items() if key not in known}


def _composites(value: Any) -> Any:
    if isinstance(value, list):
        return [_composites(item) for item in value]
    if not isinstance(value, dict):
        return value
    order = _COMPOSITE_ORDERS.get(frozenset(value))
    return {key: _composites(value[key]) for key in (order or value)}
