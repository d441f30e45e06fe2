"""A stored delivery, and its history, with the secrets masked."""

from __future__ import annotations

from dataclasses import replace

from twenty_hooks.deliveries import redaction
from twenty_hooks.deliveries.history import Past
from twenty_hooks.deliveries.stored import Stored
from twenty_hooks.protocol import events


def redacted(stored: Stored) -> Stored:
    """The same with its secrets masked; the verdict stays that of what came."""
    judgement = stored.arrival.judgement
    delivery = redaction.redact(judgement.delivery)
    if delivery is judgement.delivery:
        return stored
    shown = judgement._replace(delivery=delivery, event=events.parse(delivery.body))
    return replace(stored, arrival=stored.arrival._replace(judgement=shown))


def redacted_past(past: Past) -> Past:
    """The same with the secrets masked in what changed."""
    return replace(
        past,
        differences=tuple(
            replace(
                change,
                before=redaction.mask(change.before, change.keys),
                after=redaction.mask(change.after, change.keys),
            )
            for change in past.differences
        ),
    )
