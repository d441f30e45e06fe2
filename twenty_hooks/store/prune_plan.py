"""Plan which old deliveries are removed from the store, and remove them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twenty_hooks.store import Selection, Store
from twenty_hooks.text import units


@dataclass(frozen=True, slots=True)
class PrunePlan:
    """How many deliveries are removed, and how many are left.

    `before_ms` is the time before which deliveries are removed, in Unix milliseconds;
    None if nothing is too old.
    """

    before_ms: int | None
    count: int
    left: int

    @property
    def question(self) -> str:
        """What to ask before the deliveries are removed."""
        noun = "delivery" if self.count == 1 else "deliveries"
        before = units.show_moment(self.before_ms or 0)
        return (
            f"permanently remove {self.count} {noun} from before {before}, and keep "
            f"{self.left}?"
        )


@dataclass(frozen=True, slots=True)
class PruneResult:
    """How many deliveries were removed, and how many are left.

    `size` is what the rest takes, in bytes; None if nothing was removed. `spared` of
    them are old enough, but a running listener still has to show or forward them.
    """

    removed: int
    left: int
    size: int | None = None
    spared: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the document of `hooks deliveries prune --json`."""
        return {"removed": self.removed, "left": self.left, "spared": self.spared}

    def lines(self) -> Iterator[str]:
        """Yield the result as text."""
        if self.size is None:
            yield f"nothing to remove; {self.left} left"
        else:
            size = units.show_size(self.size)
            yield f"{self.removed} removed; {self.left} left ({size})"
        if self.spared:
            verb = "was" if self.spared == 1 else "were"
            yield (
                f"{self.spared} of these {verb} old enough, but a running listener "
                "still has to show or forward them"
            )


def plan_prune(store: Store, age_ms: int | None, size: int | None) -> PrunePlan:
    """Return what has to be removed.

    Args:
        age_ms: remove what is older than this.
        size: remove the oldest until the rest takes about so many bytes.
    """
    moments = [] if age_ms is None else [units.now_ms() - age_ms]
    over = None if size is None else store.moment_over_size(size)
    moments += [] if over is None else [over]
    before_ms = max(moments, default=None)
    count = 0 if before_ms is None else store.count(Selection(before_ms=before_ms))
    return PrunePlan(before_ms, count, store.count(Selection()) - count)


def prune(path: Path, plan: PrunePlan) -> PruneResult:
    """Remove what is planned from the store in this file."""
    if plan.before_ms is None or not plan.count:
        return PruneResult(0, plan.left)
    with Store(path, writable=True) as store:
        removed = store.prune(plan.before_ms)
        spared = max(0, plan.count - removed)
        return PruneResult(removed, plan.left + spared, store.size(), spared)
