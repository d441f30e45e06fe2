"""Answers as the messages of ASGI, and what its messages tell of the sender."""

from __future__ import annotations

import asyncio
from typing import Any

from twenty_hooks.server.faults import Response

_WITHOUT_BODY = (204, 304)


async def give(answer: Response, receive: Any, send: Any, transport: Any) -> None:
    if answer.status is not None:
        await answer_with(send, answer)
        return
    transport.close()
    await until_gone(receive)  # only then does the server expect no answer any more


async def until_set(event: asyncio.Event) -> None:
    await event.wait()


async def until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer_with(send: Any, answer: Response, *extra: tuple[bytes, bytes]) -> None:
    has_body = answer.status not in _WITHOUT_BODY
    headers = list(extra)
    if has_body:
        headers += [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(answer.body)).encode()),
        ]
    if answer.location:
        headers.append((b"location", answer.location.encode("ascii")))
    start = {"type": "http.response.start", "status": answer.status, "headers": headers}
    await send(start)
    body = answer.body if has_body else b""
    await send({"type": "http.response.body", "body": body})
