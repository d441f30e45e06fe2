"""`hooks deliveries show` and `hooks deliveries diff`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twenty_hooks.cli.options.query import opened
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries import json_diff, redaction
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import RecordHistory, State
from twenty_hooks.deliveries.redacted import redacted, redacted_history
from twenty_hooks.deliveries.stored import StoredDelivery, stored_json
from twenty_hooks.errors import EXIT_NO, EXIT_OK, UsageError
from twenty_hooks.formats import curl

if TYPE_CHECKING:
    from twenty_hooks.render.deliveries import View
    from twenty_hooks.store import PendingForward

# The last of them are shown; a delivery may have been sent a thousand times.
_ATTEMPTS_SHOWN = 5
NoRedactOption = Annotated[
    bool,
    typer.Option("--no-redact", help="Don't mask tokens, passwords and the like."),
]
IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="[DELIVERY]",
        help="An id, the beginning of one, or @1 (the latest), @2 (the one before).",
    ),
]


class ShowView(StrEnum):
    """How much is shown, and how."""

    summary = "summary"
    record = "record"
    full = "full"
    raw = "raw"
    curl = "curl"


_VIEWS: dict[ShowView, View] = {
    ShowView.summary: "summary",
    ShowView.record: "record",
    ShowView.full: "full",
    ShowView.raw: "raw",
}


def show(
    id_: IdArgument = "@1",
    view: Annotated[
        ShowView | None,
        typer.Option("--view", help="How much of it, and how.", show_default="summary"),
    ] = None,
    no_redact: NoRedactOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Show one delivery, what it changed, and what became of it.

    What changed is told from the state of its record that the store saw before, what
    became of it where it was forwarded or sent again. Tokens, passwords and the like
    are masked.

    \b
    hooks deliveries show
    hooks deliveries show @2 --view full
    hooks deliveries show k3f9 --view curl
    """
    if as_json and view is not None:
        raise UsageError("--view and --json exclude each other: --json has all of it")
    with opened(store) as database:
        stored = database.find(id_)
        record_history = database.record_history(stored)
        unforwarded = database.unforwarded(stored.sequence)
        attempts = database.attempts(stored)
    size = len(stored.delivery.body)
    if not no_redact:
        stored, record_history = redacted(stored), redacted_history(record_history)
        attempts = [one.redacted() for one in attempts]
        unforwarded = [
            one._replace(target=redaction.url(one.target)) for one in unforwarded
        ]
    output = Output(as_json=as_json, color=color.value)
    verified = stored.received.verified
    if as_json:
        output.json_document(
            {
                **stored_json(stored),
                "history": record_history.to_json(),
                "attempts": [_attempt_json(one) for one in attempts],
                "unforwarded": [
                    {"target": one.target, "waiting": one.is_waiting}
                    for one in unforwarded
                ],
            }
        )
        return
    if view is ShowView.curl:
        _print_command(output, verified.delivery)
    else:
        _print(output, stored, record_history, _VIEWS[view or ShowView.summary], size)
    if view not in (ShowView.curl, ShowView.raw):
        _print_attempts(output, attempts, unforwarded)
    if verified.delivery.is_redacted:
        output.info("redacted: some values are masked (--no-redact shows all)")


def diff(
    id_: IdArgument = "@1",
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="[DELIVERY2]",
            help="The one to compare it with. [default: the state before]",
            show_default=False,
        ),
    ] = None,
    no_redact: NoRedactOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Show field by field what changed in a record.

    With one DELIVERY, since the state before it in the store; exit code 1 if there is
    none. With two, from the first to the second.

    \b
    hooks deliveries diff
    hooks deliveries diff @3 @1
    """
    output = Output(as_json=as_json, color=color.value)
    with opened(store) as database:
        stored = database.find(id_)
        record_history = database.record_history(stored)
        if other is not None:
            later = database.find(other)
            record_history = replace(
                database.record_history(later),
                previous=_state(stored),
                differences=json_diff.compare(_content(stored), _content(later)),
                unchanged=(),
                unlisted=(),
            )
            stored = later
    if not no_redact:
        record_history = redacted_history(record_history)
    if as_json:
        output.json_document({"id": stored.id, **record_history.to_json()})
    else:
        _print_diff(output, stored, record_history)
    return EXIT_NO if record_history.previous is None else EXIT_OK


def _content(stored: StoredDelivery) -> Mapping[str, Any]:
    """What of a delivery is compared: the record, or else the whole body."""
    event = stored.event
    value = event.record if event.record is not None else event.value
    if not isinstance(value, dict):
        raise UsageError(f"{stored.id} has no record, and is no JSON object")
    return value


def _state(stored: StoredDelivery) -> State:
    verified = stored.received.verified
    return State(stored.id, verified.delivery.received_at_ms, verified.event)


def _print_command(output: Output, delivery: Delivery) -> None:
    text = curl.command(delivery)
    if sys.stdout.isatty():
        output.data(visible(text, keep="\n"))
    else:  # to be run, not to be looked at
        output.raw(f"{text}\n".encode("utf-8", "backslashreplace"))


def _print(
    output: Output,
    stored: StoredDelivery,
    record_history: RecordHistory,
    view: View,
    size: int,
) -> None:
    """size: of the body that came, before anything in it was masked."""
    from twenty_hooks.render import console
    from twenty_hooks.render.deliveries import delivery_lines

    screen = console.stdout(output.color)
    for line in delivery_lines(
        stored.received.verified,
        stored.received.status,
        view=view,
        width=screen.width,
        identity=stored.id,
        record_history=record_history,
        fault=stored.received.fault,
        later=True,
        size=size,
    ):
        screen.line(line)


def _attempt_json(attempt: Attempt) -> dict[str, object]:
    shape = attempt.to_json()
    del shape["id"], shape["event"]  # those of the delivery it stands in
    return {"kind": attempt.kind, **shape}


def _print_attempts(
    output: Output, attempts: Sequence[Attempt], unforwarded: Sequence[PendingForward]
) -> None:
    from twenty_hooks.render import console
    from twenty_hooks.render.attempts import attempt_lines, unforwarded_lines

    screen = console.stdout(output.color)
    for attempt in attempts[-_ATTEMPTS_SHOWN:]:
        for line in attempt_lines(attempt, width=screen.width, later=True):
            screen.line(line)
    for one in unforwarded:
        for line in unforwarded_lines(
            one.target, is_waiting=one.is_waiting, width=screen.width
        ):
            screen.line(line)
    if len(attempts) > _ATTEMPTS_SHOWN:
        output.info(
            f"these are the last {_ATTEMPTS_SHOWN} of {len(attempts)} results that are "
            "kept; --json has them all"
        )


def _print_diff(
    output: Output, stored: StoredDelivery, record_history: RecordHistory
) -> None:
    from twenty_hooks.render import console, record_diff

    mark = output.style("!", err=True, fg="yellow")
    for note in record_diff.notes(record_history, is_update=True):
        output.info(f"{mark} {visible(note)}")
    if record_history.previous is None:
        return
    output.info(record_diff.heading(stored, record_history.previous))
    if not record_diff.shown_rows(record_history):
        output.info(record_diff.NOTHING)
    elif sys.stdout.isatty():
        screen = console.stdout(output.color)
        for line in record_diff.lines(record_history, width=screen.width):
            screen.line(line)
    else:
        for row in record_diff.table(record_history):
            output.data(row)
