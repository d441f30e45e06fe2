"""The deliveries that came, in one SQLite file (WAL) that listeners may share.

    schema      the file: where, who may read it, its version and migrations
    rows        a delivery to a row, and back
    selection   which deliveries: the filters of `hooks deliveries`
    naming      which delivery a word names
    earlier     what earlier deliveries tell about one
    sendings    what became of those that were sent on, or sent again
    forwardings what each session forwards, and so what it did not
    outstanding what is still owed to receivers
    listing     some rows of one session, around a place
    database    reading, importing, pruning
    writer      many deliveries made durable with one commit

Exact bytes go in and the same come out; what stands in columns beside them is only
for finding them.
"""

from __future__ import annotations

from twenty_hooks.store.attempt_log import AttemptLog
from twenty_hooks.store.forwardings import Forwarding
from twenty_hooks.store.group_commit import Writer
from twenty_hooks.store.outstanding import PendingForward, Undelivered
from twenty_hooks.store.page import Span
from twenty_hooks.store.query import Selection
from twenty_hooks.store.store import Place, Store

__all__ = [
    "AttemptLog",
    "Forwarding",
    "PendingForward",
    "Place",
    "Selection",
    "Span",
    "Store",
    "Undelivered",
    "Writer",
]
