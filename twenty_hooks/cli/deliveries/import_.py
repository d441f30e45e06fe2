"""`hooks deliveries import`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from twenty_hooks.cli.options.query import opened
from twenty_hooks.cli.options.shared import (
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
)
from twenty_hooks.config.secrets import verification_secrets
from twenty_hooks.console import file_input
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.formats import reader
from twenty_hooks.formats.problems import Unreadable
from twenty_hooks.formats.reader import Found, Problem

# So many with one commit, or as many as take this much memory.
_AT_A_TIME = 500
_BYTES_AT_A_TIME = 16_000_000
_ID = re.compile(r"[0-9a-z]{8}\Z", re.ASCII)

Batch = list[tuple[str | None, ReceivedDelivery]]


def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-",
            help="Deliveries in any form that 'hooks verify' reads.",
        ),
    ],
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put saved deliveries into the store.

    Each is judged by the secrets known here. What is there already is left alone, so
    the same file may be imported again. Exit code 1 if something in it could not be
    read.

    \b
    hooks deliveries import today.jsonl
    hooks deliveries import - --secret-file secrets.json < exported.jsonl
    """
    secrets = verification_secrets(secret, secret_file)
    name = "stdin" if file == file_input.STDIN else file
    output = Output(as_json=as_json)
    unreadable = Unreadable(output)
    read = added = 0
    with file_input.opened(file, "the deliveries") as stream:
        # A listener keeps what it is sent.
        sends = f"hooks send --body {shlex.quote(file)} --to http://127.0.0.1:8020"
        items = reader.deliveries(stream, "auto", name, for_a_body=sends)
        with opened(store, writable=True) as database:
            for batch in _batches(items, secrets):
                if isinstance(batch, Problem):
                    unreadable.tell(name, batch)
                    continue
                read += len(batch)
                added += database.add(batch)
    if as_json:
        output.json_document(
            {"imported": added, "known": read - added, "unreadable": unreadable.count}
        )
    else:
        words = [f"{added} imported"]
        if read - added:
            words.append(f"{read - added} were there already")
        if unreadable.count:
            words.append(f"{unreadable.count} unreadable")
        output.info(", ".join(words))
    return unreadable.code


def _batches(
    items: Iterator[Found | Problem], secrets: Secrets
) -> Iterator[Batch | Problem]:
    batch: Batch = []
    size = 0
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        received = ReceivedDelivery(secrets.verify(item.delivery), _status(item.extra))
        batch.append((_id(item.extra), received))
        size += len(item.delivery.body)
        if len(batch) == _AT_A_TIME or size > _BYTES_AT_A_TIME:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _status(line: Any) -> int | None:
    status = line.get("status")
    return status if type(status) is int and 100 <= status <= 599 else None


def _id(line: Any) -> str | None:
    identity = line.get("id")
    return identity if isinstance(identity, str) and _ID.match(identity) else None
