"""How files of ours are written, and any file is read.

Everything is written whole or not at all (a temporary file beside it, then a
rename), readable by this user alone. Two programs that change one file take turns.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.errors import SetupError

_MOST_OF_A_NAME = 1_000


def read_bytes(path: Path, what: str) -> bytes:
    """The bytes of a file the user named. Raises SetupError that says `what` it was."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(
            f"can't read {what} {path}: {reason(error)}", code="unreadable-file"
        ) from error


def write_private(path: Path, data: bytes) -> None:
    """Replace a file atomically, mode 0600. Raises SetupError when that fails."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # 0600 from the start: at no moment can others read it.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with open(os.open(temporary, flags, 0o600), "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _not_writable(path, error) from error


def write_new(directory: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a file that was not there, mode 0600; where the name is taken, the next
    (`stem-2`). Raises SetupError when that fails."""
    for number in range(1, _MOST_OF_A_NAME):
        path = directory / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with open(os.open(path, flags, 0o600), "wb") as file:  # noqa: PTH123
                file.write(data)
        except FileExistsError:
            continue
        except OSError as error:
            raise SetupError(f"can't write {path}: {reason(error)}") from error
        return path
    raise SetupError(f"can't write {stem}{suffix}: there are too many of that name")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the right to change `path`, across processes, for a read and a write."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_writable(path, error) from error
    try:
        if sys.platform == "win32":
            import msvcrt  # Windows only

            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # POSIX only

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # closing gives the lock back


def reason(error: OSError) -> str:
    """`No such file or directory`, without the number and the path."""
    return error.strerror or type(error).__name__


def _not_writable(path: Path, error: OSError) -> SetupError:
    return SetupError(
        f"can't write {path}: {reason(error)}",
        hint="set TWENTY_HOOKS_CONFIG_DIR to a directory that can be written",
        code="unwritable-file",
    )
