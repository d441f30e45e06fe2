"""A delivery of the store that a command was given by name."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.console import input
from twenty_hooks.system import paths

if TYPE_CHECKING:  # an edge: imported where a delivery is really looked for
    from twenty_hooks.deliveries.stored import Stored


def find(word: str, store: Path | None) -> Stored:
    """The delivery of this name: an id, the beginning of one, @1, @2.

    Raises SetupError if there is none, UsageError if it could be several.
    """
    from twenty_hooks.store import Store

    with Store(store or paths.store_file()) as database:
        return database.find(word)


def named(word: str, store: Path | None) -> Stored | None:
    """The delivery, where a file could be meant too; None if one is.

    `@2` is always a delivery; any other word is a file if there is one, then an id.
    What is neither is left to whoever opens files to say.
    """
    if word.startswith("@"):
        return find(word, store)
    if means_file(word):
        return None
    from twenty_hooks.errors import SetupError

    try:
        return find(word, store)
    except SetupError as error:
        if error.code != "unknown-delivery":
            raise
        return None


def means_file(word: str) -> bool:
    """Whether a word is rather a file than a delivery of the store."""
    if word.startswith("@"):
        return False
    # Path.exists raises for a word that is too long to be a file's name.
    is_there = os.path.exists(word)  # noqa: PTH110
    return word == input.STDIN or not word.isalnum() or is_there


def with_store(command: str, store: Path | None) -> str:
    """A command to type next, on the store that was named; None is the default one."""
    return command if store is None else f"{command} --store {shlex.quote(str(store))}"
