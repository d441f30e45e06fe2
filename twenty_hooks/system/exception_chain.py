"""What lies behind an exception of a library: the causes, nearest first."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

# They say that more had to be read or written, and stand in the chain of what went
# wrong then: no causes.
_NO_CAUSES = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what caused it, and all that a group of them holds; each once."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        current = pending.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        if not isinstance(current, _NO_CAUSES):
            yield current
        pending += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            pending += current.exceptions
