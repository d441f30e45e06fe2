"""Store the results of replayed deliveries beside them.

A thread writes them: a store that another program holds for a while must not use up
the time limit of a receiver. A write that fails is tried again.
"""

from __future__ import annotations

import threading
from pathlib import Path

from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.errors import HooksError
from twenty_hooks.store import AttemptLog

_PAUSE_SECONDS = 0.2
# Attempts that may wait for the store, each with the beginning of a response.
_MOST_WAITING = 10_000


class ResultWriter:
    """Takes attempts while its block runs, and writes the last when the block ends.

    After the block, `lost` is the number of attempts that could not be written, and
    `problem` says why.
    """

    def __init__(self, path: Path) -> None:
        self.lost = 0
        self.problem = ""
        self._path = path
        self._log: AttemptLog | None = None
        self._waiting: list[Attempt] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> ResultWriter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._wake.set()
        self._thread.join()
        self.lost += len(self._waiting)

    def add(self, attempt: Attempt) -> None:
        """Queue an attempt. Does not block."""
        with self._lock:
            if len(self._waiting) < _MOST_WAITING:
                self._waiting.append(attempt)
            else:
                self.lost += 1
        self._wake.set()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            self._wake.wait()
            self._wake.clear()
            is_last = self._is_over.is_set()  # read before the last write
            self._write()
            self._is_over.wait(_PAUSE_SECONDS)
        if self._log is not None:
            self._log.__exit__()

    def _write(self) -> None:
        with self._lock:
            batch = list(self._waiting)
        if not batch:
            return
        try:
            if self._log is None:
                self._log = AttemptLog(self._path)
            self._log.add(batch)
        except HooksError as error:
            self.problem = error.message
            self._wake.set()
            return
        with self._lock:
            del self._waiting[: len(batch)]
