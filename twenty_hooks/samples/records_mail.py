"""Make plausible values for mail, calendars and calls."""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.scenario import Scenario

Fields = dict[str, Any]
_MINUTE_MS = 60_000


def blocklist(scenario: Scenario) -> Fields:
    return {"handle": f"@{scenario.domain}", "workspaceMemberId": scenario.member.id}


def calendar_channel(scenario: Scenario) -> Fields:
    return {
        **_channel(scenario),
        "syncStage": "CALENDAR_EVENT_LIST_FETCH_PENDING",
        "contactAutoCreationPolicy": "AS_PARTICIPANT_AND_ORGANIZER",
    }


def calendar_channel_event_association(scenario: Scenario) -> Fields:
    return {
        "eventExternalId": f"{scenario.random.getrandbits(104):026x}",
        "recurringEventExternalId": "",
        "calendarChannelId": scenario.id(),
        "calendarEventId": scenario.id(),
    }


def calendar_event(scenario: Scenario) -> Fields:
    uid = f"{scenario.random.getrandbits(104):026x}@calendar.example"
    code = scenario.digits("###-####-###")
    days = scenario.random.randint(1, 30)
    return {
        "title": f"{scenario.choose(vocabulary.MEETINGS)} with {scenario.company_name}",
        "isCanceled": False,
        "isFullDay": False,
        "startsAt": scenario.moment(days=days),
        "endsAt": scenario.moment(days=days + 1 / 24),
        "externalCreatedAt": scenario.before_write(30 * _MINUTE_MS),
        "externalUpdatedAt": scenario.before_write(5 * _MINUTE_MS),
        "description": "",
        "location": scenario.city.name,
        "iCalUid": uid,
        "iCalUID": uid,
        "conferenceSolution": "meet",
        "conferenceLink": scenario.links(f"https://meet.example/{code}"),
    }


def calendar_event_participant(scenario: Scenario) -> Fields:
    return {
        "handle": scenario.person.email,
        "displayName": scenario.person.name,
        "isOrganizer": False,
        "responseStatus": scenario.choose(("NEEDS_ACTION", "TENTATIVE", "ACCEPTED")),
        "calendarEventId": scenario.id(),
        "personId": scenario.person.id,
        "workspaceMemberId": None,
    }


def call_recording(scenario: Scenario) -> Fields:
    return {
        "title": f"{scenario.choose(vocabulary.MEETINGS)} with {scenario.company_name}",
        "status": "COMPLETED",
        "recordingRequestStatus": "REQUESTED",
        "applicationId": None,
        "externalBotId": scenario.id(),
        "externalRecordingId": scenario.id(),
        "startedAt": scenario.before_write(45 * _MINUTE_MS),
        "endedAt": scenario.before_write(10 * _MINUTE_MS),
        "video": scenario.file("recording.mp4"),
        "audio": None,
        "transcript": None,
        "summary": scenario.rich_text("They liked the demo and asked for a quote."),
        "calendarEventId": scenario.id(),
    }


def connected_account(scenario: Scenario) -> Fields:
    # The real object has tokens in plain text. Those of a sample can't be mistaken.
    return {
        "handle": scenario.member.email,
        "provider": "google",
        "accessToken": "sample-access-token",
        "refreshToken": "sample-refresh-token",
        "lastCredentialsRefreshedAt": scenario.before_write(20 * _MINUTE_MS),
        "lastSyncHistoryId": scenario.digits("1######"),
        "authFailedAt": None,
        "handleAliases": "",
        "scopes": ["email", "profile"],
        "connectionParameters": None,
        "accountOwnerId": scenario.member.id,
    }


def message(scenario: Scenario) -> Fields:
    subject = scenario.choose(vocabulary.SUBJECTS)
    sender, reader = scenario.person.first_name, scenario.member.first_name
    number = scenario.random.getrandbits(80)
    return {
        "headerMessageId": f"<{number:020x}@{scenario.domain}>",
        "subject": subject,
        "text": f"Hello {reader},\n\nsee you on Monday.\n\n{sender}",
        "receivedAt": scenario.before_write(2 * _MINUTE_MS),
        "deliveryStatus": None,
        "isDraft": False,
        "messageCampaignId": None,
        "messageThreadId": scenario.id(),
    }


def message_campaign(scenario: Scenario) -> Fields:
    sent = scenario.random.randint(40, 900)
    return {
        "subject": "What is new this season",
        "bodyTemplate": "<p>Hello {{firstName}}, here is what is new.</p>",
        "fromAddress": scenario.emails(scenario.member.email),
        "status": "SENT",
        "sentAt": scenario.before_write(15 * _MINUTE_MS),
        "sentCount": sent,
        "failedCount": 0,
        "bouncedCount": sent // 50,
        "complainedCount": 0,
        "unsubscribeTopicId": None,
        "listId": scenario.id(),
    }


def message_channel(scenario: Scenario) -> Fields:
    return {
        **_channel(scenario),
        "type": "email",
        "syncStage": "PARTIAL_MESSAGE_LIST_FETCH_PENDING",
        "contactAutoCreationPolicy": "SENT",
        "excludeNonProfessionalEmails": True,
        "excludeGroupEmails": True,
    }


def message_channel_message_association(scenario: Scenario) -> Fields:
    return {
        "messageExternalId": f"{scenario.random.getrandbits(64):016x}",
        "messageThreadExternalId": f"{scenario.random.getrandbits(64):016x}",
        "direction": scenario.choose(("INCOMING", "OUTGOING")),
        "messageChannelId": scenario.id(),
        "messageId": scenario.id(),
        "messageThreadId": scenario.id(),
    }


def message_channel_message_association_message_folder(scenario: Scenario) -> Fields:
    return {
        "messageFolderId": scenario.id(),
        "messageChannelMessageAssociationId": scenario.id(),
    }


def message_folder(scenario: Scenario) -> Fields:
    return {
        "name": scenario.choose(("inbox", "sent")),
        "syncCursor": scenario.digits("1######"),
        "messageChannelId": scenario.id(),
    }


def message_list(scenario: Scenario) -> Fields:
    return {"name": scenario.choose(("Customers", "Newsletter", "Partners"))}


def message_list_member(scenario: Scenario) -> Fields:
    return {"listId": scenario.id(), "personId": scenario.person.id}


def message_participant(scenario: Scenario) -> Fields:
    return {
        "role": scenario.choose(("FROM", "TO", "CC")),
        "handle": scenario.person.email,
        "displayName": scenario.person.name,
        "messageCampaignId": None,
        "messageId": scenario.id(),
        "personId": scenario.person.id,
        "workspaceMemberId": None,
    }


def message_thread(scenario: Scenario) -> Fields:
    return {"subject": scenario.choose(vocabulary.SUBJECTS)}


def _channel(scenario: Scenario) -> Fields:
    return {
        "handle": scenario.member.email,
        "visibility": "SHARE_EVERYTHING",
        "isContactAutoCreationEnabled": True,
        "isSyncEnabled": True,
        "syncCursor": scenario.digits("1######"),
        "syncedAt": scenario.before_write(_MINUTE_MS),
        "syncStatus": "ACTIVE",
        "syncStageStartedAt": None,
        "throttleFailureCount": 0,
        "connectedAccountId": scenario.id(),
    }
