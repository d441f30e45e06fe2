"""Where `hooks listen` puts a delivery before it is answered: a file, the store."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.formats.jsonl import Recording
from twenty_hooks.listen.browse_list import MemoryShelf, Shelf, StoreShelf
from twenty_hooks.listen.forward_queue import (
    Backlog,
    MemoryBacklog,
    StoreBacklog,
    Targets,
)
from twenty_hooks.listen.print_queue import StoreFeed
from twenty_hooks.store import AttemptLog, Forwarding, Selection, Span, Store, Writer

if TYPE_CHECKING:  # an edge: imported by the command that needs it
    from twenty_hooks.server.app import Keep


class Recorder:
    """Keeps every delivery in all the places there are, or fails."""

    def __init__(
        self,
        stack: contextlib.ExitStack,
        save: Path | None,
        notice: Callable[[str], None],
    ) -> None:
        """stack: closes what is opened here. save: a file of JSON Lines to append to.

        Raises SetupError when it can't be written.
        """
        self._stack = stack
        self._notice = notice
        self._recording = stack.enter_context(Recording(save)) if save else None
        self._writer: Writer | None = None
        self._path: Path | None = None
        self._forwarding: Forwarding | None = None
        # Closed after the writer has ended, which keeps some to its very end.
        self._after_writer = contextlib.ExitStack()

    def in_store(
        self, path: Path, limit: int, is_paused: Callable[[], bool]
    ) -> StoreFeed:
        """Keep them in this store too; what is kept comes out of the feed. is_paused:
        whether somebody has the feed wait."""
        self._path = path
        self._stack.enter_context(self._after_writer)
        self._writer = self._stack.enter_context(
            Writer(path, limit=limit, notice=self._notice, is_paused=is_paused)
        )
        store = self._stack.enter_context(Store(path))
        return StoreFeed(store, self._writer)

    def forwards(self, routes: Sequence[EventRule], *, takes_invalid: bool) -> None:
        """Note in the store, if there is one, what of all that comes goes where. To be
        called before any comes. Raises SetupError."""
        if self._writer is None or self._path is None:
            return
        self._forwarding = self._after_writer.enter_context(
            Forwarding(
                self._path, self._writer.session, routes, takes_invalid=takes_invalid
            )
        )

    @property
    def left(self) -> int:
        """Known after the end: how many forwards were left behind in the store."""
        return self._forwarding.left if self._forwarding else 0

    def backlog(self, targets: Targets, *, takes_invalid: bool) -> Backlog:
        """What of all that comes waits to be forwarded. To be asked for before any, and
        after `forwards`."""
        if self._writer is None or self._path is None or self._forwarding is None:
            return MemoryBacklog(targets, takes_invalid=takes_invalid)
        store = self._stack.enter_context(Store(self._path))
        return StoreBacklog(
            store,
            self._writer,
            self._forwarding,
            targets,
            takes_invalid=takes_invalid,
        )

    def attempt_log(self) -> AttemptLog | None:
        """Where the results of forwarding go; None without a store."""
        if self._writer is None or self._path is None:
            return None
        log = AttemptLog(self._path, self._writer.session)
        return self._stack.enter_context(log)

    def shelf(
        self, patterns: Sequence[str], wants: Callable[[str | None], bool]
    ) -> Shelf:
        """Where what comes, and is shown, can be looked through. To be asked for before
        any comes."""
        if self._writer is None or self._path is None:
            return MemoryShelf(wants)
        store = self._stack.enter_context(Store(self._path))
        within = Span(self._writer.session, store.newest())
        return StoreShelf(store, within, Selection(tuple(patterns)))

    @property
    def keep(self) -> Keep | None:
        """Gives their ids (empty without a store), when they are safe; None: kept
        nowhere.

        Raises OSError when they can't be kept.
        """
        is_stored = self._recording is not None or self._writer is not None
        return self._keep_all if is_stored else None

    async def _keep_all(
        self, received_deliveries: Sequence[ReceivedDelivery]
    ) -> Sequence[str]:
        if self._recording is not None:
            for received in received_deliveries:
                self._recording.append(received.delivery)
        if self._writer is None:
            return [""] * len(received_deliveries)
        return await self._writer.keep(received_deliveries)
