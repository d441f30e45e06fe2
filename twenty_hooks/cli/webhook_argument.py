"""A delivery named where a webhook is meant: the command that is meant is told."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from twenty_hooks.errors import HooksError, SetupError, UsageError
from twenty_hooks.system import paths

_RECENT = re.compile(r"@[0-9]+\Z", re.ASCII)
# Of webhooks, too, fewer characters are not taken for an id.
_PERHAPS_AN_ID = re.compile(r"[0-9a-zA-Z]{4,8}\Z", re.ASCII)
# What became of a word that names no webhook, or that none could be looked up for.
_NOT_FOUND = ("webhook-not-found", "no-key")


@contextlib.contextmanager
def for_a_webhook(word: str) -> Iterator[None]:
    """While a webhook of this name is looked for.

    Raises UsageError for `@1`, which never names one; adds a hint to the error where
    none was found and the store has a delivery of this id.
    """
    if _RECENT.match(word):
        raise UsageError(
            f"'{word}' names a delivery, not a webhook",
            hint=f"hooks deliveries show {word}",
        )
    try:
        yield
    except HooksError as error:
        if error.code in _NOT_FOUND and _is_a_delivery(word):
            error.hint = f"it names a delivery: hooks deliveries show {word}"
        raise


def _is_a_delivery(word: str) -> bool:
    if not _PERHAPS_AN_ID.match(word):
        return False
    from twenty_hooks.store import Store

    with contextlib.suppress(SetupError, UsageError):
        with Store(paths.store_file()) as store:
            store.find(word)
        return True
    return False
