"""Determine which release of Twenty responds, as far as it shows from outside.

The user never has to name the release. Twenty 1.8 and later report their version to
anyone, unless it was left out of the build; otherwise the shape of a stored webhook
tells the range of releases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from twenty_hooks.webhooks.webhook import Webhook

# record: until 1.2 a webhook was a record like any other, and is wrapped in `data`.
# table: 1.3-1.16, a table of its own. entity: from 1.17 on, owned by an application.
Shape = Literal["record", "table", "entity"]

_VERSION = re.compile(r"v?([0-9]+)\.([0-9]+)", re.ASCII)
_FIRST: dict[Shape, tuple[int, int]] = {
    "record": (0, 0),
    "table": (1, 3),
    "entity": (1, 17),
}
_LAST: dict[Shape, tuple[int, int]] = {"record": (1, 2), "table": (1, 16)}

GUARDS_TARGETS = (1, 17)
EMITS_METADATA = (2, 0)


@dataclass(frozen=True, slots=True)
class Release:
    """What is known about a release: its version, the shape of its webhooks, both, or
    nothing."""

    version: str | None = None
    shape: Shape | None = None

    def is_at_least(self, release: tuple[int, int]) -> bool | None:
        """Return whether it is this release or a later one; None if that is unknown."""
        version = _VERSION.match(self.version or "")
        if version:
            return (int(version[1]), int(version[2])) >= release
        if self.shape is None:
            return None
        if _FIRST[self.shape] >= release:
            return True
        last = _LAST.get(self.shape)
        return False if last is not None and last < release else None


def shape_of(webhook: Webhook) -> Shape:
    """Return the shape of a stored webhook."""
    if "applicationId" in webhook.raw:
        return "entity"
    return "table" if "workspaceId" in webhook.raw else "record"
