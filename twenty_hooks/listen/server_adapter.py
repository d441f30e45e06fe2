"""REMOVE AT THE MERGE: the interface of the coming server, on top of the present one.

`pipeline` then imports `WebhookApp` and `Server` from `twenty_hooks.server`.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.server import app, server


class WebhookApp(app.Listener):
    def __init__(
        self,
        *,
        record: Callable[[ReceivedDelivery], Awaitable[str]],
        publish: Callable[[ReceivedDelivery], None],
        faults: Any,
        on_stored: Callable[[], None],
        **options: Any,
    ) -> None:
        async def keep(received: Sequence[ReceivedDelivery]) -> Sequence[str]:
            return await asyncio.gather(*map(record, received))

        super().__init__(
            keep=keep, show=publish, misbehave=faults, kept=on_stored, **options
        )


class Server(server.Server):
    def __init__(
        self,
        *arguments: Any,
        background: Sequence[Callable[[], Awaitable[None]]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._background = background
        self._drained = asyncio.Event()

    async def drained(self) -> None:
        await self._drained.wait()

    async def interrupted(self) -> None:
        while not self.was_interrupted:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    async def _serve(self, stop_after_ms: int | None) -> None:
        tasks = [asyncio.ensure_future(function()) for function in self._background]
        await super()._serve(stop_after_ms)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.interrupt())
        self._drained.set()
        await asyncio.gather(*tasks)
