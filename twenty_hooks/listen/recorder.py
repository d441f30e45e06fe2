"""Where `hooks listen` records a delivery before it is answered: a store, a file."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.formats.jsonl import Recording
from twenty_hooks.store import GroupCommit, Span, Store

# With --no-store, so much can wait to be shown or forwarded.
_TEMPORARY_BYTES = 64_000_000


class Recorder:
    """Records every delivery in all the places there are, or fails.

    Attributes:
        is_temporary: Nothing of it outlasts this listener.
        span: The part of the store that is of this listener.
    """

    def __init__(
        self,
        store: Path | None,
        save: Path | None,
        *,
        limit: int,
        targets_of: Callable[[ReceivedDelivery], Sequence[str]],
        notice: Callable[[str], None],
    ) -> None:
        """Open the store, and the file.

        Args:
            store: None for a temporary one, which is removed at the end.
            save: A JSON Lines file to append to.
            limit: Of the store, in bytes.
            targets_of: Returns the URLs to which a delivery has to be forwarded.
            notice: Gets a sentence about the store.

        Raises:
            SetupError: One of them can't be written.
        """
        self.is_temporary = store is None
        self._targets_of = targets_of
        with contextlib.ExitStack() as stack:
            self._saved = stack.enter_context(Recording(save)) if save else None
            if store is None:
                directory = tempfile.TemporaryDirectory(
                    prefix="twenty-hooks-", ignore_cleanup_errors=True
                )
                store = Path(stack.enter_context(directory)) / "deliveries.db"
                limit = _TEMPORARY_BYTES
            self._path = store
            self._commit = stack.enter_context(
                GroupCommit(
                    store,
                    limit=limit,
                    notice=notice,
                    save=self._save if save else None,
                    is_temporary=self.is_temporary,
                )
            )
            self._readers = stack.enter_context(contextlib.ExitStack())
            self.span = Span(self._commit.session, self.reader().newest())
            self._stack = stack.pop_all()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def session(self) -> int:
        """The number that marks what this listener stored."""
        return self._commit.session

    @property
    def stored(self) -> int:
        """How many deliveries were stored."""
        return self._commit.stored

    @property
    def queued(self) -> int:
        """How many forwards were added to the outbox."""
        return self._commit.queued

    def append(self, received: ReceivedDelivery) -> Awaitable[str]:
        """Record a delivery; return its id when it is safe. Raises OSError when it
        can't be recorded."""
        return self._commit.append(received, self._targets_of(received))

    def append_attempt(self, attempt: Attempt) -> Awaitable[None]:
        """Store the result of forwarding. Raises OSError when it can't be stored."""
        return self._commit.append_attempt(attempt)

    def set_shown(self, sequence: int) -> None:
        """Allow that what was stored up to this delivery is pruned. From any thread."""
        self._commit.set_shown(sequence)

    def count_waiting(self) -> int:
        """Return how many forwards are left in the outbox."""
        with Store(self._path) as store:
            return store.count_queued(self.session)

    def reader(self) -> Store:
        """Open the store for reading; it is closed with the recorder."""
        return self._readers.enter_context(Store(self._path))

    def _save(self, deliveries: Sequence[Delivery]) -> None:
        """Called by the thread that commits."""
        if self._saved is not None:
            for delivery in deliveries:
                self._saved.append(delivery)
            self._saved.sync()
