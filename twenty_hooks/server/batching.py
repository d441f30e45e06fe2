"""Record deliveries that arrive together with one call.

Recording many in a row costs each of them less. So deliveries gather as long as every
turn of the event loop brings more; a lone one waits for one turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from twenty_hooks.deliveries.verification import ReceivedDelivery

# Twenty sends 20 at a time; more than these do not wait for one another.
_LARGEST_BATCH = 100

_Waiting = tuple[ReceivedDelivery, "asyncio.Future[str]"]


class BatchRecorder:
    """Gathers single deliveries for a function that records many."""

    def __init__(
        self,
        record_all: Callable[[Sequence[ReceivedDelivery]], Awaitable[Sequence[str]]],
    ) -> None:
        """Args:
        record_all: Makes deliveries durable and returns their ids, or fails for all.
        """
        self._record_all = record_all
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: list[_Waiting] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def record(self, received: ReceivedDelivery) -> asyncio.Future[str]:
        """Return the id of a delivery, when it is durable."""
        loop = self._loop
        if loop is None:  # finding it is a system call: not for each delivery
            loop = self._loop = asyncio.get_running_loop()
        recorded: asyncio.Future[str] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._look, loop, 0)
        self._waiting.append((received, recorded))
        return recorded

    def _look(self, loop: asyncio.AbstractEventLoop, count_before: int) -> None:
        count = len(self._waiting)
        if count_before < count < _LARGEST_BATCH:
            loop.call_soon(self._look, loop, count)
            return
        waiting, self._waiting = self._waiting, []
        for start in range(0, count, _LARGEST_BATCH):
            batch = waiting[start : start + _LARGEST_BATCH]
            task = loop.create_task(self._record(batch))
            self._tasks.add(task)  # the loop alone would not keep it alive
            task.add_done_callback(self._tasks.discard)

    async def _record(self, batch: list[_Waiting]) -> None:
        try:
            identities = await self._record_all([received for received, _ in batch])
        except Exception as error:  # noqa: BLE001 - raised where it is awaited
            if len(batch) > 1 and not isinstance(error, OSError):
                for one in batch:  # a bug with one of them must not cost the others
                    await self._record([one])
                return
            for _, recorded in batch:
                if not recorded.done():
                    recorded.set_exception(error)
        else:
            for (_, recorded), identity in zip(batch, identities, strict=True):
                if not recorded.done():  # its request was cancelled
                    recorded.set_result(identity)
