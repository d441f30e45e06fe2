"""Suggest `hooks deliveries show` to who gives a delivery in place of a webhook."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from twenty_hooks.errors import HooksError, SetupError, UsageError
from twenty_hooks.system import paths

_RECENT = re.compile(r"@[0-9]+\Z", re.ASCII)
# Shorter words are no prefix of an id, neither of a delivery nor of a webhook.
_DELIVERY_ID = re.compile(r"[0-9a-zA-Z]{4,8}\Z", re.ASCII)
_NOT_FOUND = ("webhook-not-found", "no-key")


@contextlib.contextmanager
def suggest_delivery(name: str) -> Iterator[None]:
    """Explain an error of looking up a webhook, if the name is that of a delivery.

    Raises UsageError at once for `@1`, which is never a webhook. If the store has a
    delivery with this id, the error of a webhook that is not found gets a hint.
    """
    if _RECENT.match(name):
        raise UsageError(
            f"'{name}' is a delivery, not a webhook",
            hint=f"hooks deliveries show {name}",
        )
    try:
        yield
    except HooksError as error:
        if error.code in _NOT_FOUND and _is_delivery(name):
            error.hint = f"it is the id of a delivery: hooks deliveries show {name}"
        raise


def _is_delivery(name: str) -> bool:
    if not _DELIVERY_ID.match(name):
        return False
    from twenty_hooks.store import Store

    with contextlib.suppress(SetupError, UsageError):
        with Store(paths.store_file()) as store:
            store.find(name)
        return True
    return False
