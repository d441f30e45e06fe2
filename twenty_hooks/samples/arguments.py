"""The arguments of a sample, as a command collects them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:  # the objects of all releases are much to load
    from twenty_hooks.samples import Actor, Edits, Era


class SampleArguments(TypedDict):
    """The keyword arguments of `samples.compose` and `samples.wrap`."""

    random: Random
    now_ms: int
    era: Era
    actor: Actor
    edits: Edits
