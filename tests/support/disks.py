"""Small or read-only disks for tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(path: Path, size: str) -> Iterator[Path]:
    """Mount a tmpfs of this size at a new path until the block ends.

    Skips the test if this machine does not allow it.
    """
    if sys.platform == "win32" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a disk")
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a disk can't be mounted here: {done.stderr.strip()}")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


@contextlib.contextmanager
def unwritable(directory: Path) -> Iterator[None]:
    """Make a directory read-only until the block ends.

    For root, to whom modes don't apply, it must be the root of a disk.
    """
    if sys.platform != "win32" and not os.geteuid():
        _remount(directory, "ro")
        try:
            yield
        finally:
            _remount(directory, "rw")
        return
    directory.chmod(0o500)
    try:
        yield
    finally:
        directory.chmod(0o700)


def _remount(disk: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)
