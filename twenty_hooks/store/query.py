"""The filters of `hooks deliveries`, as SQL."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from twenty_hooks.deliveries.stored import matches_filter
from twenty_hooks.protocol import events


@dataclass(frozen=True, slots=True)
class Selection:
    """What must hold of a delivery; what is left out does not matter.

    Attributes:
        patterns: Any of these operations matches its event.
        webhook, record: Its id, or the beginning of it.
        verdicts: It has one of these.
        since_ms, before_ms: It was received at this moment or later; earlier.
        text: Its body, path or headers contain this text, in any case.
        typed: It matches this filter, as `matches_filter` reads it.
        failed: It was not delivered to one of its targets, and no running listener is
            going to do it.
    """

    patterns: tuple[str, ...] = ()
    webhook: str = ""
    record: str = ""
    verdicts: tuple[str, ...] = ()
    since_ms: int | None = None
    before_ms: int | None = None
    text: str = ""
    typed: str = ""
    failed: bool = False

    def where(self) -> tuple[str, list[Any]]:
        """Return an SQL condition and its values, all but for `failed`.

        The connection needs the functions of `prepare`.
        """
        conditions: list[str] = []
        values: list[Any] = []

        def narrow(condition: str, *given: Any) -> None:
            conditions.append(condition)
            values.extend(given)

        if self.since_ms is not None:
            narrow("moment >= ?", self.since_ms)
        if self.before_ms is not None:
            narrow("moment < ?", self.before_ms)
        if self.patterns:
            narrow(
                "(" + " OR ".join(["brings(?, event)"] * len(self.patterns)) + ")",
                *self.patterns,
            )
        if self.webhook:
            narrow("webhook_id >= ? AND webhook_id < ?", *_prefix(self.webhook))
        if self.record:
            narrow("record_id >= ? AND record_id < ?", *_prefix(self.record))
        if self.verdicts:
            marks = ", ".join("?" * len(self.verdicts))
            narrow(f"verdict IN ({marks})", *self.verdicts)
        if self.text:
            narrow("holds(?, head, body)", self.text.casefold())
        if self.typed.strip():
            narrow("matches_filter(?, id, event, label, verdict)", self.typed)
        return " AND ".join(conditions) or "1", values


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL functions that a Selection uses."""
    connection.create_function("brings", 2, _brings, deterministic=True)
    connection.create_function("holds", 3, _holds, deterministic=True)
    connection.create_function("matches_filter", 5, _is_meant, deterministic=True)


def _prefix(text: str) -> tuple[str, str]:
    return text, text + "\U0010ffff"


def _brings(pattern: str, event: str | None) -> bool:
    return event is not None and events.matches(pattern, event)


def _is_meant(
    typed: str, identity: str, event: str | None, label: str, verdict: str
) -> bool:
    return matches_filter(
        typed, id_=identity, event=event, label=label, verdict=verdict
    )


def _holds(text: str, head: str, body: bytes) -> bool:
    return text in body.decode("utf-8", "replace").casefold() or text in head.casefold()
