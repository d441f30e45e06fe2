"""The latest deliveries of a store, for shells to complete.

One line each, `id<TAB>event`, the latest first, in a file beside the store, mode 0600.
It belongs to that store alone, so each store is completed with its own. The completion
scripts read it themselves, so that a tab never waits for Python.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from pathlib import Path

from twenty_hooks.deliveries.stored import DeliverySummary
from twenty_hooks.errors import SetupError
from twenty_hooks.system import files

MOST = 20
_PLAIN_ID = re.compile(r"[0-9a-z]+\Z", re.ASCII)
# Of other names, which anybody may send, nothing gets near a shell.
_PLAIN_EVENT = re.compile(
    r"[A-Za-z][A-Za-z0-9]{0,62}(\.[A-Za-z][A-Za-z0-9]{0,62}){1,2}\Z"
)


def path(store: Path) -> Path:
    return store.with_name(f"{store.name}-recent")


def write(store: Path, latest: Iterable[DeliverySummary]) -> None:
    """Replace what is known, where it changed; MOST of a store are enough.

    What can't be written is not worth an error.
    """
    lines = [
        f"{entry.id}\t{_event(entry)}\n"
        for entry in latest
        if _PLAIN_ID.match(entry.id)
    ]
    data = "".join(lines).encode("ascii")
    with contextlib.suppress(SetupError, OSError):
        if not path(store).exists() or path(store).read_bytes() != data:
            files.write_private(path(store), data)


def _event(entry: DeliverySummary) -> str:
    name = entry.event or ""
    return name if _PLAIN_EVENT.match(name) else ""
