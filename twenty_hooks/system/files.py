"""Read files, and write private files atomically.

A file is written completely or not at all: to a temporary file beside it, which then
replaces it. Only this user can read it. `locked` serializes the changes of several
processes to one file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.errors import SetupError

_MAX_FILES_OF_A_NAME = 1_000


def read_bytes(path: Path, what: str) -> bytes:
    """Return the bytes of a file that the user named.

    Raises SetupError, which calls the file `what`, if it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(
            f"can't read {what} {path}: {reason(error)}", code="unreadable-file"
        ) from error


def write_private(path: Path, data: bytes) -> None:
    """Write or replace a file atomically, with mode 0600.

    Raises SetupError if that fails.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Created with 0600, so that others can never read it.
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
    """Write a new file with mode 0600, and return its path.

    If `stem` is taken, the file gets the next free name, such as `stem-2`. Raises
    SetupError if it can't be written.
    """
    for number in range(1, _MAX_FILES_OF_A_NAME):
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
    raise SetupError(
        f"can't write {stem}{suffix}: there are too many files with that name"
    )


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Lock a file against changes by other processes until the block ends.

    Raises SetupError if the lock file beside it can't be created.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_writable(path, error) from error
    try:
        lock(descriptor)
        yield
    finally:
        os.close(descriptor)  # releases the lock


def lock(descriptor: int) -> None:
    """Wait for the exclusive lock of an open file. Closing the file releases it."""
    if sys.platform == "win32":
        import msvcrt  # Windows only

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # POSIX only

        # Not lockf(), whose locks are released as soon as this process closes any
        # descriptor of the file.
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def reason(error: OSError) -> str:
    """Return the message of an error without its number and path."""
    return error.strerror or type(error).__name__


def _not_writable(path: Path, error: OSError) -> SetupError:
    return SetupError(
        f"can't write {path}: {reason(error)}",
        hint="set TWENTY_HOOKS_CONFIG_DIR to a writable directory",
        code="unwritable-file",
    )
