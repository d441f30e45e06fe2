"""Makes deliveries durable while a listener waits: group commit.

What comes gathers as long as every turn of the event loop brings more; then one thread
commits all of it, with one sync of the disk, and each `keep` returns when the commit
that holds its delivery is done. So a burst costs few syncs, a lone delivery waits for
nobody, and nothing is acknowledged that is not on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import sqlite3
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from twenty_hooks.deliveries.stored import new_id
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import SetupError
from twenty_hooks.store import pruning, schema
from twenty_hooks.store.rows import MOST_AT_ONCE, Row, bytes_of, insert, to_row
from twenty_hooks.text.units import show_size

# How many commits may pass before the size of the store is looked at again.
_COMMITS_UNCHECKED = 200
# And how much may come, as a share of its limit; that may be a small one.
_SHARE_UNCHECKED = 0.05
_PRUNE_TO = 0.9

Waiting = tuple[list[Row], "asyncio.Future[list[str]]"]


class Writer:
    """Keeps the deliveries of one session, until it is closed.

    session: the number that marks what it stored. stored: how many that is. shown,
    forwarded: how far, in sequence, that was shown and forwarded already (None: it is
    not to be); what was not is never pruned, unless the store is temporary.
    """

    def __init__(
        self,
        path: Path,
        *,
        limit: int,
        notice: Callable[[str], None],
        is_temporary: bool = False,
    ) -> None:
        """limit: bytes; when the store is larger, the oldest deliveries are removed,
        and `notice` is told before. is_temporary: nothing outlasts this listener, so
        nothing has to reach the disk, and its limit holds whatever waits in it.
        Raises SetupError when it can't be written."""
        self.session = int.from_bytes(os.urandom(6))
        self.shown = self.stored = 0
        self.forwarded: int | None = None
        self._path = path
        self._limit = limit
        self._notice = notice
        self._is_temporary = is_temporary
        self._connection: sqlite3.Connection | None = self._open()
        self._file = _file_at(path)
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._commits = self._checked_at = self._unchecked_bytes = 0
        self._told_at = -_COMMITS_UNCHECKED
        self._is_pruning = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Commit what still waits, and close the store."""
        self._queue.put(None)
        self._thread.join()
        if self._connection is not None:
            self._connection.close()

    def keep(
        self, received_deliveries: Sequence[ReceivedDelivery]
    ) -> asyncio.Future[list[str]]:
        """Their ids, when all of them are on disk; OSError when they can't be."""
        future: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        # Here, not in the thread: should it fail, it fails for these alone.
        rows = [
            to_row(new_id(), self.session, received) for received in received_deliveries
        ]
        self._queue.put((rows, future))
        return future

    def _run(self) -> None:
        self._make_room()
        while (batch := self._next_batch()) is not None:
            rows = [row for rows, _ in batch for row in rows]
            error = self._commit(rows)
            self.stored += 0 if error else len(rows)
            _settle(batch, error)
            self._make_room()

    def _next_batch(self) -> list[Waiting] | None:
        """What was handed over, once something is; None when the end is reached."""
        first = self._queue.get()
        if first is None:
            return None
        batch, count = [first], len(first[0])
        with contextlib.suppress(queue.Empty):
            while count < MOST_AT_ONCE:
                more = self._queue.get_nowait()
                if more is None:  # the end: for the next time
                    self._queue.put(None)
                    break
                batch.append(more)
                count += len(more[0])
        return batch

    def _commit(self, rows: list[Row]) -> OSError | None:
        """Write them all or none; the reason why not."""
        try:
            if _file_at(self._path) != self._file:
                return OSError(
                    None, f"the store {self._path} was moved or replaced; start again"
                )
            if self._connection is None:
                self._connection = self._open()
            self._unchecked_bytes += bytes_of(rows)
            insert(self._connection, rows)  # one statement is a transaction
        except (sqlite3.Error, OSError) as error:
            self._start_over()
            reason = schema.explain(error)
            return OSError(None, f"the store {self._path}: {reason}")
        except SetupError as error:
            return OSError(None, error.message)
        except Exception as error:  # noqa: BLE001 - this thread must not end
            self._start_over()
            return OSError(None, f"the store {self._path}: {error}")
        return None

    def _open(self) -> sqlite3.Connection:
        connection = schema.open_for_writing(self._path)
        if self._is_temporary:
            connection.execute("PRAGMA synchronous = OFF")
        return connection

    def _start_over(self) -> None:
        """After a failure the connection may be in any state."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _make_room(self) -> None:
        """Prune if the store is too large; whoever comes meanwhile is served first."""
        self._commits += 1
        much_came = self._unchecked_bytes > self._limit * _SHARE_UNCHECKED
        many_came = self._commits - self._checked_at >= _COMMITS_UNCHECKED
        is_due = self._commits == 1 or self._is_pruning or much_came or many_came
        if not is_due or self._connection is None:
            return
        self._checked_at, self._unchecked_bytes = self._commits, 0
        try:
            if not self._is_pruning:
                if pruning.used_bytes(self._connection) <= self._limit:
                    return
                self._tell()
            self._is_pruning = self._remove_until_it_fits(self._connection)
        except sqlite3.Error as error:
            self._notice(f"the store could not be pruned: {schema.explain(error)}")

    def _tell(self) -> None:
        """Say that some are removed; not again for every few."""
        if self._commits - self._told_at < _COMMITS_UNCHECKED:
            return
        self._told_at = self._commits
        limit = show_size(self._limit)
        if self._is_temporary:
            text = f"more than {limit} waits: the oldest deliveries are removed"
            self._notice(f"{text} (--no-store)")
        else:
            text = f"the store is larger than {limit}: its oldest deliveries are being"
            self._notice(f"{text} removed (--store-limit)")

    def _remove_until_it_fits(self, connection: sqlite3.Connection) -> bool:
        """Whether there is more to remove."""
        while pruning.used_bytes(connection) > self._limit * _PRUNE_TO:
            spare = None
            if not self._is_temporary:
                forwarded = sys.maxsize if self.forwarded is None else self.forwarded
                spare = (self.session, min(self.shown, forwarded))
            excess = pruning.used_bytes(connection) - int(self._limit * _PRUNE_TO)
            if not pruning.remove_oldest(connection, bytes_=excess, spare=spare):
                return False
            if not self._queue.empty():
                return True
        return False


def _settle(batch: list[Waiting], error: OSError | None) -> None:
    """Wake all who wait for this commit, at once, in the loop where they wait."""

    def tell() -> None:
        for rows, future in batch:
            if future.done():  # given up: the server is ending
                continue
            if error is None:
                future.set_result([identity for identity, *_ in rows])
            else:
                future.set_exception(OSError(None, error.strerror))

    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
        batch[0][1].get_loop().call_soon_threadsafe(tell)


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
