"""Everything the store knows about one delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from twenty_hooks.deliveries import json_diff, redaction
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory, State
from twenty_hooks.deliveries.redacted import redacted, redacted_history
from twenty_hooks.deliveries.stored import StoredDelivery, stored_json
from twenty_hooks.errors import UsageError
from twenty_hooks.store import PendingForward, Store


@dataclass(frozen=True, slots=True)
class DeliveryDetails:
    """One delivery, the history of its record, and its attempts.

    `pending` are the targets it was not forwarded to. `size` is that of the received
    body in bytes, also after masking.
    """

    stored: StoredDelivery
    record_history: RecordHistory
    attempts: tuple[Attempt, ...]
    pending: tuple[PendingForward, ...]
    size: int

    @classmethod
    def load(cls, store: Store, name: str) -> DeliveryDetails:
        """Return the details of the delivery that a name stands for.

        Raises SetupError if there is none, UsageError if the name is ambiguous.
        """
        stored = store.find(name)
        return cls(
            stored,
            store.record_history(stored),
            tuple(store.attempts(stored)),
            tuple(store.unforwarded(stored.sequence)),
            len(stored.delivery.body),
        )

    def redacted(self) -> DeliveryDetails:
        """Return the details with all secrets masked."""
        return replace(
            self,
            stored=redacted(self.stored),
            record_history=redacted_history(self.record_history),
            attempts=tuple(attempt.redacted() for attempt in self.attempts),
            pending=tuple(
                forward._replace(target=redaction.url(forward.target))
                for forward in self.pending
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the document of `hooks deliveries show --json`."""
        return {
            **stored_json(self.stored),
            "history": self.record_history.to_json(),
            "attempts": [_attempt_json(attempt) for attempt in self.attempts],
            "unforwarded": [
                {"target": forward.target, "waiting": forward.is_waiting}
                for forward in self.pending
            ],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A delivery, and what is different from an earlier state."""

    stored: StoredDelivery
    record_history: RecordHistory

    @classmethod
    def load(cls, store: Store, name: str, other: str | None) -> Comparison:
        """Compare a delivery with the state before it, or one delivery with another.

        Args:
            other: the later delivery, if two are compared.

        Raises:
            SetupError: there is no such delivery.
            UsageError: a name is ambiguous, or a delivery can't be compared.
        """
        stored = store.find(name)
        if other is None:
            return cls(stored, store.record_history(stored))
        later = store.find(other)
        verified = stored.received.verified
        history = replace(
            store.record_history(later),
            previous=State(stored.id, verified.delivery.received_at_ms, verified.event),
            differences=json_diff.compare(_content(stored), _content(later)),
            unchanged=(),
            unlisted=(),
        )
        return cls(later, history)

    def redacted(self) -> Comparison:
        """Return the comparison with all secrets masked."""
        return replace(self, record_history=redacted_history(self.record_history))

    def to_json(self) -> dict[str, Any]:
        """Return the document of `hooks deliveries diff --json`."""
        return {"id": self.stored.id, **self.record_history.to_json()}


def _content(stored: StoredDelivery) -> Mapping[str, Any]:
    """Return what is compared: the record, or else the whole body."""
    event = stored.event
    value = event.record if event.record is not None else event.value
    if not isinstance(value, dict):
        raise UsageError(f"{stored.id} can't be compared: its body is no JSON object")
    return value


def _attempt_json(attempt: Attempt) -> dict[str, object]:
    shape = attempt.to_json()
    del shape["id"], shape["event"]  # the delivery around it has them
    return {"kind": attempt.kind, **shape}
