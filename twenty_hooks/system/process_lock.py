"""A sign of life: a file that is locked for as long as whoever made it runs.

The system gives the lock back however a process ends, the power included. So nothing
depends on numbers of processes, which mean another one after a restart or in another
container, nor on clocks. A file that is not there, or that nobody holds, is nobody's.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

# Of two who look at once, on Windows, one is in the way of the other.
_LOOKS = 5
_PAUSE_SECONDS = 0.02


class Presence:
    """The sign of this process at a path of its own, until its block ends.

    The path must be one that is never used again: who found it dead may remove it a
    moment later. Raises OSError when the file can't be made or locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> Presence:
        while True:
            flags = os.O_RDWR | os.O_CREAT
            self._descriptor = os.open(self._path, flags, 0o600)
            try:
                _lock(self._descriptor)
                if _is_at(self._path, self._descriptor):
                    return self
            except BaseException:
                os.close(self._descriptor)
                raise
            # Somebody took it for a dead one, just before it was locked.
            os.close(self._descriptor)

    def __exit__(self, *_: object) -> None:
        _remove(self._path, self._descriptor)


def is_alive(path: Path) -> bool:
    """Whether somebody holds it; the file of nobody is removed. True also where that
    can't be told."""
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
    else:  # somebody was faster
        os.close(descriptor)
    return False


def _remove(path: Path, descriptor: int) -> None:
    """Give the lock back, and the file away."""
    if sys.platform == "win32":  # there it can't be removed while it is open
        os.close(descriptor)
    with contextlib.suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether this is the file that others find there."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # Windows only

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # POSIX only

        # Not lockf: its locks are all given back when any descriptor of the file is
        # closed in this process.
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _is_free(descriptor: int) -> bool:
    """Whether nobody else holds it who lives; takes it then, beside others who look."""
    if sys.platform == "win32":
        import msvcrt  # Windows only

        for _ in range(_LOOKS):
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
