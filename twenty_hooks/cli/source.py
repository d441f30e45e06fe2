"""Bytes from the file, or the `-`, that a command was given."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import BinaryIO

from twenty_hooks import files
from twenty_hooks.errors import SetupError

STDIN = "-"


def read(source: str, what: str) -> bytes:
    """All the bytes. Raises SetupError for a file that can't be read."""
    if source == STDIN:
        return sys.stdin.buffer.read()
    return files.read_bytes(Path(source), what)


def open_stream(source: str, what: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """A stream of bytes, read once, then closed. Raises SetupError like `read`."""
    if source == STDIN:
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise SetupError(
            f"can't read {what} {source}: {files.reason(error)}", code="unreadable-file"
        ) from error
