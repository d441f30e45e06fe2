"""A delivery as a row of the store, and back.

Method, target and headers are JSON in ASCII, so that any text survives, half
characters and NULs included; the body is its bytes.
"""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from twenty_hooks import events, history
from twenty_hooks.delivery import Delivery
from twenty_hooks.judging import Arrival, Judgement
from twenty_hooks.signature import Verdict, VerdictName
from twenty_hooks.stored import Entry, Stored

Row = tuple[Any, ...]

INSERT = """
    INSERT INTO deliveries (
        id, session, moment, received_at, event, label, webhook_id, record_id,
        updated_at, verdict, reason, status, is_accepted, is_redacted, body_hash,
        head, body
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
WHOLE = (
    "id, sequence, received_at, verdict, reason, status, is_accepted, is_redacted, "
    "head, body"
)
ENTRY = "id, moment, event, label, webhook_id, record_id, verdict, status, length(body)"

_LONGEST_NAME = 500
_encode = json.JSONEncoder(separators=(",", ":")).encode


def to_row(identity: str, session: int | None, arrival: Arrival) -> Row:
    """The values of INSERT."""
    judgement = arrival.judgement
    delivery, event, verdict = judgement.delivery, judgement.event, judgement.verdict
    received_at = delivery.received_at_ms
    return (
        identity,
        session,
        time.time_ns() // 1_000_000 if received_at is None else received_at,
        received_at,
        _findable(event.name),
        _findable(event.label) or "",
        _findable(event.webhook_id),
        _findable(history.record_id(event)),
        history.updated_at_ms(event),
        verdict.name,
        "" if verdict else verdict.reason,
        arrival.status,
        judgement.accepted,
        delivery.is_redacted,
        hash_of(delivery.body),
        _encode([delivery.method, delivery.path, delivery.headers]),
        delivery.body,
    )


def to_stored(row: Row) -> Stored:
    """From the columns of WHOLE."""
    identity, sequence, received_at, verdict, reason, status, *rest = row
    is_accepted, is_redacted, head, body = rest
    method, path, headers = json.loads(head)
    delivery = Delivery(
        tuple((name, value) for name, value in headers),
        body,
        method,
        path,
        received_at,
        bool(is_redacted),
    )
    name: VerdictName = verdict
    judgement = Judgement(
        delivery,
        events.parse(body),
        Verdict(name, reason),
        accepted=bool(is_accepted),
    )
    return Stored(identity, sequence, Arrival(judgement, status))


def to_entry(row: Row) -> Entry:
    """From the columns of ENTRY."""
    return Entry(*row)


def hash_of(body: bytes) -> bytes:
    """What two identical bodies share."""
    return hashlib.sha256(body).digest()[:16]


def _findable(text: str | None) -> str | None:
    """Text that SQLite takes: no half characters, and of bounded length."""
    if text is None or (len(text) <= _LONGEST_NAME and text.isascii()):
        return text
    return text[:_LONGEST_NAME].encode("utf-8", "replace").decode("utf-8")
