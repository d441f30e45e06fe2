"""The store of deliveries: one SQLite file (WAL) that several listeners may share.

    schema          the file: its mode, version, migrations
    rows            a delivery as a row, and back
    query           the filters of `hooks deliveries`
    lookup          find the delivery that an id, its beginning or `@1` names
    record_history  what earlier deliveries tell about a delivery
    page            some rows of a list that is scrolled
    attempt_log     attempts to send a delivery, and their results
    outbox          what has to be sent to receivers, and how far that is
    listeners       which listeners use the store now
    pruning         make room
    group_commit    record many deliveries with one commit
    store           read, import, prune

Exact bytes go in and the same come out; the other columns are only for finding them.
"""

from __future__ import annotations

from twenty_hooks.store.attempt_log import AttemptLog
from twenty_hooks.store.group_commit import GroupCommit
from twenty_hooks.store.outbox import PendingForward, QueuedForward, Undelivered
from twenty_hooks.store.page import Span
from twenty_hooks.store.query import Selection
from twenty_hooks.store.store import Place, Store

__all__ = [
    "AttemptLog",
    "GroupCommit",
    "PendingForward",
    "Place",
    "QueuedForward",
    "Selection",
    "Span",
    "Store",
    "Undelivered",
]
