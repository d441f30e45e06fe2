"""A delivery as a row of the store, and back.

Method, target and headers are JSON in ASCII, so that any text survives, half
characters and NULs included; the body is its bytes.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
import time
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii as _quote
from typing import Any

from twenty_hooks.deliveries import history
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.stored import DeliverySummary, StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, VerifiedDelivery
from twenty_hooks.errors import SetupError
from twenty_hooks.protocol import events
from twenty_hooks.protocol.signature import Verdict, VerdictName

Row = tuple[Any, ...]

_COLUMNS = (
    "id, session, moment, received_at, event, label, webhook_id, record_id, "
    "updated_at, verdict, reason, status, is_accepted, is_redacted, body_hash, "
    "fault, head, body"
)
WHOLE = (
    "id, sequence, received_at, verdict, reason, status, is_accepted, is_redacted, "
    "fault, head, body"
)
ENTRY = (
    "id, moment, event, label, webhook_id, record_id, verdict, status, length(body), "
    "fault"
)

# SQLite takes 32,766 values in a statement.
MOST_AT_ONCE = 200
_LONGEST_NAME = 500
# What a row takes beside its body and headers: its other columns, and the indexes.
ROW_BYTES = 350


def insert(connection: sqlite3.Connection, rows: Sequence[Row]) -> int:
    """Insert up to MOST_AT_ONCE rows with one statement: all of them or none.

    A thread has to wait for its turn after each statement; with one for each row, the
    commits of a busy listener took twice as long.

    Returns:
        The sequence of the first row; the others follow it without a gap.
    """
    cursor = connection.execute(
        f"INSERT INTO deliveries ({_COLUMNS}) VALUES {values_of(rows)}",
        [value for row in rows for value in row],
    )
    return (cursor.lastrowid or 0) - len(rows) + 1


def values_of(rows: Sequence[Row]) -> str:
    """Return the placeholders of these rows: `(?, ?), (?, ?)`."""
    return _placeholders(len(rows), len(rows[0]))


@functools.cache
def _placeholders(rows: int, columns: int) -> str:
    return ", ".join(["(" + ", ".join("?" * columns) + ")"] * rows)


def has_twin(connection: sqlite3.Connection, row: Row) -> bool:
    """Return whether this very delivery is stored: bytes, headers and moment."""
    named = dict(zip(_COLUMNS.split(", "), row, strict=True))
    found = connection.execute(
        "SELECT 1 FROM deliveries WHERE body_hash = :body_hash AND head = :head "
        "AND received_at IS :received_at AND body = :body",
        named,
    ).fetchone()
    return found is not None


def to_row(identity: str, session: int | None, received: ReceivedDelivery) -> Row:
    """The values that `insert` takes."""
    verified = received.verified
    delivery, event, verdict = verified.delivery, verified.event, verified.verdict
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
        received.status,
        verified.accepted,
        delivery.is_redacted,
        hash_of(delivery.body),
        received.fault,
        _head(delivery),
        delivery.body,
    )


def size_of(row: Row) -> int:
    """Return about how many bytes of the file a row takes."""
    return len(row[-2]) + len(row[-1]) + ROW_BYTES


def to_stored(row: Row) -> StoredDelivery:
    """From the columns of WHOLE."""
    identity, sequence, received_at, verdict, reason, status, *rest = row
    is_accepted, is_redacted, fault, head, body = rest
    try:
        method, path, pairs = json.loads(head)
        headers = tuple([(name, value) for name, value in pairs])
    except (ValueError, TypeError) as error:
        raise SetupError(
            f"the delivery {identity} in the store is damaged",
            hint="remove it with 'hooks deliveries prune', or choose another --store",
            code="store",
        ) from error
    delivery = Delivery(
        headers,
        body,
        method,
        path,
        received_at,
        bool(is_redacted),
    )
    name: VerdictName = verdict
    verified = VerifiedDelivery(
        delivery,
        events.parse(body),
        Verdict(name, reason),
        accepted=bool(is_accepted),
    )
    return StoredDelivery(identity, sequence, ReceivedDelivery(verified, status, fault))


def to_entry(row: Row) -> DeliverySummary:
    """From the columns of ENTRY."""
    return DeliverySummary(*row)


def hash_of(body: bytes) -> bytes:
    """What two identical bodies share."""
    return hashlib.sha256(body).digest()[:16]


def _head(delivery: Delivery) -> str:
    """`[method, path, [[name, value], ...]]`. Joined here, as its shape is known, it
    takes half the time of an encoder that looks for it."""
    pairs = [f"[{_quote(name)},{_quote(text)}]" for name, text in delivery.headers]
    head = f"[{_quote(delivery.method)},{_quote(delivery.path)},"
    return f"{head}[{','.join(pairs)}]]"


def _findable(text: str | None) -> str | None:
    """Text that SQLite takes: no half characters, and of bounded length."""
    if text is None or (len(text) <= _LONGEST_NAME and text.isascii()):
        return text
    return text[:_LONGEST_NAME].encode("utf-8", "replace").decode("utf-8")
