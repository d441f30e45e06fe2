"""Where `hooks listen` records a delivery before it is answered: a store, a file."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.formats.jsonl import Recording
from twenty_hooks.listen.browse_list import BrowseList
from twenty_hooks.listen.forward_queue import ForwardQueue, Targets
from twenty_hooks.listen.print_queue import PrintQueue
from twenty_hooks.store import AttemptLog, Forwarding, Selection, Span, Store, Writer

if TYPE_CHECKING:  # an edge: imported by the command that needs it
    pass

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
        self._forwarding: Forwarding | None = None
        # Closed after the writer has ended, which keeps some to its very end.
        self._after_writer = stack.enter_context(contextlib.ExitStack())
        self._writer = stack.enter_context(
            Writer(store, limit=limit, notice=notice, is_temporary=self.is_temporary)
        )
        self._span = Span(self._writer.session, self._reader().newest())

    def forwards(self, routes: Sequence[EventRule], *, takes_invalid: bool) -> None:
        """Note in the store what of all that comes goes where. To be called before any
        comes. Raises SetupError."""
        self._forwarding = self._after_writer.enter_context(
            Forwarding(
                self._path, self._writer.session, routes, takes_invalid=takes_invalid
            )
        )

    @property
    def left(self) -> int:
        """Known after the end: how many forwards were left behind in the store."""
        return self._forwarding.left if self._forwarding else 0

    def print_queue(self) -> PrintQueue:
        """What waits to be printed. To be asked for before any comes."""
        return PrintQueue(self._reader(), self._writer)

    def forward_queue(self, targets: Targets, *, takes_invalid: bool) -> ForwardQueue:
        """What of all that comes waits to be forwarded. To be asked for before any, and
        after `forwards`."""
        assert self._forwarding is not None  # noqa: S101 - a mistake of ours
        return ForwardQueue(
            self._reader(),
            self._writer,
            self._forwarding,
            targets,
            takes_invalid=takes_invalid,
            is_lasting=not self.is_temporary,
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
        if self._recording is not None:
            for received in received_deliveries:
                self._recording.append(received.delivery)
        return await self._writer.keep(received_deliveries)

    def _reader(self) -> Store:
        return self._stack.enter_context(Store(self._path))
