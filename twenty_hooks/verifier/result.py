"""The result of verifying one delivery, and the totals of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twenty_hooks.deliveries.verification import VerifiedDelivery
from twenty_hooks.errors import EXIT_NO, EXIT_OK, EXIT_SETUP

if TYPE_CHECKING:
    from twenty_hooks.diagnosis import Diagnosis

# JSON of an invalid delivery that needed no diagnosis.
_NO_DIAGNOSIS: dict[str, Any] = {
    "cause": None,
    "detail": None,
    "fix": None,
    "possible": [],
    "tried": 0,
}


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """One verified delivery.

    `index` counts from 0. `is_diagnosed` says whether a cause was searched for;
    `diagnosis` is None if the verdict says everything.
    """

    index: int
    verified: VerifiedDelivery
    diagnosis: Diagnosis | None = None
    is_diagnosed: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return a line of `hooks verify --json`."""
        event, verdict = self.verified.event, self.verified.verdict
        line: dict[str, Any] = {
            "index": self.index,
            "event": event.name,
            "webhookId": event.webhook_id,
            "verdict": verdict.name,
            "valid": bool(verdict),
        }
        if self.is_diagnosed and not verdict:
            line |= self.diagnosis.to_json() if self.diagnosis else _NO_DIAGNOSIS
        return line


class VerifyTotals:
    """Counts the verdicts of a run."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """Number of verified deliveries."""
        return self.verdicts.total()

    @property
    def lacks_secret(self) -> bool:
        """Whether nothing but a secret is missing."""
        accounted = self.verdicts["no-secret"] + self.verdicts["valid"]
        return accounted == self.count and self.verdicts["no-secret"] > 0

    def summary(self, unreadable: int) -> str:
        """Return `3 deliveries: 2 valid, 1 mismatch, 4 unreadable`."""
        return ", ".join(self._parts(unreadable))

    def exit_code(self, unreadable: int) -> int:
        """Return 0 if all are valid, 3 if only a secret is missing, else 1."""
        if unreadable or not self.count:
            return EXIT_NO
        if self.verdicts["valid"] == self.count:
            return EXIT_OK
        return EXIT_SETUP if self.lacks_secret else EXIT_NO

    def _parts(self, unreadable: int) -> Iterator[str]:
        noun = "delivery" if self.count == 1 else "deliveries"
        counts = [f"{count} {name}" for name, count in self.verdicts.most_common()]
        yield f"{self.count} {noun}: " + counts.pop(0) if counts else f"no {noun}"
        yield from counts
        if unreadable:
            yield f"{unreadable} unreadable"
