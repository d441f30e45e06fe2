"""Read the FILE argument of a command; `-` is stdin."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from twenty_hooks.errors import SetupError
from twenty_hooks.system import files

STDIN = "-"


def read(source: str, what: str) -> bytes:
    """Return all bytes. Raises SetupError, which calls the file `what`."""
    if source == STDIN:
        return _stdin(what).read()
    return files.read_bytes(Path(source), what)


@contextlib.contextmanager
def opened(source: str, what: str) -> Iterator[BinaryIO]:
    """Open a stream of bytes until the block ends. Raises SetupError like `read`."""
    if source == STDIN:
        yield _stdin(what)
        return
    try:
        stream = Path(source).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise _unreadable(source, what, error) from error
    with stream:
        yield stream


def means_file(word: str) -> bool:
    """Whether an argument is a file, and not a delivery in the store."""
    if word.startswith("@"):
        return False
    # Path.exists raises if the word is too long for a file name.
    is_there = os.path.exists(word)  # noqa: PTH110
    return word == STDIN or not word.isalnum() or is_there


def is_typed(source: str) -> bool:
    """Whether the user has to type the input."""
    return source == STDIN and sys.stdin is not None and sys.stdin.isatty()


def is_pipe(source: str) -> bool:
    """Whether the input may still grow: it is a pipe or a terminal."""
    try:
        if source == STDIN:
            return not stat.S_ISREG(os.fstat(_stdin("").fileno()).st_mode)
        return stat.S_ISFIFO(Path(source).stat().st_mode)
    except io.UnsupportedOperation:  # in memory
        return True
    except (OSError, ValueError, SetupError):  # reported when it is opened
        return False


def opened_for_good(source: str, what: str) -> BinaryIO:
    """Open a stream that is never closed. Raises SetupError like `read`.

    For a thread that may still be reading when the process ends: Python would then wait
    for that thread to close its stdin.
    """
    try:
        place: str | int = source
        if source == STDIN:
            place = os.dup(_stdin(what).fileno())
        return open(place, "rb")  # noqa: PTH123
    except io.UnsupportedOperation:
        return _stdin(what)
    except OSError as error:
        raise _unreadable(source, what, error) from error


def _unreadable(source: str, what: str, error: OSError) -> SetupError:
    message = f"can't read {what} {source}: {files.reason(error)}"
    return SetupError(message, code="unreadable-file")


def _stdin(what: str) -> BinaryIO:
    if sys.stdin is None:  # closed by the parent process: `hooks sign - <&-`
        raise SetupError(f"can't read {what}: stdin is closed", code="unreadable-file")
    return sys.stdin.buffer
