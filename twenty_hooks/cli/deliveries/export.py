"""`hooks deliveries export`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twenty_hooks import __version__
from twenty_hooks.cli.deliveries.show import NoRedactOption
from twenty_hooks.cli.options.query import (
    EventOption,
    RecordOption,
    SearchOption,
    SinceOption,
    VerdictOption,
    WebhookOption,
    no_store,
    opened,
    selection,
)
from twenty_hooks.cli.options.shared import StoreOption
from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output, compact_json
from twenty_hooks.deliveries.redacted import redacted
from twenty_hooks.deliveries.stored import StoredDelivery, stored_json
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.formats import curl, har
from twenty_hooks.system import files

_SCRIPT = """\
#!/bin/sh
# Sends these deliveries once more:  sh FILE [URL]
# Bodies and headers are those that came, unless a delivery is noted as redacted.
TO=${1:-http://127.0.0.1:8020}
"""


class ExportFormat(StrEnum):
    """What the deliveries are written as."""

    jsonl = "jsonl"
    har = "har"
    curl = "curl"


def export(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DELIVERY]...",
            help="These; without any, all that the options choose.",
            show_default=False,
        ),
    ] = None,
    event: EventOption = None,
    webhook: WebhookOption = "",
    record: RecordOption = "",
    verdict: VerdictOption = None,
    since: SinceOption = None,
    search: SearchOption = "",
    format_: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            help="JSON Lines in the delivery format, an HTTP Archive, or a shell "
            "script.",
        ),
    ] = ExportFormat.jsonl,
    to_file: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="Where to, readable by you alone. [default: stdout]",
            show_default=False,
        ),
    ] = None,
    no_redact: NoRedactOption = False,
    store: StoreOption = None,
) -> None:
    """Write deliveries out, with secrets masked.

    In the order they came. A delivery with masked values says so: its signature can't
    be checked any more, and it is signed anew when it is sent. --no-redact writes
    exactly what came.

    \b
    hooks deliveries export --event 'person.*' --since 1h --output people.jsonl
    hooks deliveries export @1 --format curl
    hooks deliveries export --format har --output today.har
    """
    chosen = selection(event, webhook, record, verdict, since, search)
    if ids and chosen != selection(None, "", "", None, None, ""):
        raise UsageError("give ids, or options that choose, not both")
    output = Output()
    count = _Count()
    with opened(store) as database, _destination(to_file, output) as write:
        found: Iterable[StoredDelivery] = (
            [database.find(word) for word in ids] if ids else database.select(chosen)
        )
        for piece in _pieces(count.over(found, redact=not no_redact), format_):
            write(piece.encode("utf-8", "backslashreplace"))
        if text := no_store(database, store):
            output.info(text)
    masked = f", {count.masked} of them redacted" if count.masked else ""
    output.info(f"{count.all} {'delivery' if count.all == 1 else 'deliveries'}{masked}")


class _Count:
    """How many were written, and how many of them with something masked."""

    def __init__(self) -> None:
        self.all = 0
        self.masked = 0

    def over(
        self, found: Iterable[StoredDelivery], *, redact: bool
    ) -> Iterator[StoredDelivery]:
        for stored in found:
            written = redacted(stored) if redact else stored
            self.all += 1
            self.masked += written.delivery.is_redacted
            yield written


def _pieces(found: Iterator[StoredDelivery], format_: ExportFormat) -> Iterator[str]:
    if format_ is ExportFormat.har:
        yield from har.document(found, __version__)
    elif format_ is ExportFormat.curl:
        yield _SCRIPT
        for stored in found:
            delivery = stored.delivery
            name = visible(stored.event.name or "(no event name)")
            note = ", redacted and therefore unsigned" if delivery.is_redacted else ""
            yield f"\n# {stored.id} {name}{note}\n"
            yield curl.command(delivery, '"$TO"') + "\n"
    else:
        for stored in found:
            yield compact_json(stored_json(stored)) + "\n"


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
