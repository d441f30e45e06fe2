"""Deals with what comes a few at a time.

What is done for many in a row costs each of them less: the processor has all of it at
hand. So whatever comes gathers as long as every turn of the event loop brings more; a
lone one waits for one turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Gathering(Generic[T]):
    """deal_with: gets what has gathered, in order, at most so many at once; when there
    are as many, they wait for no more."""

    def __init__(self, deal_with: Callable[[list[T]], None], *, most: int) -> None:
        self._deal_with = deal_with
        self._most = most
        self._gathered: list[T] = []

    def add(self, one: T) -> None:
        """To be called in the event loop."""
        if not self._gathered:
            loop = asyncio.get_running_loop()
            loop.call_soon(self._look, loop, 0)
        self._gathered.append(one)

    def _look(self, loop: asyncio.AbstractEventLoop, before: int) -> None:
        count = len(self._gathered)
        if before < count < self._most:
            loop.call_soon(self._look, loop, count)
            return
        gathered, self._gathered = self._gathered, []
        for start in range(0, count, self._most):
            self._deal_with(gathered[start : start + self._most])
