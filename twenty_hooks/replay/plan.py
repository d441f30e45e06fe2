"""Which deliveries are sent, to where, and in which order.

A plan holds only references. Each delivery is read when it is sent, so that any number
of them takes little memory.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.errors import UsageError
from twenty_hooks.replay.pipe_reader import PipeReader


class PlannedSend(NamedTuple):
    """One delivery to send to one URL.

    `reference` finds the delivery with `ReplayPlan.load`. `moment_ms` is the time it
    was received (Unix milliseconds), if known.
    """

    reference: int
    url: str
    moment_ms: int | None


class PipeSource(NamedTuple):
    """Deliveries that are read from a pipe while they are sent, and their target."""

    reader: PipeReader
    url: str


class ReplayPlan(NamedTuple):
    """What is sent, in the order it was received.

    Attributes:
        items: empty for a pipe, whose deliveries are not known yet.
        load: returns the delivery of a reference; None if it was removed meanwhile.
        is_stored: whether results can be stored beside the deliveries.
        is_single: whether one delivery was named, and goes to one target.
        notes: messages to print before anything is sent.
        pipe: the source of a plan without items.
    """

    items: Sequence[PlannedSend]
    load: Callable[[int], StoredDelivery | None]
    is_stored: bool = True
    is_single: bool = False
    notes: tuple[str, ...] = ()
    pipe: PipeSource | None = None

    def deliveries(
        self, indexes: Iterable[int]
    ) -> Iterator[tuple[PlannedSend, StoredDelivery | None]]:
        """Yield the items of these indexes, or those of the pipe, each when taken."""
        if self.pipe is not None:
            for stored in self.pipe.reader.deliveries():
                yield PlannedSend(0, self.pipe.url, None), stored
            return
        for index in indexes:
            item = self.items[index]
            yield item, self.load(item.reference)

    def indexes(self, count: int, *, shuffle: bool) -> Iterator[int]:
        """Yield the index of each item, `count` times over.

        All items are sent once before any is sent again.
        """
        for _ in range(count):
            indexes = list(range(len(self.items)))
            if shuffle:
                Random().shuffle(indexes)  # noqa: S311 - nothing secret
            yield from indexes

    def in_original_order(self) -> ReplayPlan:
        """Return the plan sorted by the time of receipt.

        An item without a time follows the item before it. Raises UsageError if no time
        is known.
        """
        moments = (item.moment_ms for item in self.items)
        known = next((moment for moment in moments if moment is not None), None)
        if known is None:
            raise UsageError(
                "--original-timing: these deliveries do not say when they were received"
            )
        items = []
        for item in self.items:
            known = known if item.moment_ms is None else item.moment_ms
            items.append(item._replace(moment_ms=known))
        return self._replace(items=sorted(items, key=operator.attrgetter("moment_ms")))
