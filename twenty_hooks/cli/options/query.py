"""Options that choose stored deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.cli.options.groups import with_options
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import events
from twenty_hooks.text import units

if TYPE_CHECKING:  # an edge: imported by the command that needs it
    from twenty_hooks.store import Selection

VERDICTS = (
    *("valid", "mismatch", "unsigned", "malformed", "too-old", "from-the-future"),
    *("no-secret", "redacted"),
)
EventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        metavar="PATTERN",
        help="Only these events: person.created, person.*, *.deleted. Repeatable.",
        show_default=False,
    ),
]
WebhookOption = Annotated[
    str,
    typer.Option(
        "--webhook",
        metavar="ID",
        help="Only this webhook: its id, or the beginning of it.",
        show_default=False,
    ),
]
RecordOption = Annotated[
    str,
    typer.Option(
        "--record",
        metavar="ID",
        help="Only this record: its id, or the beginning of it.",
        show_default=False,
    ),
]
VerdictOption = Annotated[
    list[str] | None,
    typer.Option(
        "--verdict",
        metavar="VERDICT",
        help=f"Only these verdicts: {', '.join(VERDICTS)}. Repeatable.",
        show_default=False,
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="TIME",
        help="Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local "
        "time, UTC with a Z at the end).",
        show_default=False,
    ),
]
SearchOption = Annotated[
    str,
    typer.Option(
        "--search",
        metavar="TEXT",
        help="Only deliveries with this text in body, path or headers. Ignores case.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """Which deliveries are meant. Each field is an option."""

    event: EventOption = None
    webhook: WebhookOption = ""
    record: RecordOption = ""
    verdict: VerdictOption = None
    since: SinceOption = None
    search: SearchOption = ""

    @property
    def are_given(self) -> bool:
        """Whether any of the options was given."""
        return self != FilterOptions()

    def selection(self, *, failed: bool = False) -> Selection:
        """Return what the options select. Raises UsageError for an invalid option.

        Args:
            failed: select only what `hooks replay --failed` would resend.
        """
        from twenty_hooks.store import Selection

        for pattern in self.event or ():
            if not events.is_pattern(pattern):
                raise UsageError(
                    f"--event '{pattern}' can never match an event",
                    hint="write person.created, person.*, *.created or metadata.*.*",
                )
        for name in self.verdict or ():
            if name not in VERDICTS:
                raise UsageError(
                    f"'{name}' is not a verdict", hint=f"one of {', '.join(VERDICTS)}"
                )
        return Selection(
            patterns=tuple(self.event or ()),
            webhook=self.webhook,
            record=self.record,
            verdicts=tuple(self.verdict or ()),
            since_ms=None if self.since is None else _since(self.since),
            text=self.search,
            failed=failed,
        )


with_filters = with_options("filters", FilterOptions)


def _since(text: str) -> int:
    try:
        return units.now_ms() - units.parse_duration(text)
    except ValueError:
        pass
    try:
        return units.from_iso(text, is_typed=True)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--since '{text}' is neither a duration nor a time",
            hint="write 10m, 2h, 30d or 2026-07-15T09:30Z",
        ) from error
