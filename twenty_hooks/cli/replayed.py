"""What `hooks replay` sends: deliveries of the store, or of a file, and where they go.

Only their places are held; each delivery is read when its turn comes, so that however
many there are, they take little memory.
"""

from __future__ import annotations

import contextlib
import io
import json
import operator
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from twenty_hooks import reading
from twenty_hooks.cli import source, stored_choice
from twenty_hooks.delivery import from_json
from twenty_hooks.errors import HooksError, SetupError, UsageError
from twenty_hooks.judging import Arrival, Secrets
from twenty_hooks.output import compact_json
from twenty_hooks.reading import Found, Problem
from twenty_hooks.stored import Stored

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Selection, Store

_ID = re.compile(r"[0-9a-z]{1,40}\Z", re.ASCII)
_ANY_TARGET = "http://127.0.0.1:3000/webhooks"
_LIST = "hooks deliveries list"


class Item(NamedTuple):
    """One sending. place: where `Replayed.load` finds the delivery. moment_ms: when it
    came, Unix ms, where that is known."""

    place: int
    url: str
    moment_ms: int | None


class Replayed(NamedTuple):
    """What is to be sent, in the order it came, and how to get at it.

    load: the delivery at a place; None if it is gone by now. is_stored: results can be
    kept beside it. left_out: how many of those that were chosen had been refused.
    """

    items: Sequence[Item]
    load: Callable[[int], Stored | None]
    is_stored: bool = True
    left_out: int = 0

    def by_moment(self) -> Replayed:
        """In the order they came; one of which that is not known comes with the one
        before. Raises UsageError if nothing is known."""
        known = next((one.moment_ms for one in self.items if one.moment_ms), None)
        if known is None:
            raise UsageError(
                "nothing says when these came: there is no --original-timing"
            )
        items = []
        for item in self.items:
            known = known if item.moment_ms is None else item.moment_ms
            items.append(item._replace(moment_ms=known))
        return self._replace(items=sorted(items, key=operator.attrgetter("moment_ms")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. to: a URL, or where each was forwarded to."""

    words: tuple[str, ...]
    chosen: Selection
    failed: bool
    to: str | None
    store: Path


def choose(
    asked: Asked,
    stack: contextlib.ExitStack,
    secrets: Secrets,
    tell: Callable[[str, Problem], None],
) -> Replayed:
    """What is asked for; without any item only where nothing failed.

    stack: closes what is opened here. secrets: judge what comes from a file. tell: gets
    the name of a file and what of it can't be read. Raises UsageError for what can't be
    meant or where nothing says where one goes, SetupError for what is not there.
    """
    from twenty_hooks.store import Selection, Store

    narrows = asked.failed or asked.chosen != Selection()
    if not asked.words and not narrows:
        raise UsageError(
            "there is nothing to send: name deliveries, or say which with options",
            hint=f"hooks replay @1 --to {_ANY_TARGET}",
        )
    are_files = [stored_choice.means_file(word) for word in asked.words]
    if any(are_files):
        if narrows or not all(are_files):
            raise UsageError(
                "a file is sent whole: options and ids choose from the store",
                hint="hooks deliveries import FILE",
            )
        if asked.to is None:
            raise UsageError(
                "where to? --to is missing",
                hint=f"hooks replay {asked.words[0]} --to {_ANY_TARGET}",
            )
        spool = _Spool(secrets, stack.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115
        return _of_files(asked.words, asked.to, spool, tell)
    if asked.words and narrows:
        raise UsageError("give ids, or options that choose, not both")
    store = stack.enter_context(Store(asked.store))
    if asked.words:
        return _named(store, asked.words, asked.to)
    if asked.failed:
        return _failed(store, asked.chosen, asked.to)
    return _selected(store, asked.chosen, asked.to)


def _named(store: Store, words: Iterable[str], to: str | None) -> Replayed:
    """Deliveries by their names, in that order."""
    items: list[Item] = []
    for word in words:
        stored = store.find(word)
        moment_ms = stored.arrival.judgement.delivery.received_at_ms
        found = _items(store, stored.sequence, moment_ms, to)
        if not found:
            raise UsageError(
                f"where to? {stored.id} was never forwarded, and --to is missing",
                hint=f"hooks replay {stored.id} --to {_ANY_TARGET}",
            )
        items += found
    return Replayed(items, store.at)


def _selected(store: Store, chosen: Selection, to: str | None) -> Replayed:
    """All that options choose, but what was refused: a forged delivery must not be
    signed by accident."""
    places = store.places(chosen)
    left_out = 0
    if not chosen.verdicts:
        accepted = store.places(replace(chosen, accepted=True))
        left_out = len(places) - len(accepted)
        places = accepted
    if not places:
        refused = f": the {left_out} chosen were refused" if left_out else ""
        raise SetupError(
            f"no delivery to send again{refused}",
            hint="name them by --verdict (mismatch, unsigned, ...) or by id"
            if left_out
            else _LIST,
            code="unknown-delivery",
        )
    items = [item for place in places for item in _items(store, *place, to)]
    lost = len({place.sequence for place in places} - {item.place for item in items})
    if lost:
        raise UsageError(
            f"where to? {lost} of the {len(places)} were never forwarded, and --to is "
            "missing",
            hint=f"--to {_ANY_TARGET}",
        )
    return Replayed(items, store.at, left_out=left_out)


def _failed(store: Store, chosen: Selection, to: str | None) -> Replayed:
    """What was forwarded, or sent again, and last failed at a target; none if nothing
    did. With another target: what has not gone well there since."""
    targets = store.failed(to)
    places = [one for one in store.places(chosen) if one.sequence in targets]
    left_out = 0
    if not chosen.verdicts:
        accepted = set(store.places(replace(chosen, accepted=True)))
        left_out = sum(place not in accepted for place in places)
        places = [place for place in places if place in accepted]
    items = [
        Item(place.sequence, url, place.moment_ms)
        for place in places
        for url in targets[place.sequence]
    ]
    return Replayed(items, store.at, left_out=left_out)


def _of_files(
    files: Sequence[str],
    to: str,
    spool: _Spool,
    tell: Callable[[str, Problem], None],
) -> Replayed:
    """The deliveries of files, in any form that can be read."""
    for file in files:
        name = "stdin" if file == source.STDIN else file
        with source.opened(file, "the deliveries") as stream:
            for found in reading.deliveries(stream, "auto", name):
                if isinstance(found, Problem):
                    tell(name, found)
                else:
                    spool.add(found)
    if not spool.moments:
        raise HooksError(
            f"there is no delivery in {', '.join(files)}", code="unreadable-delivery"
        )
    items = [Item(n, to, moment) for n, moment in enumerate(spool.moments)]
    return Replayed(items, spool.load, is_stored=False)


class _Spool:
    """Deliveries in a temporary file of this user: a pipe can be read only once, and a
    long file would take all the memory."""

    def __init__(self, secrets: Secrets, file: IO[bytes]) -> None:
        self.moments: list[int | None] = []
        self._secrets = secrets
        self._offsets: list[int] = []
        self._file = file

    def add(self, found: Found) -> None:
        identity = found.extra.get("id")
        known = isinstance(identity, str) and _ID.match(identity)
        line = {"id": identity if known else "", **found.delivery.to_json()}
        self.moments.append(found.delivery.received_at_ms)
        self._offsets.append(self._file.seek(0, io.SEEK_END))
        self._file.write(compact_json(line).encode() + b"\n")

    def load(self, place: int) -> Stored:
        self._file.seek(self._offsets[place])
        line = json.loads(self._file.readline())
        judgement = self._secrets.judge(from_json(line))
        return Stored(line["id"], 0, Arrival(judgement, None))


def _items(
    store: Store, sequence: int, moment_ms: int | None, to: str | None
) -> list[Item]:
    urls = store.targets(sequence) if to is None else (to,)
    return [Item(sequence, url, moment_ms) for url in urls]
