"""Files of ours on this machine: where they are, and how they are written.

Everything is written whole or not at all (a temporary file beside it, then a
rename), readable by this user alone. Two programs that change one file take turns.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from twenty_hooks.errors import SetupError

APPLICATION = "twenty-hooks"
CONFIG_DIRECTORY_VARIABLE = "TWENTY_HOOKS_CONFIG_DIR"
CACHE_DIRECTORY_VARIABLE = "TWENTY_HOOKS_CACHE_DIR"


def config_directory() -> Path:
    """Where `secrets.json` and `config.toml` live; the variable overrides it."""
    chosen = os.environ.get(CONFIG_DIRECTORY_VARIABLE)
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_config_dir(APPLICATION, appauthor=False))


def cache_directory() -> Path:
    """Where lives what can be lost: the ids that shells complete."""
    chosen = os.environ.get(CACHE_DIRECTORY_VARIABLE)
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False))


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
    temporary = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes the file 0600 from the start: at no moment can others read it.
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise _not_writable(path, error) from error


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
        hint=f"set {CONFIG_DIRECTORY_VARIABLE} to a directory that can be written",
        code="unwritable-file",
    )
