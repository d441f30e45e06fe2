"""Bytes from the file, or the `-`, that a command was given."""

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
    """All the bytes. Raises SetupError for a file that can't be read."""
    if source == STDIN:
        return _stdin(what).read()
    return files.read_bytes(Path(source), what)


@contextlib.contextmanager
def opened(source: str, what: str) -> Iterator[BinaryIO]:
    """A stream of bytes, to be read once. Raises SetupError like `read`."""
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
    """Whether a word is rather a file than a delivery of the store."""
    if word.startswith("@"):
        return False
    # Path.exists raises for a word that is too long to be a file's name.
    is_there = os.path.exists(word)  # noqa: PTH110
    return word == STDIN or not word.isalnum() or is_there


def is_typed(source: str) -> bool:
    """Whether somebody has to type it."""
    return source == STDIN and sys.stdin is not None and sys.stdin.isatty()


def is_pipe(source: str) -> bool:
    """Whether somebody may still be writing what is read: a pipe, or a terminal."""
    try:
        if source == STDIN:
            return not stat.S_ISREG(os.fstat(_stdin("").fileno()).st_mode)
        return stat.S_ISFIFO(Path(source).stat().st_mode)
    except io.UnsupportedOperation:  # in memory
        return True
    except (OSError, ValueError, SetupError):  # told when it is opened
        return False


def opened_for_good(source: str, what: str) -> BinaryIO:
    """Like `opened`, for a thread that may be reading when the process ends: closing it
    then, which Python does with its own stdin, would wait for that thread."""
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
    if sys.stdin is None:  # closed by whoever started us: `hooks sign - <&-`
        raise SetupError(f"can't read {what}: stdin is closed", code="unreadable-file")
    return sys.stdin.buffer
