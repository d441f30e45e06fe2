"""Forwards what waits, behind the listener's back: at most so many at a time, and what
is about one record strictly one after another.

What waits stays where it is (in the store); only its place, its target and its record
are looked at ahead, and only so many of them. It knows nothing of HTTP, stores or
screens: it is given what to call. All of it runs in one loop, in a thread of its own,
so that neither a slow receiver nor a slow disk holds up an answer to Twenty.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent import futures
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, TypeVar

_LOOKED_AHEAD = 1_000

T = TypeVar("T")


class Pending(NamedTuple):
    """Something to forward. place: where it waits, rising in the order it came.

    record: what has to keep its order; None if nothing.
    """

    place: int
    url: str
    record: str | None


class Forwarder:
    """Forwards until it is told to end.

    take: the next that wait, at most so many; none if there are none yet. deliver:
    forwards one and sees to its result. leave: gets, at the end, what was not begun,
    and what was not over. failed: called with what `deliver` or `take` raised.
    connections: held open while it runs. at_once: how many at a time.
    """

    def __init__(
        self,
        *,
        take: Callable[[int], Sequence[Pending]],
        deliver: Callable[[Pending], Awaitable[None]],
        leave: Callable[[Sequence[Pending], Sequence[Pending]], None],
        failed: Callable[[Exception], None],
        connections: AbstractAsyncContextManager[Any],
        at_once: int,
    ) -> None:
        self._take = take
        self._deliver = deliver
        self._leave = leave
        self._failed = failed
        self._connections = connections
        self._at_once = at_once
        self._ready: deque[Pending] = deque()
        # Of each record that one is being forwarded of: the others, in their order.
        self._held: dict[tuple[str, str], deque[Pending]] = {}
        self._held_count = 0
        self._running: dict[asyncio.Task[None], Pending] = {}
        self._ends_when_done = False
        self._is_awake = False
        self._patience = 0.0
        self._ends_at_once = False
        self._has_started = threading.Event()
        # Not by joining the thread: Python 3.11 takes it for ended when Ctrl-C comes
        # while somebody waits for it.
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._has_started.wait()

    def wake(self) -> None:
        """Something new waits. From any thread; does not block."""
        if not self._is_awake:
            self._is_awake = True
            self._wake_up()

    def finish(self, patience: float | None = None) -> bool:
        """Forward what waits, and end. Whether that was done in `patience` seconds."""
        self._ends_when_done = True
        self._wake_up()
        return self._has_ended.wait(patience)

    def stop(self, patience: float) -> None:
        """Begin nothing more; what is going on may take `patience` seconds longer."""
        self._patience = patience
        self._ends_at_once = True
        self._wake_up()
        self._has_ended.wait()

    def submit(self, work: Coroutine[Any, Any, T]) -> futures.Future[T]:
        """Run something beside it, in its loop. From any thread; does not block.

        Raises RuntimeError when it has ended.
        """
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _wake_up(self) -> None:
        with contextlib.suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._awoken.set)

    def _work(self) -> None:
        try:
            asyncio.run(self._run())
        finally:
            self._has_ended.set()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._awoken = asyncio.Event()
        self._has_started.set()
        async with self._connections:
            while not self._ends_at_once:
                self._is_awake = False
                self._awoken.clear()
                may_be_more = self._look_ahead()
                self._begin()
                if self._ends_when_done and not may_be_more and not self._running:
                    return
                if may_be_more and self._has_room():
                    await asyncio.sleep(0)
                else:
                    await self._awoken.wait()
            await self._end_early()

    def _has_room(self) -> bool:
        return len(self._ready) + self._held_count < _LOOKED_AHEAD // 2

    def _look_ahead(self) -> bool:
        """Line up what waits; whether there may be more."""
        if not self._has_room():
            return True
        taken = self._taken()
        for one in taken:
            lane = _lane(one)
            if lane is not None and lane in self._held:
                self._held[lane].append(one)
                self._held_count += 1
                continue
            if lane is not None:
                self._held[lane] = deque()
            self._ready.append(one)
        return bool(taken)

    def _taken(self) -> Sequence[Pending]:
        try:
            return self._take(_LOOKED_AHEAD // 2)
        except Exception as error:  # noqa: BLE001 - this thread must not end
            self._failed(error)
            return ()

    def _begin(self) -> None:
        while self._ready and len(self._running) < self._at_once:
            one = self._ready.popleft()
            task = self._loop.create_task(self._forward(one))
            self._running[task] = one
            task.add_done_callback(self._over)

    async def _forward(self, one: Pending) -> None:
        try:
            await self._deliver(one)
        except Exception as error:  # noqa: BLE001 - one must not end the others
            self._failed(error)

    def _over(self, task: asyncio.Task[None]) -> None:
        one = self._running.pop(task)
        if task.cancelled():  # we are ending, and it is not dealt with
            return
        lane = _lane(one)
        if lane is not None:
            if self._held[lane]:
                self._ready.append(self._held[lane].popleft())
                self._held_count -= 1
            else:
                del self._held[lane]
        self._awoken.set()

    async def _end_early(self) -> None:
        if self._running:
            await asyncio.wait(self._running, timeout=self._patience)
        begun = list(self._running.values())
        waiting = [*self._ready, *(one for lane in self._held.values() for one in lane)]
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._leave(waiting, begun)
        while waiting := list(self._taken()):
            self._leave(waiting, ())


def _lane(one: Pending) -> tuple[str, str] | None:
    return None if one.record is None else (one.record, one.url)


class Batches:
    """Has things written, all that have gathered at once, in a thread of its own."""

    def __init__(self, write: Callable[[list[T]], None]) -> None:
        self._write: Callable[[list[Any]], None] = write
        self._waiting: list[tuple[Any, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, thing: object) -> None:
        """Return when it is written. Whoever calls waits: so nothing piles up."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, written))
        if self._task is None:
            self._task = asyncio.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await asyncio.to_thread(self._write, [thing for thing, _ in batch])
                for _, written in batch:
                    if not written.done():
                        written.set_result(None)
        finally:
            self._task = None
