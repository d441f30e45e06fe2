"""The causes behind an exception of a library."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

# These only say that more must be read or written. They are in the chain of the error
# that was raised while they were handled, but don't cause it.
_NOT_CAUSES = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, its causes and contexts, and the members of groups, each once."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        current = pending.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        if not isinstance(current, _NOT_CAUSES):
            yield current
        pending += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            pending += current.exceptions
