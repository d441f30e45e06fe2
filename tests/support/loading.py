"""Post many deliveries over many connections at once, and see what they cost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.protocol.signature import signed_headers

SECRET = "s"


HAS_PROC = Path("/proc/self/status").exists()


def memory_of(process: int) -> int:
    """Return the bytes of memory a process has made its own. Needs /proc."""
    text = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", text)
    assert found
    return int(found[1]) * 1_000


def body_of(number: int, *, size: int = 0) -> bytes:
    """Return the body of one delivery of many; no two are equal."""
    record = {"id": f"record-{number}", "name": f"Nº {number}", "pad": "x" * size}
    event = {"eventName": "person.created", "webhookId": "w", "record": record}
    return json.dumps(event, ensure_ascii=False).encode()


def headers_of(body: bytes) -> Headers:
    """Return the signature headers of a body, signed with SECRET."""
    return signed_headers(body, SECRET, "1735066639761", "00" * 16)


async def post_all(
    port: int, bodies: Iterator[bytes], connections: int, answered: dict[bytes, int]
) -> None:
    """Post all bodies, one after another on each connection.

    answered: gets the status of each body as its response arrives. A connection that
    breaks is given up.
    """

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
