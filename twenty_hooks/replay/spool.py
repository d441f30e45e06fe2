"""Deliveries of files, put where each can be read when its turn comes."""

from __future__ import annotations

import io
import json
from typing import IO

from twenty_hooks.console.output import compact_json
from twenty_hooks.deliveries.delivery import from_json
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.formats.reader import Found
from twenty_hooks.replay.pipe_reader import known_id


class Spool:
    """Deliveries in a temporary file of this user: a pipe can be read only once, and a
    long file would take all the memory."""

    def __init__(self, secrets: Secrets, file: IO[bytes]) -> None:
        self.moments: list[int | None] = []
        self._secrets = secrets
        self._offsets: list[int] = []
        self._file = file

    def add(self, found: Found) -> None:
        line = {"id": known_id(found), **found.delivery.to_json()}
        self.moments.append(found.delivery.received_at_ms)
        self._offsets.append(self._file.seek(0, io.SEEK_END))
        self._file.write(compact_json(line).encode() + b"\n")

    def load(self, place: int) -> StoredDelivery:
        self._file.seek(self._offsets[place])
        line = json.loads(self._file.readline())
        verified = self._secrets.verify(from_json(line))
        return StoredDelivery(line["id"], 0, ReceivedDelivery(verified, None))
