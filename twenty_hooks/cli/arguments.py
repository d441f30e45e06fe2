"""A delivery of the store that a command was given by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.console import file_input
from twenty_hooks.system import paths

if TYPE_CHECKING:  # an edge: imported where a delivery is really looked for
    from twenty_hooks.deliveries.stored import StoredDelivery


def find(word: str, store: Path | None) -> StoredDelivery:
    """The delivery of this name: an id, the beginning of one, @1, @2.

    Raises SetupError if there is none, UsageError if it could be several.
    """
    from twenty_hooks.store import Store

    with Store(store or paths.store_file()) as database:
        return database.find(word)


def named(word: str, store: Path | None) -> StoredDelivery | None:
    """The delivery, where a file could be meant too; None if one is.

    `@2` is always a delivery; any other word is a file if there is one, then an id.
    What is neither is left to whoever opens files to say.
    """
    if word.startswith("@"):
        return find(word, store)
    if file_input.means_file(word):
        return None
    from twenty_hooks.errors import SetupError

    try:
        return find(word, store)
    except SetupError as error:
        if error.code != "unknown-delivery":
            raise
        return None
