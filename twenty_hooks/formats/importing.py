"""Import deliveries from a file into a store."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from twenty_hooks.console import file_input
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.formats import reader
from twenty_hooks.formats.problems import ProblemLog
from twenty_hooks.formats.reader import Found, Problem

# A batch is complete at this many deliveries, or at this many bytes of bodies.
_BATCH_COUNT = 500
_BATCH_BYTES = 16_000_000
_ID = re.compile(r"[0-9a-z]{8}\Z", re.ASCII)

# Each delivery with the id it had in the store it was exported from, if any.
Batch = list[tuple[str | None, ReceivedDelivery]]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many deliveries were imported, already stored, and unreadable."""

    imported: int
    known: int
    unreadable: int

    def to_json(self) -> dict[str, int]:
        """Return the document of `hooks deliveries import --json`."""
        return {
            "imported": self.imported,
            "known": self.known,
            "unreadable": self.unreadable,
        }

    def lines(self) -> Iterator[str]:
        """Yield the result as text."""
        parts = [f"{self.imported} imported"]
        parts += [f"{self.known} already stored"] if self.known else []
        parts += [f"{self.unreadable} unreadable"] if self.unreadable else []
        yield ", ".join(parts)


class Import:
    """The deliveries of one file, verified in batches that are stored together."""

    def __init__(self, stream: BinaryIO, file: str, secrets: Secrets) -> None:
        """Start to read.

        Args:
            file: name of the file, or `-` for stdin.

        Raises:
            UsageError: the file is empty, or a bare body.
        """
        self._name = "stdin" if file == file_input.STDIN else file
        self._secrets = secrets
        # A running listener stores what it is sent.
        sends = f"hooks send --body {shlex.quote(file)} --to http://127.0.0.1:8020"
        self._items = reader.deliveries(
            stream, "auto", self._name, bare_body_hint=sends
        )

    def run(self, add: Callable[[Batch], int], problems: ProblemLog) -> ImportResult:
        """Import all deliveries.

        Args:
            add: stores a batch and returns how many were new.
        """
        read = imported = 0
        for batch in self._batches():
            if isinstance(batch, Problem):
                problems.report(self._name, batch)
                continue
            read += len(batch)
            imported += add(batch)
        return ImportResult(imported, read - imported, problems.count)

    def _batches(self) -> Iterator[Batch | Problem]:
        batch: Batch = []
        size = 0
        for item in self._items:
            if isinstance(item, Problem):
                yield item
                continue
            batch.append((_id(item.extra), self._received(item)))
            size += len(item.delivery.body)
            if len(batch) == _BATCH_COUNT or size > _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _received(self, found: Found) -> ReceivedDelivery:
        verified = self._secrets.verify(found.delivery)
        return ReceivedDelivery(verified, _status(found.extra))


def _status(line: Mapping[str, Any]) -> int | None:
    status = line.get("status")
    return status if type(status) is int and 100 <= status <= 599 else None


def _id(line: Mapping[str, Any]) -> str | None:
    delivery_id = line.get("id")
    if isinstance(delivery_id, str) and _ID.match(delivery_id):
        return delivery_id
    return None
