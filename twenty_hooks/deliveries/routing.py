"""Where a delivery is forwarded to: `--forward-to [PATTERN=]URL`.

A delivery goes to every URL whose pattern matches its event, as Twenty sends it to
every webhook whose operation does; where no pattern matches, to the URLs without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import events

_WITH_PATTERN = re.compile(r"([^=/:?#]+)=(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EventRule:
    """A value of an option, and the events it is for; None: all that have no other."""

    pattern: str | None
    value: str

    @classmethod
    def parse(cls, text: str, option: str) -> EventRule:
        """From `[PATTERN=]VALUE`. Raises UsageError for an impossible pattern."""
        found = _WITH_PATTERN.match(text)
        if not found:
            return cls(None, text)
        pattern, value = found[1].strip(), found[2]
        if not events.is_pattern(pattern):
            raise UsageError(
                f"{option}: '{pattern}' can never match an event",
                hint=f"write {option} 'person.*={value}', or the value alone",
            )
        return cls(pattern, value)


def matching(choices: Iterable[EventRule], event: str | None) -> tuple[EventRule, ...]:
    """Those whose pattern matches; where there is none, those without a pattern."""
    all_of_them = tuple(choices)
    own = tuple(
        choice
        for choice in all_of_them
        if choice.pattern is not None and events.matches(choice.pattern, event or "")
    )
    return own or tuple(choice for choice in all_of_them if choice.pattern is None)


def urls(routes: Iterable[EventRule], event: str | None) -> tuple[str, ...]:
    """Where an event goes; each once."""
    return tuple(dict.fromkeys(route.value for route in matching(routes, event)))
