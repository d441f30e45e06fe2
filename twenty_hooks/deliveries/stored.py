"""Deliveries as the store has them: whole, or as a row of a list.

An id is eight characters, without those that look alike; a person types as many of
them as are needed.
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

# What became of a delivery that was to be sent on, or was sent again. `failed`: the
# last time somewhere; `unsent`: somewhere it never was, and will not be by itself.
Forward = Literal["ok", "failed", "unsent", "waiting"]


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery in the store. sequence: its place in the order of storing."""

    id: str
    sequence: int
    received: ReceivedDelivery

    @property
    def delivery(self) -> Delivery:
        """The HTTP request itself."""
        return self.received.delivery

    @property
    def event(self) -> Event:
        """What the body says."""
        return self.received.event

    @property
    def verdict(self) -> Verdict:
        """The outcome of verifying the signature."""
        return self.received.verdict


@dataclass(frozen=True, slots=True)
class DeliverySummary:
    """What a list shows of a delivery; its body stays where it is.

    moment_ms: when it came, or was stored where that is not known. fault: how the
    answer was misbehaviour on purpose.
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
    """A row in the list of a running listener. sequence: its place there.

    attempt: what became of it when it was sent on last, if it was.
    """

    sequence: int
    entry: DeliverySummary
    attempt: Attempt | None = None


def is_meant(
    typed: str, *, id_: str, event: str | None, label: str, verdict: str
) -> bool:
    """Whether a filter that a person typed means this delivery.

    Every word of it does: a pattern (`person.*`) its event, any other word a part of
    its id, its event, its record's name or its verdict.
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
    """The delivery format with the id, and what we think of it."""
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
    """An id that nothing else has, for all that chance allows."""
    return os.urandom(ID_LENGTH).translate(_LETTER_OF_BYTE).decode("ascii")
