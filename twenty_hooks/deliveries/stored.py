"""Stored deliveries: whole, or as the summary in a list.

The id of a delivery has eight characters, none of which look alike; the user may type
only the first few.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.protocol import events
from twenty_hooks.protocol.events import Event
from twenty_hooks.protocol.signature import Verdict
from twenty_hooks.text import units

_ALPHABET = b"0123456789abcdefghjkmnpqrstvwxyz"
_LETTER_OF_BYTE = _ALPHABET * 8
ID_LENGTH = 8

# The state of forwarding a delivery to its targets, or resending it. `failed`: the last
# attempt for a target failed; `unsent`: never sent to a target, and no listener will;
# `waiting`: a listener still has to send it.
Forward = Literal["ok", "failed", "unsent", "waiting"]


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery in the store.

    Attributes:
        sequence: its place in the order in which deliveries were stored.
    """

    id: str
    sequence: int
    received: ReceivedDelivery

    @property
    def delivery(self) -> Delivery:
        """The HTTP request."""
        return self.received.delivery

    @property
    def event(self) -> Event:
        """The parsed body."""
        return self.received.event

    @property
    def verdict(self) -> Verdict:
        """The outcome of verifying the signature."""
        return self.received.verdict


@dataclass(frozen=True, slots=True)
class DeliverySummary:
    """A delivery as in a list, without its headers and body.

    Attributes:
        moment_ms: when it was received, or else stored, in Unix milliseconds.
        label: the name of the record; may be empty.
        status: of the listener's response; None if there was none.
        size: bytes of the body.
        fault: the fault that the listener simulated; may be empty.
    """

    id: str
    moment_ms: int
    event: str | None
    label: str
    webhook_id: str | None
    record_id: str | None
    verdict: str
    status: int | None
    size: int
    fault: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "receivedAt": units.to_iso(self.moment_ms),
            "event": self.event,
            "label": self.label,
            "webhookId": self.webhook_id,
            "recordId": self.record_id,
            "verdict": self.verdict,
            "valid": self.verdict == "valid",
            "status": self.status,
            "size": self.size,
            **({"fault": self.fault} if self.fault else {}),
        }


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row in the list of a running listener.

    Attributes:
        sequence: its place in the list.
        attempt: the last attempt to forward or resend it, if any.
    """

    sequence: int
    entry: DeliverySummary
    attempt: Attempt | None = None


def matches_filter(
    typed: str, *, id_: str, event: str | None, label: str, verdict: str
) -> bool:
    """Whether a delivery matches a filter that the user typed.

    Every word of the filter must match: a pattern such as `person.*` the event, any
    other word a part of the id, the event, the name of the record, or the verdict.
    """
    texts = [text.casefold() for text in (id_, event or "", label, verdict)]
    for word in typed.split():
        if "*" in word and events.is_pattern(word):
            if not events.matches(word, event or ""):
                return False
        elif not any(word.casefold() in text for text in texts):
            return False
    return True


def stored_json(stored: StoredDelivery) -> dict[str, Any]:
    """Return the JSON form of a delivery with its id and verdict."""
    received = stored.received
    verified = received.verified
    return {
        "id": stored.id,
        **verified.delivery.to_json(),
        "event": verified.event.name,
        "webhookId": verified.event.webhook_id,
        "verdict": verified.verdict.name,
        "valid": bool(verified.verdict),
        "status": received.status,
        **({"fault": received.fault} if received.fault else {}),
    }


def new_id() -> str:
    """Return a random id."""
    return os.urandom(ID_LENGTH).translate(_LETTER_OF_BYTE).decode("ascii")
