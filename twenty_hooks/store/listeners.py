"""The listeners that use a store now: each holds a locked file beside it.

The system gives the lock back however a process ends, so a file that is not locked
belongs to no listener. The file also says how far its listener has shown what it
stored; pruning, in any process, spares the rest.
"""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.system.process_lock import ProcessLock, is_alive

_INFIX = "-listener-"
# Always as many bytes, so that a reader never sees half of another number.
_DIGITS = 20


class RunningListener:
    """Tells other programs that the listener of a session runs, until the block ends.

    Enter it before the first delivery is stored, and leave it after the last result.
    """

    def __init__(self, store: Path, session: int) -> None:
        self._file = Path(f"{_prefix(store)}{session:012x}")
        self._lock = ProcessLock(self._file)

    def __enter__(self) -> RunningListener:
        """Raises OSError when no file can be written beside the store."""
        self._lock.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.__exit__()

    def set_shown(self, sequence: int) -> None:
        """Note that all deliveries of the session up to this one were shown."""
        with contextlib.suppress(OSError), self._file.open("r+b") as file:
            file.write(b"%0*d" % (_DIGITS, sequence))


def running(store: Path) -> dict[int, int]:
    """Return the sessions of the listeners that run, each with the sequence up to which
    it has shown its deliveries. The files of killed listeners are removed."""
    return {
        int(file.name.rpartition("-")[2], 16): _shown(file)
        for file in _files(store)
        if is_alive(file)
    }


def _files(store: Path) -> Iterator[Path]:
    prefix = _prefix(store)
    yield from prefix.parent.glob(f"{glob.escape(prefix.name)}*")


def _prefix(store: Path) -> Path:
    """The beginning of the files of a store, whatever name it was opened by."""
    place = store.resolve()
    return place.with_name(f"{place.name}{_INFIX}")


def _shown(file: Path) -> int:
    try:
        return int(file.read_bytes() or b"0")
    except (OSError, ValueError):
        return 0
