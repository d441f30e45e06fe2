"""The arguments of a sample, as a command collects them from its options."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:  # loading the objects of all releases is slow
    from twenty_hooks.samples import Actor, Era, Overrides


class SampleArguments(TypedDict):
    """The keyword arguments of `samples.compose` and `samples.wrap`."""

    random: Random
    now_ms: int
    era: Era
    actor: Actor
    overrides: Overrides
