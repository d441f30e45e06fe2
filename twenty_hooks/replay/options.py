"""What the options of `hooks replay` ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twenty_hooks.client.request import Target
from twenty_hooks.errors import UsageError
from twenty_hooks.replay.schedule import Timing
from twenty_hooks.store import Selection, Store
from twenty_hooks.system import paths
from twenty_hooks.text import units

_CONFLICTS = {
    "--as-received": ("--set", "--unset", "--secret", "--secret-file"),
    "--original-timing": ("--shuffle", "--rate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions:
    """The options of `hooks replay`, as they were given."""

    names: Sequence[str]
    to: str | None
    selection: Selection
    whole_store: bool
    failed: bool
    as_received: bool
    sets: Sequence[str]
    unsets: Sequence[str]
    secret: Sequence[str] | None
    secret_file: Sequence[Path] | None
    headers: Sequence[str] | None
    count: int
    shuffle: bool
    rate: str | None
    original_timing: bool
    concurrency: int | None
    timeout_ms: int
    insecure: bool
    dry_run: bool
    store: Path | None
    yes: bool

    def check(self) -> None:
        """Raise UsageError for options that can't be used together."""
        given = self._given()
        for option, others in _CONFLICTS.items():
            for other in others:
                if given[option] and given[other]:
                    raise UsageError(f"{option} can't be used with {other}")

    @property
    def is_plain(self) -> bool:
        """Whether `hooks replay --failed` would send the same requests."""
        given = self._given()
        changed = (*_CONFLICTS["--as-received"], "--as-received")
        is_changed = any(given[option] for option in changed)
        return not (is_changed or self.headers or self.insecure)

    @property
    def timing(self) -> Timing:
        """The requested timing. Raises UsageError for an invalid --rate."""
        if self.rate is None:
            return Timing(None, self.original_timing)
        try:
            return Timing(units.parse_rate(self.rate), self.original_timing)
        except ValueError as error:
            raise UsageError(f"--rate: {error}") from error

    def request(self) -> ReplayRequest:
        """Return which deliveries are asked for. Raises UsageError for a bad --to."""
        return ReplayRequest(
            tuple(self.names),
            self.selection,
            self.failed,
            None if self.to is None else Target.of(self.to),
            self.store,
            self._option_needing_all(),
            self.whole_store,
        )

    def _given(self) -> dict[str, bool]:
        return {
            "--as-received": self.as_received,
            "--set": bool(self.sets),
            "--unset": bool(self.unsets),
            "--secret": bool(self.secret),
            "--secret-file": bool(self.secret_file),
            "--original-timing": self.original_timing,
            "--shuffle": self.shuffle,
            "--rate": self.rate is not None,
        }

    def _option_needing_all(self) -> str:
        given = {"--count": self.count > 1, **self._given()}
        needing = ("--count", "--original-timing", "--shuffle", "--rate")
        return next((option for option in needing if given[option]), "")


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """Which deliveries are asked for, and where they go.

    Attributes:
        names: ids, `@1`, files, or `-`.
        selection: filters of the store.
        target: the receiver; None sends each delivery to its forward targets.
        store: the store that was named; None is the default one.
        option_needing_all: the option, if any, that needs all deliveries of a pipe
            before the first is sent.
    """

    names: tuple[str, ...]
    selection: Selection
    failed: bool
    target: Target | None
    store: Path | None
    option_needing_all: str = ""
    whole_store: bool = False

    @property
    def to(self) -> str | None:
        """The URL of the receiver, if one was given."""
        return None if self.target is None else self.target.url

    @property
    def store_path(self) -> Path:
        """The file of the store."""
        return self.store or paths.store_file()

    def open_store(self) -> Store:
        """Open the store. Raises SetupError if it can't be read."""
        return Store(self.store_path)
