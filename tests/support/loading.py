"""Many deliveries over many connections at once, and which of them were answered."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator

from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.protocol.signature import signed_headers

SECRET = "s"


def body_of(number: int, *, size: int = 0) -> bytes:
    """The body of one of many: each is another."""
    record = {"id": f"record-{number}", "name": f"Nº {number}", "pad": "x" * size}
    event = {"eventName": "person.created", "webhookId": "w", "record": record}
    return json.dumps(event, ensure_ascii=False).encode()


def headers_of(body: bytes) -> Headers:
    return signed_headers(body, SECRET, "1735066639761", "00" * 16)


async def post_all(
    port: int, bodies: Iterator[bytes], connections: int, answered: dict[bytes, int]
) -> None:
    """Post them all, each connection one after another, and note every status as it
    comes. A connection that breaks is given up."""

    async def work() -> None:
        with contextlib.suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                for body in bodies:
                    writer.write(_request(body))
                    head = await reader.readuntil(b"\r\n\r\n")
                    length = head.lower().split(b"content-length: ")[1].split(b"\r\n")
                    await reader.readexactly(int(length[0]))
                    answered[body] = int(head.split(b" ")[1])
            finally:
                writer.close()

    await asyncio.gather(*(work() for _ in range(connections)))


def _request(body: bytes) -> bytes:
    lines = ["POST /load?x=1 HTTP/1.1", "Host: x", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers_of(body)]
    return "\r\n".join([*lines, "", ""]).encode() + body
