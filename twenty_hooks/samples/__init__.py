"""Realistic bodies of every event, as each release of Twenty sends them.

    compose("person.created", random=Random(), now_ms=...)    an invented record
    wrap("person.created", record, random=..., now_ms=...)    a given record

Pure, and standard library only: randomness and time are arguments, and the same
arguments give the same bytes.
"""

from __future__ import annotations

from twenty_hooks.samples.bodies import (
    DEFAULT_TARGET_URL,
    Sample,
    compose,
    user_agent,
    wrap,
)
from twenty_hooks.samples.overrides import Assignment, Overrides
from twenty_hooks.samples.scenario import Actor, Era

__all__ = [
    "DEFAULT_TARGET_URL",
    "Actor",
    "Assignment",
    "Era",
    "Overrides",
    "Sample",
    "compose",
    "user_agent",
    "wrap",
]
