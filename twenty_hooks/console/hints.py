"""Commands that a hint suggests."""

from __future__ import annotations

import shlex
from pathlib import Path


def with_store(command: str, store: Path | None) -> str:
    """Return a command with `--store`, unless the store is the default one (None)."""
    return command if store is None else f"{command} --store {shlex.quote(str(store))}"
