"""Where `hooks listen` records a delivery before it is answered: a store, a file."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.formats.jsonl import Recording
from twenty_hooks.listen.browse_list import BrowseList
from twenty_hooks.listen.forward_queue import ForwardQueue
from twenty_hooks.listen.print_queue import PrintQueue
from twenty_hooks.store import AttemptLog, GroupCommit, Selection, Span, Store

# With --no-store, so much can wait to be shown or forwarded.
_TEMPORARY_BYTES = 64_000_000


class Recorder:
    """Records every delivery in all the places there are, or fails.

    is_temporary: nothing of it outlasts this listener.
    """

    def __init__(
        self,
        stack: contextlib.ExitStack,
        store: Path | None,
        save: Path | None,
        *,
        limit: int,
        notice: Callable[[str], None],
    ) -> None:
        """stack: closes what is opened here. store: None for a store in a temporary
        directory, which is removed at the end. save: a file of JSON Lines to append to.

        Raises SetupError when one of them can't be written.
        """
        self.is_temporary = store is None
        self._stack = stack
        self._recording = stack.enter_context(Recording(save)) if save else None
        if store is None:
            directory = tempfile.TemporaryDirectory(
                prefix="twenty-hooks-", ignore_cleanup_errors=True
            )
            store = Path(stack.enter_context(directory)) / "deliveries.db"
            limit = _TEMPORARY_BYTES
        self._path = store
        self._targets: Callable[[ReceivedDelivery], Sequence[str]] = lambda _: ()
        self._writer = stack.enter_context(
            GroupCommit(
                store,
                limit=limit,
                notice=notice,
                save=self._save if save else None,
                is_temporary=self.is_temporary,
            )
        )
        self._span = Span(self._writer.session, self._reader().newest())

    def forwards(self, targets: Callable[[ReceivedDelivery], Sequence[str]]) -> None:
        """Add each delivery to the outbox for these targets."""
        self._targets = targets

    @property
    def left(self) -> int:
        """How many forwards have no attempt yet."""
        with Store(self._path) as store:
            return store.count_queued(self._writer.session)

    def print_queue(self) -> PrintQueue:
        """What waits to be printed. To be asked for before any comes."""
        return PrintQueue(self._reader(), self._writer)

    def forward_queue(self) -> ForwardQueue:
        """What of all that comes waits to be forwarded."""
        return ForwardQueue(
            self._reader(), self._writer.session, is_lasting=not self.is_temporary
        )

    def attempt_log(self) -> AttemptLog:
        """Where the results of forwarding go."""
        log = AttemptLog(self._path, self._writer.session)
        return self._stack.enter_context(log)

    def browse_list(self, patterns: Sequence[str]) -> BrowseList:
        """What comes of these events, to be looked through."""
        return BrowseList(self._reader(), self._span, Selection(tuple(patterns)))

    async def keep(
        self, received_deliveries: Sequence[ReceivedDelivery]
    ) -> Sequence[str]:
        """Return their ids when they are safe. Raises OSError when they can't be."""
        return await asyncio.gather(
            *(
                self._writer.append(received, self._targets(received))
                for received in received_deliveries
            )
        )

    def _save(self, deliveries: Sequence[Delivery]) -> None:
        """Called by the thread that commits."""
        if self._recording is not None:
            for delivery in deliveries:
                self._recording.append(delivery)
            self._recording.sync()

    def _reader(self) -> Store:
        return self._stack.enter_context(Store(self._path))
