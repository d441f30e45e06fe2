"""Kill a forwarding listener under load, again and again, and count what is lost.

    python -m tests.benchmarks.kill_rounds --rounds 60

Each round starts `hooks listen --forward-to` on a new store, posts to it over 1 to 200
connections (every third body is chunked), and ends it with SIGKILL at a random moment.
Then every delivery that got a 2xx must be in the store, and after one
`hooks replay --failed` every one of them must have reached the receiver.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from tests.conftest import hooks_command
from tests.support.loading import SECRET, body_of, headers_of
from twenty_hooks.store import Selection, Store

_SLOWEST_RESPONSE_SECONDS = 0.05


class Round(NamedTuple):
    """What one round counted."""

    connections: int
    acknowledged: int
    lost: int
    forwarded: int
    resent: int
    forgotten: int


class _Receiver(ThreadingHTTPServer):
    """Remembers every body it received; responds 200 after a short random time."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self) -> None:
        self.bodies: set[bytes] = set()
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"

    def handle_error(self, *_: object) -> None:
        """Ignore connections that the killed listener broke."""


class _Handler(BaseHTTPRequestHandler):
    server: _Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(random.random() * _SLOWEST_RESPONSE_SECONDS)
        self.server.bodies.add(body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _request(number: int, body: bytes) -> bytes:
    lines = ["POST /kills HTTP/1.1", "Host: x"]
    lines += [f"{name}: {value}" for name, value in headers_of(body)]
    if number % 3:
        framing, sent = f"Content-Length: {len(body)}", body
    else:
        half = len(body) // 2
        framing = "Transfer-Encoding: chunked"
        sent = b"".join(
            b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:])
        )
        sent += b"0\r\n\r\n"
    return "\r\n".join([*lines, framing, "", ""]).encode() + sent


async def _load(
    port: int, numbers: Iterator[int], connections: int, acknowledged: set[bytes]
) -> None:
    async def post() -> None:
        try:
            is_open = False
            for number in numbers:
                if not is_open:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                body = body_of(number, size=random.choice((0, 200, 20_000)))
                writer.write(_request(number, body))
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: *(\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                if head.split(b" ")[1].startswith(b"2"):
                    acknowledged.add(body)
                is_open = b"connection: close" not in head.lower()
                if not is_open:  # after a chunked body
                    writer.close()
        except (OSError, EOFError):
            return

    await asyncio.gather(*(post() for _ in range(connections)))


def run_round(number: int, directory: Path) -> Round:
    """Run one round; its store is left in the directory."""
    store = directory / f"{number}.db"
    receiver = _Receiver()
    listener = subprocess.Popen(
        hooks_command(
            *("listen", "--port", "0", "--secret", SECRET, "--store", str(store)),
            *("--forward-to", receiver.url, "--json"),
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert listener.stdout is not None
    ready = json.loads(listener.stdout.readline())
    threading.Thread(target=listener.stdout.read, daemon=True).start()
    port = int(ready["url"].rsplit(":", 1)[1])
    connections = random.choice((1, 5, 20, 60, 200))
    acknowledged: set[bytes] = set()
    timer = threading.Timer(
        random.uniform(0.1, 2.5), listener.send_signal, [signal.SIGKILL]
    )
    timer.start()
    numbers = iter(range(number * 1_000_000, (number + 1) * 1_000_000))
    asyncio.run(_load(port, numbers, connections, acknowledged))
    timer.join()
    listener.wait()
    with Store(store) as opened:
        stored = {one.delivery.body for one in opened.select(Selection())}
    forwarded = len(acknowledged & receiver.bodies)
    before = len(receiver.bodies)
    replay = hooks_command("replay", "--failed", "--store", str(store), "--json")
    subprocess.run(replay, check=False, capture_output=True)
    return Round(
        connections,
        len(acknowledged),
        len(acknowledged - stored),
        forwarded,
        len(receiver.bodies) - before,
        len(acknowledged - receiver.bodies),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    random.seed(options.seed)
    total = [0] * len(Round._fields)
    with tempfile.TemporaryDirectory() as directory:
        for number in range(options.rounds):
            done = run_round(number, Path(directory))
            total = [a + b for a, b in zip(total, done, strict=True)]
            print(number, done, flush=True)
    sums = Round(*total)
    print(
        f"seed {options.seed}, {options.rounds} kills: {sums._replace(connections=0)}"
    )
    return 1 if sums.lost or sums.forgotten else 0


if __name__ == "__main__":
    sys.exit(main())
