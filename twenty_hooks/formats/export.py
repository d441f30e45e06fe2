"""Write stored deliveries to a file: JSON Lines, an HTTP Archive, or a shell script."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

from twenty_hooks import __version__
from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output, compact_json
from twenty_hooks.deliveries.redacted import redacted
from twenty_hooks.deliveries.stored import StoredDelivery, stored_json
from twenty_hooks.errors import SetupError
from twenty_hooks.formats import curl, har
from twenty_hooks.system import files

Format = Literal["jsonl", "har", "curl"]

_SCRIPT = """\
#!/bin/sh
# Sends these deliveries:  sh FILE [URL]
# Headers and bodies are as received, except where a delivery is marked as redacted.
TO=${1:-http://127.0.0.1:8020}
"""


class Export:
    """One export: masks secrets unless told otherwise, and counts what it writes."""

    def __init__(self, format_: Format, *, redact: bool) -> None:
        self._format = format_
        self._redact = redact
        self.count = 0
        self.redacted_count = 0

    @property
    def summary(self) -> str:
        """`3 deliveries, 1 of them redacted`."""
        masked = f", {self.redacted_count} of them redacted"
        noun = "delivery" if self.count == 1 else "deliveries"
        return f"{self.count} {noun}{masked if self.redacted_count else ''}"

    def write(
        self, deliveries: Iterable[StoredDelivery], path: Path | None, output: Output
    ) -> None:
        """Write the deliveries to a file, or to stdout if the path is None.

        Raises SetupError if the file can't be written.
        """
        with _destination(path, output) as write:
            for piece in self.pieces(deliveries):
                write(piece.encode("utf-8", "backslashreplace"))

    def pieces(self, deliveries: Iterable[StoredDelivery]) -> Iterator[str]:
        """Yield the document in pieces, one delivery at a time."""
        prepared = self._prepared(deliveries)
        if self._format == "har":
            yield from har.document(prepared, __version__)
        elif self._format == "curl":
            yield _SCRIPT
            for stored in prepared:
                yield _script_entry(stored)
        else:
            for stored in prepared:
                yield compact_json(stored_json(stored)) + "\n"

    def _prepared(
        self, deliveries: Iterable[StoredDelivery]
    ) -> Iterator[StoredDelivery]:
        for stored in deliveries:
            written = redacted(stored) if self._redact else stored
            self.count += 1
            self.redacted_count += written.delivery.is_redacted
            yield written


def _script_entry(stored: StoredDelivery) -> str:
    delivery = stored.delivery
    name = visible(stored.event.name or "(no event name)")
    note = ", redacted and therefore unsigned" if delivery.is_redacted else ""
    command = curl.command(delivery, '"$TO"')
    return f"\n# {stored.id} {name}{note}\n{command}\n"


@contextlib.contextmanager
def _destination(
    path: Path | None, output: Output
) -> Iterator[Callable[[bytes], object]]:
    if path is None:
        yield output.raw
        return
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        file = open(os.open(path, flags, 0o600), "wb")  # noqa: SIM115, PTH123
    except OSError as error:
        raise SetupError(
            f"can't write {path}: {files.reason(error)}", code="unwritable-file"
        ) from error
    with file:
        yield file.write
