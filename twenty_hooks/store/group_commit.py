"""Makes deliveries durable while a listener waits: group commit.

Whatever is handed over while a commit runs is written together by the next one, with
one sync of the disk, by a thread of its own. So a burst costs few syncs, a lone
delivery waits for no other, and nothing is acknowledged that is not on disk. Results of
forwarding are written by the same thread, but do not wait for the disk: an attempt that
is lost with the power is made once more.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.stored import new_id
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import SetupError
from twenty_hooks.store import attempt_log, outbox, pruning, rows, schema
from twenty_hooks.store.listeners import RunningListener
from twenty_hooks.text.units import show_size

# How many commits may pass before the size of the store is looked at again,
_COMMITS_UNCHECKED = 200
# and how many bytes, as a share of its limit, which may be a small one.
_SHARE_UNCHECKED = 0.05
_PRUNE_TO = 0.9
# Of the files that SQLite keeps beside the store.
_ENDS = ("-wal", "-shm")


class _Delivery(NamedTuple):
    delivery: Delivery
    row: rows.Row
    targets: Sequence[str]
    done: asyncio.Future[Any]

    @property
    def result(self) -> str:
        return str(self.row[0])


class _Result(NamedTuple):
    attempt: Attempt
    done: asyncio.Future[Any]

    @property
    def result(self) -> None:
        return None


class GroupCommit:
    """Writes what one listener receives and forwards, until it is closed.

    Attributes:
        session: The number that marks what this listener stored.
        stored: How many deliveries were stored.
        queued: How many forwards were added to the outbox with them.
    """

    def __init__(
        self,
        path: Path,
        *,
        limit: int,
        notice: Callable[[str], None],
        save: Callable[[Sequence[Delivery]], None] | None = None,
        is_temporary: bool = False,
    ) -> None:
        """Open the store, and create it if there is none.

        Args:
            limit: In bytes. When the store is larger, the oldest deliveries are
                removed.
            notice: Gets a sentence about that.
            save: Writes deliveries to another place as well, before they are stored.
                It raises OSError if that fails.
            is_temporary: Nothing outlasts this listener, so nothing has to reach the
                disk, and its limit holds whatever waits in it.

        Raises:
            SetupError: The store can't be written.
        """
        self.session = int.from_bytes(os.urandom(6))
        self.stored = self.queued = 0
        self._path = path
        self._limit = limit
        self._notice = notice
        self._save = save
        self._is_temporary = is_temporary
        self._connection: sqlite3.Connection | None = None
        self._paths = (path, *(Path(f"{path.resolve()}{end}") for end in _ENDS))
        self._files: Sequence[object] = ()
        self._is_synced = True
        self._listener = RunningListener(path, self.session)
        self._queue: queue.SimpleQueue[_Delivery | _Result | None] = queue.SimpleQueue()
        self._commits = self._checked_at = self._unchecked_bytes = 0
        self._noticed_at = -_COMMITS_UNCHECKED
        self._is_pruning = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> GroupCommit:
        with schema.errors(self._path), contextlib.ExitStack() as stack:
            stack.callback(self._close)
            self._open()
            self._listener.__enter__()
            stack.pop_all()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Commit what still waits, and close the store."""
        self._queue.put(None)
        self._thread.join()
        self._close()
        self._listener.__exit__()

    def append(
        self, received: ReceivedDelivery, targets: Sequence[str] = ()
    ) -> asyncio.Future[str]:
        """Store a delivery, and add it to the outbox for these targets.

        Returns:
            Its id, as soon as it is on disk; OSError if it can't be stored.
        """
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        # Here, not in the thread: if it fails, it fails for this delivery alone.
        row = rows.to_row(new_id(), self.session, received)
        self._queue.put(_Delivery(received.delivery, row, targets, done))
        return done

    def append_attempt(self, attempt: Attempt) -> asyncio.Future[None]:
        """Store the result of sending a delivery; OSError if it can't be stored."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put(_Result(attempt, done))
        return done

    def set_shown(self, sequence: int) -> None:
        """Allow that what was stored up to this delivery is pruned. From any thread."""
        self._listener.set_shown(sequence)

    def _run(self) -> None:
        self._make_room()
        while batch := self._next_batch():
            _settle(batch, self._commit(batch))
            self._make_room()

    def _next_batch(self) -> list[_Delivery | _Result]:
        """Wait until anything was handed over, and return all of it; nothing at the
        end."""
        first = self._queue.get()
        batch = [] if first is None else [first]
        with contextlib.suppress(queue.Empty):
            while batch and len(batch) < rows.MOST_AT_ONCE:
                following = self._queue.get_nowait()
                if following is None:  # the end: for the next time
                    self._queue.put(None)
                    break
                batch.append(following)
        return batch

    def _commit(self, batch: Sequence[_Delivery | _Result]) -> OSError | None:
        """Write all of it or nothing; return why it failed."""
        deliveries = [one for one in batch if isinstance(one, _Delivery)]
        attempts = [one.attempt for one in batch if isinstance(one, _Result)]
        try:
            connection = self._usable()
            if self._save is not None and deliveries:
                self._save([one.delivery for one in deliveries])
            self._write(connection, deliveries, attempts)
        except SetupError as error:
            return OSError(None, error.message)
        except OSError as error:
            return error
        except Exception as error:  # noqa: BLE001 - this thread must not end
            self._close()  # it may be in any state
            return OSError(None, f"the store {self._path}: {schema.explain(error)}")
        return None

    def _usable(self) -> sqlite3.Connection:
        """Return a connection to the files that are at the path now."""
        files = self._identities()
        if self._connection is not None and files == self._files:
            return self._connection
        if self._connection is None and files[0] == self._files[0]:
            return self._open()
        # What is written to a removed file, the -wal too, is gone with this process.
        message = f"the store {self._path} was moved or replaced; start again"
        raise OSError(None, message)

    def _write(
        self,
        connection: sqlite3.Connection,
        deliveries: Sequence[_Delivery],
        attempts: Sequence[Attempt],
    ) -> None:
        if not self._is_temporary and self._is_synced != bool(deliveries):
            self._is_synced = bool(deliveries)
            level = "FULL" if self._is_synced else "NORMAL"
            connection.execute(f"PRAGMA synchronous = {level}")
        targets = [one.targets for one in deliveries]
        is_one_statement = not attempts and not any(targets)
        with (
            contextlib.nullcontext()
            if is_one_statement  # which is a transaction by itself
            else schema.transaction(connection)
        ):
            if deliveries:
                first = rows.insert(connection, [one.row for one in deliveries])
                if any(targets):
                    outbox.add(connection, self.session, first, targets)
            if attempts:
                attempt_log.insert(connection, self.session, attempts)
        self.stored += len(deliveries)
        self.queued += sum(map(len, targets))
        self._unchecked_bytes += sum(rows.size_of(one.row) for one in deliveries)

    def _open(self) -> sqlite3.Connection:
        self._connection = schema.open_for_writing(self._path)
        self._is_synced = True
        if self._is_temporary:
            self._connection.execute("PRAGMA synchronous = OFF")
        self._files = self._identities()
        return self._connection

    def _identities(self) -> Sequence[object]:
        """Return what tells the files at our paths apart from any others."""
        return [_identity(path) for path in self._paths]

    def _close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _make_room(self) -> None:
        """Prune if the store is too large; what is handed over meanwhile goes first."""
        self._commits += 1
        is_much = self._unchecked_bytes > self._limit * _SHARE_UNCHECKED
        are_many = self._commits - self._checked_at >= _COMMITS_UNCHECKED
        is_due = self._commits == 1 or self._is_pruning or is_much or are_many
        if not is_due or self._connection is None:
            return
        self._checked_at, self._unchecked_bytes = self._commits, 0
        try:
            if self._is_pruning or pruning.used_bytes(self._connection) > self._limit:
                self._is_pruning = self._prune(self._connection)
        except sqlite3.Error as error:
            self._notice(f"the store could not be pruned: {schema.explain(error)}")

    def _prune(self, connection: sqlite3.Connection) -> bool:
        """Remove until it fits; return whether there is more to remove."""
        spare = pruning.NOTHING if self._is_temporary else pruning.needed(self._path)
        target = int(self._limit * _PRUNE_TO)
        while (used := pruning.used_bytes(connection)) > target:
            if not pruning.remove_oldest(connection, spare, size=used - target):
                if used > self._limit and spare != pruning.NOTHING:
                    self._say("none can be removed before it is shown and forwarded")
                return False
            self._say("its oldest deliveries are removed")
            if not self._queue.empty():
                return True
        return False

    def _say(self, what: str) -> None:
        """Give notice of the size of the store; not again for every few deliveries."""
        if self._commits - self._noticed_at < _COMMITS_UNCHECKED:
            return
        self._noticed_at = self._commits
        limit = show_size(self._limit)
        if self._is_temporary:
            self._notice(f"more than {limit} of deliveries (--no-store): {what}")
        else:
            self._notice(f"the store is larger than {limit} (--store-limit): {what}")


def _settle(batch: Sequence[_Delivery | _Result], error: OSError | None) -> None:
    """Wake all who wait for this commit, at once, in the loop where they wait."""

    def settle() -> None:
        for one in batch:
            if one.done.done():  # cancelled: the server is ending
                continue
            if error is None:
                one.done.set_result(one.result)
            else:
                one.done.set_exception(OSError(None, error.strerror or str(error)))

    with contextlib.suppress(RuntimeError):  # the loop is closed: nothing waits
        batch[0].done.get_loop().call_soon_threadsafe(settle)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
