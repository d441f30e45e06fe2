"""Mask the secrets in a stored delivery and in its history."""

from __future__ import annotations

from dataclasses import replace

from twenty_hooks.deliveries import redaction
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.protocol import events


def redacted(stored: StoredDelivery) -> StoredDelivery:
    """Return it with secrets masked; it keeps the verdict of the received delivery."""
    verified = stored.received.verified
    delivery = redaction.redact(verified.delivery).delivery
    if delivery is verified.delivery:
        return stored
    shown = verified._replace(delivery=delivery, event=events.parse(delivery.body))
    return replace(stored, received=stored.received._replace(verified=shown))


def redacted_history(record_history: RecordHistory) -> RecordHistory:
    """Return it with secrets masked in the changes."""
    return replace(
        record_history,
        differences=tuple(
            replace(
                change,
                before=redaction.mask(change.before, change.keys),
                after=redaction.mask(change.after, change.keys),
            )
            for change in record_history.differences
        ),
    )
