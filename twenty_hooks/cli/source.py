"""Bytes from the file, or the `-`, that a command was given."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from twenty_hooks import files
from twenty_hooks.errors import SetupError

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
        raise SetupError(
            f"can't read {what} {source}: {files.reason(error)}", code="unreadable-file"
        ) from error
    with stream:
        yield stream


def _stdin(what: str) -> BinaryIO:
    if sys.stdin is None:  # closed by whoever started us: `hooks sign - <&-`
        raise SetupError(f"can't read {what}: stdin is closed", code="unreadable-file")
    return sys.stdin.buffer
