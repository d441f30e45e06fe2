"""A small disk of its own for a test, where this machine lets us mount one."""

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
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A tmpfs of this size at this new place; skips where none can be mounted."""
    if sys.platform == "win32" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a disk")
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a disk can't be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@contextlib.contextmanager
def unwritable(directory: Path) -> Iterator[None]:
    """Nothing in this directory, which is a disk if we are root, can be written."""
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


def _remount(disk: Path, manner: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{manner}", str(disk)], check=True)
