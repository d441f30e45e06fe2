"""Keep the deliveries of files in a temporary file, until each is sent."""

from __future__ import annotations

import io
import json
from typing import IO

from twenty_hooks.console.output import compact_json
from twenty_hooks.deliveries.delivery import from_json
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.formats.reader import Found
from twenty_hooks.replay.pipe_reader import original_id


class Spool:
    """Deliveries in a temporary file that only this user can read.

    A pipe can be read only once, and a long file would not fit in memory. `moments`
    has the time of each delivery (Unix milliseconds), if known.
    """

    def __init__(self, secrets: Secrets, file: IO[bytes]) -> None:
        self.moments: list[int | None] = []
        self._secrets = secrets
        self._offsets: list[int] = []
        self._file = file

    def add(self, found: Found) -> None:
        """Append a delivery."""
        line = {"id": original_id(found), **found.delivery.to_json()}
        self.moments.append(found.delivery.received_at_ms)
        self._offsets.append(self._file.seek(0, io.SEEK_END))
        self._file.write(compact_json(line).encode() + b"\n")

    def load(self, number: int) -> StoredDelivery:
        """Return the delivery that was added as this one, from 0, and verify it."""
        self._file.seek(self._offsets[number])
        line = json.loads(self._file.readline())
        verified = self._secrets.verify(from_json(line))
        return StoredDelivery(line["id"], 0, ReceivedDelivery(verified, None))
