"""Plausible values for mail, calendars and calls."""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.scenario import Scene

Fields = dict[str, Any]
_MINUTE_MS = 60_000


def blocklist(scene: Scene) -> Fields:
    return {"handle": f"@{scene.domain}", "workspaceMemberId": scene.member.id}


def calendar_channel(scene: Scene) -> Fields:
    return {
        **_channel(scene),
        "syncStage": "CALENDAR_EVENT_LIST_FETCH_PENDING",
        "contactAutoCreationPolicy": "AS_PARTICIPANT_AND_ORGANIZER",
    }


def calendar_channel_event_association(scene: Scene) -> Fields:
    return {
        "eventExternalId": f"{scene.random.getrandbits(104):026x}",
        "recurringEventExternalId": "",
        "calendarChannelId": scene.id(),
        "calendarEventId": scene.id(),
    }


def calendar_event(scene: Scene) -> Fields:
    uid = f"{scene.random.getrandbits(104):026x}@calendar.example"
    code = scene.digits("###-####-###")
    days = scene.random.randint(1, 30)
    return {
        "title": f"{scene.choose(vocabulary.MEETINGS)} with {scene.company_name}",
        "isCanceled": False,
        "isFullDay": False,
        "startsAt": scene.moment(days=days),
        "endsAt": scene.moment(days=days + 1 / 24),
        "externalCreatedAt": scene.before_write(30 * _MINUTE_MS),
        "externalUpdatedAt": scene.before_write(5 * _MINUTE_MS),
        "description": "",
        "location": scene.place.city,
        "iCalUid": uid,
        "iCalUID": uid,
        "conferenceSolution": "meet",
        "conferenceLink": scene.links(f"https://meet.example/{code}"),
    }


def calendar_event_participant(scene: Scene) -> Fields:
    return {
        "handle": scene.person.email,
        "displayName": scene.person.name,
        "isOrganizer": False,
        "responseStatus": scene.choose(("NEEDS_ACTION", "TENTATIVE", "ACCEPTED")),
        "calendarEventId": scene.id(),
        "personId": scene.person.id,
        "workspaceMemberId": None,
    }


def call_recording(scene: Scene) -> Fields:
    return {
        "title": f"{scene.choose(vocabulary.MEETINGS)} with {scene.company_name}",
        "status": "COMPLETED",
        "recordingRequestStatus": "REQUESTED",
        "applicationId": None,
        "externalBotId": scene.id(),
        "externalRecordingId": scene.id(),
        "startedAt": scene.before_write(45 * _MINUTE_MS),
        "endedAt": scene.before_write(10 * _MINUTE_MS),
        "video": scene.file("recording.mp4"),
        "audio": None,
        "transcript": None,
        "summary": scene.rich_text("They liked the demo and asked for a quote."),
        "calendarEventId": scene.id(),
    }


def connected_account(scene: Scene) -> Fields:
    # The real object carries tokens in clear; a sample never looks like one.
    return {
        "handle": scene.member.email,
        "provider": "google",
        "accessToken": "sample-access-token",
        "refreshToken": "sample-refresh-token",
        "lastCredentialsRefreshedAt": scene.before_write(20 * _MINUTE_MS),
        "lastSyncHistoryId": scene.digits("1######"),
        "authFailedAt": None,
        "handleAliases": "",
        "scopes": ["email", "profile"],
        "connectionParameters": None,
        "accountOwnerId": scene.member.id,
    }


def message(scene: Scene) -> Fields:
    subject = scene.choose(vocabulary.SUBJECTS)
    sender = scene.person.first_name
    return {
        "headerMessageId": f"<{scene.random.getrandbits(80):020x}@{scene.domain}>",
        "subject": subject,
        "text": f"Hello {scene.member.first_name},\n\nsee you on Monday.\n\n{sender}",
        "receivedAt": scene.before_write(2 * _MINUTE_MS),
        "deliveryStatus": None,
        "isDraft": False,
        "messageCampaignId": None,
        "messageThreadId": scene.id(),
    }


def message_campaign(scene: Scene) -> Fields:
    sent = scene.random.randint(40, 900)
    return {
        "subject": "What is new this season",
        "bodyTemplate": "<p>Hello {{firstName}}, here is what is new.</p>",
        "fromAddress": scene.emails(scene.member.email),
        "status": "SENT",
        "sentAt": scene.before_write(15 * _MINUTE_MS),
        "sentCount": sent,
        "failedCount": 0,
        "bouncedCount": sent // 50,
        "complainedCount": 0,
        "unsubscribeTopicId": None,
        "listId": scene.id(),
    }


def message_channel(scene: Scene) -> Fields:
    return {
        **_channel(scene),
        "type": "email",
        "syncStage": "PARTIAL_MESSAGE_LIST_FETCH_PENDING",
        "contactAutoCreationPolicy": "SENT",
        "excludeNonProfessionalEmails": True,
        "excludeGroupEmails": True,
    }


def message_channel_message_association(scene: Scene) -> Fields:
    return {
        "messageExternalId": f"{scene.random.getrandbits(64):016x}",
        "messageThreadExternalId": f"{scene.random.getrandbits(64):016x}",
        "direction": scene.choose(("INCOMING", "OUTGOING")),
        "messageChannelId": scene.id(),
        "messageId": scene.id(),
        "messageThreadId": scene.id(),
    }


def message_channel_message_association_message_folder(scene: Scene) -> Fields:
    return {
        "messageFolderId": scene.id(),
        "messageChannelMessageAssociationId": scene.id(),
    }


def message_folder(scene: Scene) -> Fields:
    return {
        "name": scene.choose(("inbox", "sent")),
        "syncCursor": scene.digits("1######"),
        "messageChannelId": scene.id(),
    }


def message_list(scene: Scene) -> Fields:
    return {"name": scene.choose(("Customers", "Newsletter", "Partners"))}


def message_list_member(scene: Scene) -> Fields:
    return {"listId": scene.id(), "personId": scene.person.id}


def message_participant(scene: Scene) -> Fields:
    return {
        "role": scene.choose(("FROM", "TO", "CC")),
        "handle": scene.person.email,
        "displayName": scene.person.name,
        "messageCampaignId": None,
        "messageId": scene.id(),
        "personId": scene.person.id,
        "workspaceMemberId": None,
    }


def message_thread(scene: Scene) -> Fields:
    return {"subject": scene.choose(vocabulary.SUBJECTS)}


def _channel(scene: Scene) -> Fields:
    return {
        "handle": scene.member.email,
        "visibility": "SHARE_EVERYTHING",
        "isContactAutoCreationEnabled": True,
        "isSyncEnabled": True,
        "syncCursor": scene.digits("1######"),
        "syncedAt": scene.before_write(_MINUTE_MS),
        "syncStatus": "ACTIVE",
        "syncStageStartedAt": None,
        "throttleFailureCount": 0,
        "connectedAccountId": scene.id(),
    }
