"""The eras of the fake."""

from __future__ import annotations

from collections.abc import Callable

from tests.fake_twenty.dialects import EntityDialect, LatestDialect, TableDialect
from tests.fake_twenty.record_dialect import RecordDialect

_DIALECTS: dict[str, Callable[[], TableDialect]] = {
    "0.55": RecordDialect,
    "1.8": TableDialect,
    "2.21": EntityDialect,
    "2.47": LatestDialect,
}
ERAS = tuple(_DIALECTS)


def dialect(era: str) -> TableDialect:
    """Return a new, empty workspace of this era."""
    return _DIALECTS[era]()
