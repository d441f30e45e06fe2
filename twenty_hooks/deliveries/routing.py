"""Options with a value per event, such as `--forward-to [PATTERN=]URL`.

A delivery is forwarded to every URL whose pattern matches its event, as Twenty sends it
to every webhook with a matching operation. If no pattern matches, it is forwarded to
the URLs without a pattern.
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
    """A value of an option, and the events that it is for.

    Attributes:
        pattern: such as `person.*`; None for all events that no pattern matches.
    """

    pattern: str | None
    value: str

    @classmethod
    def parse(cls, text: str, option: str) -> EventRule:
        """Parse `[PATTERN=]VALUE`. Raises UsageError if the pattern can't match."""
        found = _WITH_PATTERN.match(text)
        if not found:
            return cls(None, text)
        pattern, value = found[1].strip(), found[2]
        if not events.is_pattern(pattern):
            raise UsageError(
                f"{option}: '{pattern}' can never match an event",
                hint=f"write {option} 'person.*={value}', or only the value",
            )
        return cls(pattern, value)


def matching(rules: Iterable[EventRule], event: str | None) -> tuple[EventRule, ...]:
    """Return the rules whose pattern matches, else those without a pattern."""
    rules = tuple(rules)
    matched = tuple(
        rule
        for rule in rules
        if rule.pattern is not None and events.matches(rule.pattern, event or "")
    )
    return matched or tuple(rule for rule in rules if rule.pattern is None)


def urls(rules: Iterable[EventRule], event: str | None) -> tuple[str, ...]:
    """Return the distinct URLs that an event is forwarded to."""
    return tuple(dict.fromkeys(rule.value for rule in matching(rules, event)))
