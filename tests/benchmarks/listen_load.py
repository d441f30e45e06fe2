"""Measure how many deliveries a second `hooks listen` stores and answers.

    python -m tests.benchmarks.listen_load [SECONDS [CONNECTIONS ...]] [--also TREE]

The load comes from `wrk` where it is installed, else from a slower generator of our own
in a process of its own. Compared with a plain handler on the same aiohttp server ("bare
aiohttp") and with `http.server`; and, to see what costs what, with the listener without
store, and without verification. With --also, `hooks listen` of another checkout
is measured too; what it depends on must be installed here.

All are measured in turn, three times; the medians count. After each run of `hooks
listen` the store is counted: all that was answered 2xx must be there. Other programs
for the same job: `tests.benchmarks.peers`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.support import recordings

RECORDED = next(one for one in recordings.VERIFIABLE if one.release == "2.21")
_ROUNDS = 3
_OURS = Path(__file__).parents[2]
_URL = re.compile(r"http://[\d.]+:\d+")
_BARE = """
import asyncio, gc, socket, uvloop
from aiohttp import web

async def handle(request):
    await request.read()
    return web.Response(body=b"ok")

async def serve():
    bound = socket.create_server(("127.0.0.1", 0), backlog=2048)
    runner = web.ServerRunner(web.Server(handle, access_log=None))
    await runner.setup()
    await web.SockSite(runner, bound, backlog=2048).start()
    print(f"http://127.0.0.1:{bound.getsockname()[1]}", flush=True)
    await asyncio.Event().wait()

uvloop.run(serve())
"""
_LISTENER = """
import sys
from twenty_hooks.deliveries.verification import Secrets, VerifiedDelivery
from twenty_hooks.protocol.events import Event
from twenty_hooks.protocol.signature import Verdict
from twenty_hooks.server import server
from twenty_hooks.server.app import WebhookApp

nothing, fine = Event("unknown"), Verdict("valid", "")
verify = lambda delivery: VerifiedDelivery(delivery, nothing, fine, True)
if len(sys.argv) > 1:
    verify = Secrets(given=(open(sys.argv[1]).read(),)).verify
bound = server.bind("127.0.0.1", 0)
app = WebhookApp(
    verify=verify, publish=lambda received: None, notice=print, max_body=10_000_000
)
print(server.url_of(bound), flush=True)
server.Server(app, bound, print).run()
"""
_HTTP_SERVER = """
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass

class Server(ThreadingHTTPServer):
    request_queue_size = 1024

server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
"""


class Load(NamedTuple):
    """What a load generator saw.

    late: responses after more than 2 s, where they are counted. cpu_us: processor time
    of the server for each delivery, its start included.
    """

    per_second: float
    p99_ms: float
    ok: int
    failed: int
    late: int = 0
    cpu_us: float = 0.0


@dataclass
class Contender:
    """A server to measure: how to start it, and what was measured."""

    title: str
    command: list[str]
    tree: Path = _OURS
    store: Path | None = None
    loads: list[Load] = field(default_factory=list)
    lost: int = 0

    @property
    def median(self) -> Load:
        """The median of each figure; the sum of those that should be 0."""
        rates, p99s, ok, failed, late, cpu = map(list, zip(*self.loads, strict=True))
        median = statistics.median
        return Load(
            median(rates), median(p99s), sum(ok), sum(failed), sum(late), median(cpu)
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seconds", type=int, nargs="?", default=5)
    parser.add_argument("connections", type=int, nargs="*", default=[20, 200])
    parser.add_argument("--also", type=Path, metavar="TREE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        for connections in options.connections:
            contenders = _contenders(directory, options.also)
            print_head(connections, options.seconds, rounds=_ROUNDS)
            for _ in range(_ROUNDS):
                for contender in contenders:
                    measure(contender, directory, connections, options.seconds)
            bare = contenders[0].median.per_second
            for contender in contenders:
                print_row(contender, f"{contender.median.per_second / bare:>8.0%}")


def print_head(connections: int, seconds: int, *, rounds: int) -> None:
    generator = "wrk" if shutil.which("wrk") else "our own generator"
    print(f"\n{connections} connections, {rounds} x {seconds} s, {generator}")
    print(
        f"{'':32}{'/s':>8}{'p99 ms':>9}{'non-2xx':>9}{'late':>6}{'CPU us':>8}  of bare"
    )


def print_row(contender: Contender, share: str = "") -> None:
    load = contender.median
    stored = ""
    if contender.store is not None:
        stored = f"  LOST {contender.lost}" if contender.lost else "  all stored"
    print(
        f"{contender.title:32}{load.per_second:>8.0f}{load.p99_ms:>9.1f}"
        f"{load.failed:>9}{load.late:>6}{load.cpu_us:>8.0f}{share}{stored}",
        flush=True,
    )


def durable_listener(directory: Path, tree: Path = _OURS) -> Contender:
    """Return `hooks listen` as it is used, but for the lines on the screen."""
    title = "hooks listen" if tree == _OURS else f"hooks listen ({tree.name})"
    return _listener(title, directory, "--event", "no.created", tree=tree)


def _listener(
    title: str, directory: Path, *options: str, tree: Path = _OURS
) -> Contender:
    secret = directory / "secret"
    secret.write_text(RECORDED.secret)
    command = [sys.executable, "-m", "twenty_hooks", "listen", "--port", "0"]
    command += ["--secret-file", str(secret), *options]
    store = None
    if "--no-store" not in options:
        store = directory / "store.db"
        command += ["--store", str(store)]
    return Contender(title, command, tree, store)


def _contenders(directory: Path, also: Path | None) -> list[Contender]:
    listener = [sys.executable, "-c", _LISTENER]
    quiet = ("--event", "no.created")
    ours = durable_listener(directory)
    secret = str(directory / "secret")
    return [
        Contender("bare aiohttp", [sys.executable, "-c", _BARE]),
        Contender("listener alone", listener),
        Contender("listener, and verification", [*listener, secret]),
        Contender("http.server", [sys.executable, "-c", _HTTP_SERVER]),
        _listener("hooks listen --no-store", directory, "--no-store", *quiet),
        *([durable_listener(directory, also.resolve())] if also else []),
        ours,
        _listener("hooks listen > file", directory),
        _listener("hooks listen --json > file", directory, "--json"),
    ]


def measure(
    contender: Contender, directory: Path, connections: int, seconds: int
) -> None:
    """Run a server under load, and add what was measured to it."""
    with _running(contender, directory) as (process, url):
        load = generate_load(url, directory, connections, seconds)
        process.send_signal(signal.SIGKILL)
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = -signal.SIGKILL
    cpu_us = (used.ru_utime + used.ru_stime) / (load.ok + load.failed) * 1e6
    contender.loads.append(load._replace(cpu_us=cpu_us))
    if contender.store is not None:
        contender.lost += max(0, load.ok - _count_and_remove(contender.store))


@contextmanager
def _running(
    contender: Contender, directory: Path
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    out, err = directory / "out", directory / "err"
    environment = {**os.environ, "PYTHONPATH": str(contender.tree)}
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            contender.command,
            stdout=stdout,
            stderr=stderr,
            cwd=directory,
            env=environment,
        )
    try:
        # hooks prints its URL on stderr, the others on stdout.
        while not (found := _URL.search(out.read_text() + err.read_text())):
            assert process.poll() is None, err.read_text()
            time.sleep(0.05)
        yield process, found[0]
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def _count_and_remove(store: Path) -> int:
    connection = sqlite3.connect(store)
    (count,) = connection.execute("SELECT count(*) FROM deliveries").fetchone()
    connection.close()
    for file in store.parent.glob(f"{store.name}*"):
        file.unlink()
    return int(count)


# The load


def generate_load(url: str, directory: Path, connections: int, seconds: int) -> Load:
    """Post a recorded delivery again and again, over so many connections."""
    if shutil.which("wrk"):
        return _wrk(url, directory, connections, seconds)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.benchmarks.listen_load", "--generate"),
            *(url, str(connections), str(seconds)),
        ],
        capture_output=True,
        check=True,
    )
    return Load(*json.loads(done.stdout))


def _wrk(url: str, directory: Path, connections: int, seconds: int) -> Load:
    delivery = RECORDED.delivery
    body = directory / "body"
    body.write_bytes(delivery.body)
    lines = [
        'wrk.method = "POST"',
        f'wrk.body = io.open("{body}", "rb"):read("*all")',
        "done = function(summary, latency, requests)",
        "  local e = summary.errors",
        "  io.write(string.format('%d %d %d %d %d',",
        "    summary.requests, summary.duration,",
        "    latency:percentile(99), e.status + e.connect + e.read, e.timeout))",
        "end",
    ]
    lines += [
        f'wrk.headers["{name}"] = "{value}"'
        for name, value in delivery.headers
        if name not in ("Host", "Content-Length", "Connection")
    ]
    script = directory / "post.lua"
    script.write_text("\n".join(lines))
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), url],
        capture_output=True,
        check=True,
        text=True,
    )
    requests, microseconds, p99, failed, late = map(int, done.stdout.split()[-5:])
    per_second = requests / microseconds * 1e6
    return Load(per_second, p99 / 1_000, requests - failed, failed, late)


def _request() -> bytes:
    delivery = RECORDED.delivery
    head = "POST / HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in delivery.headers
    )
    return head.encode() + b"\r\n" + delivery.body


async def _generate(url: str, connections: int, seconds: int) -> Load:
    host, port = url.removeprefix("http://").split(":")
    request = _request()
    end = time.monotonic() + seconds
    times: list[float] = []
    failed = 0

    async def post() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(host, int(port))
        while time.monotonic() < end:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(found[1]) if found else 0)
            times.append(time.perf_counter() - began)
            failed += not head.startswith(b"HTTP/1.1 2")
        writer.close()

    await asyncio.gather(*(post() for _ in range(connections)))
    p99 = statistics.quantiles(times, n=100)[98] * 1_000
    return Load(len(times) / seconds, p99, len(times) - failed, failed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--generate"]:
        url, connections, seconds = sys.argv[2:]
        load = asyncio.run(_generate(url, int(connections), int(seconds)))
        print(json.dumps(load))
    else:
        os.environ.pop("TWENTY_HOOKS_STORE", None)
        main()
