"""Commands that a hint suggests to type next."""

from __future__ import annotations

import shlex
from pathlib import Path


def with_store(command: str, store: Path | None) -> str:
    """A command to type next, on the store that was named; None is the default one."""
    return command if store is None else f"{command} --store {shlex.quote(str(store))}"
