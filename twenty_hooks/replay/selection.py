"""Choose the deliveries to replay."""

from __future__ import annotations

import contextlib
import shlex
import tempfile
from collections.abc import Callable, Sequence

from twenty_hooks.console import file_input
from twenty_hooks.console.hints import with_store
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.formats.reader import Problem
from twenty_hooks.replay import file_source
from twenty_hooks.replay.options import ReplayRequest
from twenty_hooks.replay.plan import PlannedSend, ReplayPlan
from twenty_hooks.replay.spool import Spool
from twenty_hooks.store import Place, Selection, Store, Undelivered

_EXAMPLE_URL = "http://127.0.0.1:3000/webhooks"


def choose(
    request: ReplayRequest,
    stack: contextlib.ExitStack,
    secrets: Secrets,
    report_problem: Callable[[str, Problem], None],
    info: Callable[[str], None],
) -> ReplayPlan:
    """Return the plan for a request. It is empty only if nothing has failed.

    Args:
        stack: closes the files and stores that are opened here.
        secrets: verify the deliveries of a file.
        report_problem: called with the name of a file and what can't be read in it.
        info: prints a message while something is waited for.

    Raises:
        UsageError: the request is contradictory, or has no target.
        SetupError: a file, a store or a delivery is missing.
    """
    has_filters = request.failed or request.selection != Selection()
    if request.whole_store and (has_filters or request.names):
        raise UsageError("--all can't be used with ids, files or filters")
    if not request.names and not has_filters and not request.whole_store:
        raise UsageError(
            "nothing to replay: name deliveries, or choose them with options",
            hint=with_store(f"hooks replay @1 --to {_EXAMPLE_URL}", request.store),
        )
    are_files = [file_input.means_file(name) for name in request.names]
    if any(are_files):
        if has_filters or not all(are_files):
            raise UsageError(
                "ids and filters choose from the store, not from a file",
                hint=with_store("hooks deliveries import FILE", request.store),
            )
        return _files(request, stack, secrets, report_problem, info)
    if request.names and has_filters:
        raise UsageError("use ids or filters, not both")
    store = stack.enter_context(request.open_store())
    if request.names:
        return _named(store, request)
    return _failed(store, request) if request.failed else _filtered(store, request)


def _files(
    request: ReplayRequest,
    stack: contextlib.ExitStack,
    secrets: Secrets,
    report_problem: Callable[[str, Problem], None],
    info: Callable[[str], None],
) -> ReplayPlan:
    names = request.names
    if request.to is None:
        raise UsageError(
            "missing option: --to URL",
            hint=f"hooks replay {shlex.join(names)} --to {_EXAMPLE_URL}",
        )
    if any(map(file_input.is_typed, names)):
        info("reading deliveries from stdin; press Ctrl-D to end")
    if len(names) == 1 and file_input.is_pipe(names[0]):
        if not request.option_needing_all:
            return file_source.plan_pipe(names[0], request.to, secrets, report_problem)
        info(f"reading the whole pipe first, for {request.option_needing_all}")
    spool = Spool(secrets, stack.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115
    return file_source.plan_files(names, request.to, spool, report_problem)


def _named(store: Store, request: ReplayRequest) -> ReplayPlan:
    """Plan deliveries by their ids, in the order they were named."""
    items: list[PlannedSend] = []
    for name in request.names:
        stored = store.find(name)
        moment_ms = stored.delivery.received_at_ms
        found = _items(store, stored.sequence, moment_ms, request.to)
        if not found:
            command = f"hooks replay {stored.id} --to {_EXAMPLE_URL}"
            raise UsageError(
                f"missing option: --to URL ({stored.id} was never forwarded)",
                hint=with_store(command, request.store),
            )
        items += found
    return ReplayPlan(items, store.at, is_single=len(items) == 1)


def _filtered(store: Store, request: ReplayRequest) -> ReplayPlan:
    """Plan all deliveries that match the filters, except refused ones."""
    places = store.places(request.selection)
    trusted, notes = _without_refused(places, request.selection)
    if not trusted:
        if not store.path.exists():
            notes = (f"there is no store {store.path}",)
        raise SetupError(
            ": ".join(("no delivery to replay", *notes)),
            hint=with_store("hooks deliveries list", request.store),
            code="unknown-delivery",
        )
    items = [
        item
        for place in trusted
        for item in _items(store, place.sequence, place.moment_ms, request.to)
    ]
    planned = {item.reference for item in items}
    lost = len({place.sequence for place in trusted} - planned)
    if lost:
        raise UsageError(
            f"missing option: --to URL ({lost} of {len(trusted)} deliveries were never "
            "forwarded)",
            hint=f"--to {_EXAMPLE_URL}",
        )
    return ReplayPlan(items, store.at, notes=notes)


def _failed(store: Store, request: ReplayRequest) -> ReplayPlan:
    """Plan what failed at a target, or was never forwarded to it.

    With --to: what failed or was not forwarded anywhere, and has not succeeded there.
    The plan is empty if there is nothing of it.
    """
    targets = store.failed(request.to)
    failing = [
        place for place in store.places(request.selection) if place.sequence in targets
    ]
    trusted, notes = _without_refused(failing, request.selection)
    chosen = [
        (place, undelivered)
        for place in trusted
        for undelivered in targets[place.sequence]
    ]
    items = [
        PlannedSend(place.sequence, undelivered.target, place.moment_ms)
        for place, undelivered in chosen
    ]
    everything = [item for group in targets.values() for item in group]
    if chosen:
        notes += (_how_many([undelivered for _, undelivered in chosen]),)
    else:
        notes += (_why_none(store, everything),)
    return ReplayPlan(items, store.at, notes=notes)


def _how_many(undelivered: Sequence[Undelivered]) -> str:
    """Return `selected: 3 failed, 17 never forwarded`."""
    failed = sum(item.was_tried for item in undelivered)
    never = len(undelivered) - failed
    parts = [f"{failed} failed"] if failed else []
    parts += [f"{never} never forwarded"] if never else []
    return f"selected: {', '.join(parts)}"


def _why_none(store: Store, undelivered: Sequence[Undelivered]) -> str:
    if not store.path.exists():
        return f"there is no store {store.path}: nothing to resend"
    if undelivered:
        count = len(undelivered)
        noun = "delivery" if count == 1 else "deliveries"
        return f"none of the {count} undelivered {noun} matches: nothing to resend"
    if waiting := store.count_waiting():
        noun = "delivery" if waiting == 1 else "deliveries"
        return f"nothing failed; a running listener will forward {waiting} {noun}"
    return "nothing failed: nothing to resend"


def _without_refused(
    places: Sequence[Place], selection: Selection
) -> tuple[Sequence[Place], tuple[str, ...]]:
    """Return the places without refused deliveries, and a note about those.

    A forged delivery must not be signed by accident. It is kept if its verdict is
    asked for.
    """
    refused = [place for place in places if not place.is_trusted]
    if selection.verdicts or not refused:
        return places, ()
    verdicts = ", ".join(sorted({place.verdict for place in refused}))
    one = len(refused) == 1
    note = (
        f"skipped {len(refused)} refused {'delivery' if one else 'deliveries'} "
        f"({verdicts}): send {'it' if one else 'them'} by id or with --verdict"
    )
    return [place for place in places if place.is_trusted], (note,)


def _items(
    store: Store, sequence: int, moment_ms: int | None, to: str | None
) -> list[PlannedSend]:
    urls = store.targets(sequence) if to is None else (to,)
    return [PlannedSend(sequence, url, moment_ms) for url in urls]
