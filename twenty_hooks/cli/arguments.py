"""The store that a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.console.hints import with_store
from twenty_hooks.system import paths

if TYPE_CHECKING:  # an edge: imported by the command that opens a store
    from twenty_hooks.store import Store


def open_store(path: Path | None, *, writable: bool = False) -> Store:
    """Open the store of --store, of the environment, or the default one.

    Raises SetupError if it can't be read.
    """
    from twenty_hooks.store import Store

    return Store(path or paths.store_file(), writable=writable)


def missing_store(store: Store, path: Path | None) -> str:
    """Return a message if the store that --store names does not exist, else ''."""
    if path is None or store.path.exists():
        return ""
    command = with_store("hooks listen", path)
    return f"there is no store {path}; create it with: {command}"
