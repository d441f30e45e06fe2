"""What `hooks replay` sends: deliveries of the store, or of a file, and where they go.

Only their places are held; each delivery is read when its turn comes, so that however
many there are, they take little memory.
"""

from __future__ import annotations

import contextlib
import operator
import shlex
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from twenty_hooks.console import file_input
from twenty_hooks.console.hints import with_store
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import HooksError, SetupError, UsageError
from twenty_hooks.formats import reader
from twenty_hooks.formats.reader import Problem
from twenty_hooks.replay.pipe_reader import Arriving
from twenty_hooks.replay.spool import Spool
from twenty_hooks.system import paths

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import Place, Selection, Store, Undelivered

_ANY_TARGET = "http://127.0.0.1:3000/webhooks"
_WHAT = "the deliveries"


class Item(NamedTuple):
    """One sending. place: where `Replayed.load` finds the delivery. moment_ms: when it
    came, Unix ms, where that is known."""

    place: int
    url: str
    moment_ms: int | None


class ReplayPlan(NamedTuple):
    """What is to be sent, in the order it came, and how to get at it.

    load: the delivery at a place; None if it is gone by now. is_stored: results can be
    kept beside it. is_one: a single delivery was named, and goes to one place. notes:
    what has to be said before. arriving: a pipe that brings them, and its target; then
    nobody knows yet how many there are, and `items` is empty.
    """

    items: Sequence[Item]
    load: Callable[[int], StoredDelivery | None]
    is_stored: bool = True
    is_one: bool = False
    notes: tuple[str, ...] = ()
    arriving: tuple[Arriving, str] | None = None

    def each(
        self, numbers: Iterable[int]
    ) -> Iterator[tuple[Item, StoredDelivery | None]]:
        """The items of these numbers, or what a pipe brings, each as it is asked for
        with its delivery."""
        if self.arriving is not None:
            pipe, url = self.arriving
            for stored in pipe.each():
                yield Item(0, url, None), stored
            return
        for number in numbers:
            item = self.items[number]
            yield item, self.load(item.place)

    def still_failing(self, asked: ReplayRequest) -> str:
        """How to send again what failed; empty where nothing of this did."""
        if not self.is_stored or not self.items:
            return ""
        with asked.opened() as store:
            failing = store.failed()
        owed = ((item.url, failing.get(item.place, ())) for item in self.items)
        if not any(url == one.target for url, those in owed for one in those):
            return ""
        command = with_store("hooks replay --failed", asked.store)
        return (
            f"what failed is kept: {command} sends all that failed again "
            f"({len(failing)} so far)"
        )

    def by_moment(self) -> ReplayPlan:
        """In the order they came; one of which that is not known comes with the one
        before. Raises UsageError if nothing is known."""
        moments = (one.moment_ms for one in self.items)
        known = next((moment for moment in moments if moment is not None), None)
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
class ReplayRequest:
    """What the command line asks for. to: a URL, or where each was forwarded to.
    store: one that was named, or the default one. needs_all: the option that can't
    begin before the last one is known, if one is given.
    whole_store: nothing is to narrow it."""

    words: tuple[str, ...]
    chosen: Selection
    failed: bool
    to: str | None
    store: Path | None
    needs_all: str = ""
    whole_store: bool = False

    @property
    def path(self) -> Path:
        return self.store or paths.store_file()

    def opened(self) -> Store:
        """Raises SetupError if it can't be read."""
        from twenty_hooks.store import Store

        return Store(self.path)


def choose(
    asked: ReplayRequest,
    stack: contextlib.ExitStack,
    secrets: Secrets,
    tell: Callable[[str, Problem], None],
    say: Callable[[str], None],
) -> ReplayPlan:
    """What is asked for; without any item only where nothing failed.

    stack: closes what is opened here. secrets: judge what comes from a file. tell: gets
    the name of a file and what of it can't be read. say: gets what has to be known
    while something is waited for. Raises UsageError for what can't be
    meant or where nothing says where one goes, SetupError for what is not there.
    """
    from twenty_hooks.store import Selection

    narrows = asked.failed or asked.chosen != Selection()
    if asked.whole_store and (narrows or asked.words):
        raise UsageError("--all stands alone: without ids, files, options that choose")
    if not asked.words and not narrows and not asked.whole_store:
        raise UsageError(
            "there is nothing to send: name deliveries, or say which with options",
            hint=with_store(f"hooks replay @1 --to {_ANY_TARGET}", asked.store),
        )
    are_files = [file_input.means_file(word) for word in asked.words]
    if any(are_files):
        if narrows or not all(are_files):
            raise UsageError(
                "a file is sent whole: options and ids choose from the store",
                hint=with_store("hooks deliveries import FILE", asked.store),
            )
        if asked.to is None:
            raise UsageError(
                "where to? --to is missing",
                hint=f"hooks replay {shlex.join(asked.words)} --to {_ANY_TARGET}",
            )
        if any(map(file_input.is_typed, asked.words)):
            say("reading deliveries from stdin: Ctrl-D ends them")
        if len(asked.words) == 1 and file_input.is_pipe(asked.words[0]):
            if not asked.needs_all:
                return _of_pipe(asked.words[0], asked.to, secrets, tell)
            say(f"all is read before any is sent, as {asked.needs_all} needs all of it")
        spool = Spool(secrets, stack.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115
        return _of_files(asked.words, asked.to, spool, tell)
    if asked.words and narrows:
        raise UsageError("give ids, or options that choose, not both")
    store = stack.enter_context(asked.opened())
    if asked.words:
        return _named(store, asked)
    return _failed(store, asked) if asked.failed else _selected(store, asked)


def _named(store: Store, asked: ReplayRequest) -> ReplayPlan:
    """Deliveries by their names, in that order."""
    items: list[Item] = []
    for word in asked.words:
        stored = store.find(word)
        moment_ms = stored.delivery.received_at_ms
        found = _items(store, stored.sequence, moment_ms, asked.to)
        if not found:
            command = f"hooks replay {stored.id} --to {_ANY_TARGET}"
            raise UsageError(
                f"where to? {stored.id} was never forwarded, and --to is missing",
                hint=with_store(command, asked.store),
            )
        items += found
    return ReplayPlan(items, store.at, is_one=len(items) == 1)


def _selected(store: Store, asked: ReplayRequest) -> ReplayPlan:
    """All that options choose, but what was refused."""
    paths, notes = _accepted(store.places(asked.chosen), asked.chosen)
    if not paths:
        if not store.path.exists():
            notes = (f"there is no store {store.path}",)
        raise SetupError(
            ": ".join(("no delivery to send again", *notes)),
            hint=with_store("hooks deliveries list", asked.store),
            code="unknown-delivery",
        )
    items = [
        item
        for place in paths
        for item in _items(store, place.sequence, place.moment_ms, asked.to)
    ]
    lost = len({place.sequence for place in paths} - {item.place for item in items})
    if lost:
        raise UsageError(
            f"where to? {lost} of the {len(paths)} were never forwarded, and --to is "
            "missing",
            hint=f"--to {_ANY_TARGET}",
        )
    return ReplayPlan(items, store.at, notes=notes)


def _failed(store: Store, asked: ReplayRequest) -> ReplayPlan:
    """What was forwarded, or sent again, and last failed at a target, and what was left
    by a listener that ended before; none if there is none of it. With another target:
    what has not gone well there since."""
    targets = store.failed(asked.to)
    failing = [one for one in store.places(asked.chosen) if one.sequence in targets]
    paths, notes = _accepted(failing, asked.chosen)
    owed = [(place, one) for place in paths for one in targets[place.sequence]]
    items = [Item(place.sequence, one.target, place.moment_ms) for place, one in owed]
    all_owed = [one for those in targets.values() for one in those]
    sent = [one for _, one in owed]
    notes += (_how_many(sent) if sent else _why_none(store, all_owed),)
    return ReplayPlan(items, store.at, notes=notes)


def _how_many(owed: Sequence[Undelivered]) -> str:
    """`chosen: 3 failed, 17 were never forwarded`."""
    failed = sum(one.was_tried for one in owed)
    never = len(owed) - failed
    words = [f"{failed} failed"] if failed else []
    if never:
        words.append(f"{never} {'was' if never == 1 else 'were'} never forwarded")
    return f"chosen: {', '.join(words)}"


def _why_none(store: Store, owed: Sequence[Undelivered]) -> str:
    if not store.path.exists():
        return f"there is no store {store.path}: nothing was ever sent on from it"
    if owed:
        is_left = any(not one.was_tried for one in owed)
        what = "failed or were never forwarded" if is_left else "failed"
        return f"none of the {len(owed)} that {what} is chosen: nothing is sent"
    if waiting := store.count_waiting():
        wait = "1 waits" if waiting == 1 else f"{waiting} wait"
        return f"nothing failed; {wait} for the listener that runs to forward"
    return "nothing failed: there is nothing to send again"


def _accepted(
    places: Sequence[Place], chosen: Selection
) -> tuple[Sequence[Place], tuple[str, ...]]:
    """Without what was refused, unless its verdict is named: a forged delivery must not
    be signed by accident. And what is to be said of that."""
    refused = [place for place in places if not place.is_trusted]
    if chosen.verdicts or not refused:
        return places, ()
    verdicts = ", ".join(sorted({place.verdict for place in refused}))
    note = (
        f"left out as they were refused: {len(refused)} (their ids would send them, or "
        f"--verdict: {verdicts})"
    )
    return [place for place in places if place.is_trusted], (note,)


def _of_files(
    files: Sequence[str],
    to: str,
    spool: Spool,
    tell: Callable[[str, Problem], None],
) -> ReplayPlan:
    """The deliveries of files, in any form that can be read."""
    for file in files:
        name = _name(file)
        with file_input.opened(file, _WHAT) as stream:
            signs = _signing(file, to)
            for found in reader.deliveries(stream, "auto", name, for_a_body=signs):
                if isinstance(found, Problem):
                    tell(name, found)
                else:
                    spool.add(found)
    if not spool.moments:
        raise HooksError(
            f"there is no delivery in {', '.join(files)}", code="unreadable-delivery"
        )
    items = [Item(n, to, moment) for n, moment in enumerate(spool.moments)]
    return ReplayPlan(items, spool.load, is_stored=False)


def _of_pipe(
    pipe: str, to: str, secrets: Secrets, tell: Callable[[str, Problem], None]
) -> ReplayPlan:
    """Each as somebody writes it; the first is there already."""
    name = _name(pipe)
    arriving = Arriving(name, secrets, tell)
    stream = file_input.opened_for_good(pipe, _WHAT)
    signs = _signing(pipe, to)
    arriving.start(lambda: reader.deliveries(stream, "auto", name, for_a_body=signs))
    return ReplayPlan((), lambda _: None, is_stored=False, arriving=(arriving, to))


def _signing(file: str, to: str) -> str:
    """What sends a file that is only a body."""
    return f"hooks send --body {shlex.quote(file)} --to {shlex.quote(to)}"


def _name(file: str) -> str:
    return "stdin" if file == file_input.STDIN else file


def _items(
    store: Store, sequence: int, moment_ms: int | None, to: str | None
) -> list[Item]:
    urls = store.targets(sequence) if to is None else (to,)
    return [Item(sequence, url, moment_ms) for url in urls]
