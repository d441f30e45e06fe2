"""A lock file that shows whether the process that made it still runs.

The operating system releases the lock however the process ends, even by a power
failure. So this needs no process ids, which another process may have after a restart or
in another container, and no clock.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from twenty_hooks.system import files

# On Windows two processes that check at the same time block each other.
_ATTEMPTS = 5
_PAUSE_SECONDS = 0.02


class ProcessLock:
    """Holds the lock file of this process until the block ends.

    Each process must use a new path: a process that finds the lock released may remove
    the file a moment later. Raises OSError if the file can't be created or locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> ProcessLock:
        while True:
            flags = os.O_RDWR | os.O_CREAT
            self._descriptor = os.open(self._path, flags, 0o600)
            try:
                files.lock(self._descriptor)
                if _is_at(self._path, self._descriptor):
                    return self
            except BaseException:
                os.close(self._descriptor)
                raise
            # Another process removed it as released, just before it was locked.
            os.close(self._descriptor)

    def __exit__(self, *_: object) -> None:
        _remove(self._path, self._descriptor)


def is_alive(path: Path) -> bool:
    """Whether the process that made a lock file still runs.

    Removes the file if it does not. True if that can't be determined.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    if not _is_free(descriptor):
        os.close(descriptor)
        return True
    if _is_at(path, descriptor):
        _remove(path, descriptor)
    else:  # another process has removed it
        os.close(descriptor)
    return False


def _remove(path: Path, descriptor: int) -> None:
    """Remove the file and release the lock."""
    if sys.platform == "win32":  # can't remove an open file
        os.close(descriptor)
    with contextlib.suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the open file is still the one at this path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _is_free(descriptor: int) -> bool:
    """Whether no process holds the lock. Takes a shared lock if so."""
    if sys.platform == "win32":
        import msvcrt  # Windows only

        for _ in range(_ATTEMPTS):
            with contextlib.suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                return True
            time.sleep(_PAUSE_SECONDS)
        return False
    import fcntl  # POSIX only

    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
