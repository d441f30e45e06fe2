"""Append deliveries to a JSON Lines file as they are received.

`append` hands each line to the operating system before it returns, so a listener that
is killed right after has lost nothing that it acknowledged.
"""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import BinaryIO

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.errors import SetupError
from twenty_hooks.system import files


class Recording:
    """A file that deliveries are appended to. Only this user may read it."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises SetupError if it can't be written."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise SetupError(
                f"can't save to {path}: {files.reason(error)}", code="unwritable-file"
            ) from error
        self._file: BinaryIO = open(descriptor, "r+b", buffering=0)  # noqa: SIM115, PTH123
        self._needs_newline = self._ends_inside_a_line()

    def append(self, delivery: Delivery) -> None:
        """Write one line. Raises OSError if not all of it could be written."""
        text = json.dumps(delivery.to_json(), ensure_ascii=False, separators=(",", ":"))
        line = text.encode("utf-8") + b"\n"
        if self._needs_newline:  # an earlier line was cut off: keep it apart
            line = b"\n" + line
        self._needs_newline = True
        written = self._file.write(line)
        if written != len(line):
            raise OSError(None, "only a part could be written (disk full?)")
        self._needs_newline = False

    def sync(self) -> None:
        """Wait until all of it is on disk. A pipe or a terminal has none."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _ends_inside_a_line(self) -> bool:
        if not self._file.seekable() or self._file.seek(0, os.SEEK_END) == 0:
            return False
        self._file.seek(-1, os.SEEK_END)
        return self._file.read(1) != b"\n"
