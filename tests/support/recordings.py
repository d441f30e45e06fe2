"""The recorded deliveries of three real servers, as test cases.

A test of all of them is parametrized by release and loops over `of(release)`; its
assertions name the recording, whose `str` has the line of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twenty_hooks.deliveries.delivery import Delivery, from_json

DIRECTORY = Path(__file__).parents[1] / "recordings"
RELEASES = ("2.21", "1.8", "0.55")

# Twenty signed a `__proto__` key that its HTTP client dropped before sending. These two
# are genuine, but no secret verifies them.
GENUINE_BUT_BROKEN = {("2.21", 57), ("2.21", 58)}


@dataclass(frozen=True)
class Recorded:
    """A recorded delivery.

    Attributes:
        release: of the server that sent it.
        index: of its line in the file of that release, from 0.
        secret: of its webhook; empty if it is unsigned.
    """

    release: str
    index: int
    delivery: Delivery
    secret: str
    webhook_id: str
    event: str

    @property
    def is_signed(self) -> bool:
        return bool(self.secret)

    @property
    def verifies(self) -> bool:
        return self.is_signed and (self.release, self.index) not in GENUINE_BUT_BROKEN

    def __str__(self) -> str:
        return f"{self.release}-{self.index}-{self.event}"


def deliveries_file(release: str) -> Path:
    return DIRECTORY / release / "deliveries.jsonl"


def secrets_file(release: str) -> Path:
    return DIRECTORY / release / "secrets.json"


def _load() -> Iterator[Recorded]:
    for release in RELEASES:
        secrets = json.loads(secrets_file(release).read_text("utf-8"))
        # As bytes, since str.splitlines also splits at U+2028, which a body may have.
        lines = deliveries_file(release).read_bytes().splitlines()
        for index, line in enumerate(lines):
            delivery = from_json(json.loads(line))
            body = json.loads(delivery.body)
            webhook_id = body["webhookId"]
            yield Recorded(
                release,
                index,
                delivery,
                secrets[webhook_id],
                webhook_id,
                body["eventName"],
            )


ALL = tuple(_load())
VERIFIABLE = tuple(recorded for recorded in ALL if recorded.verifies)


def of(release: str) -> tuple[Recorded, ...]:
    """Return all recorded deliveries of a release."""
    return tuple(recorded for recorded in ALL if recorded.release == release)


def verifiable(release: str) -> tuple[Recorded, ...]:
    """Return the recorded deliveries of a release that their secret verifies."""
    return tuple(recorded for recorded in of(release) if recorded.verifies)
