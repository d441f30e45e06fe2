"""How many deliveries a second `hooks listen` makes durable and answers. Run by hand:

    python -m tests.benchmarks.listen_load [SECONDS] [CONNECTIONS ...]

The load is `wrk` where it is installed, else a generator of our own in a process of
its own (slower: the figures compare only among themselves). Compared with a plain app
that reads the body and answers, under the same uvicorn with httptools and uvloop
("bare"), and with `http.server`; and, to see what costs what, with the listener without
store, and without verification. All are measured in turn, three times; the medians
count. After each run of `hooks listen` the store is counted: all that was answered 2xx
must be there. Other programs for the same job: `tests.benchmarks.peers`.
"""

from __future__ import annotations

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
from pathlib import Path
from typing import NamedTuple

from tests.support import recordings

_ROUNDS = 3
_BARE = """
import socket, uvicorn
async def app(scope, receive, send):
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    length = (b"content-length", b"2")
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": b"ok"})
bound = socket.create_server(("127.0.0.1", 0), backlog=2048)
print(f"http://127.0.0.1:{bound.getsockname()[1]}", flush=True)
config = uvicorn.Config(
    app, http="httptools", loop="uvloop", ws="none", lifespan="off",
    log_config=None, access_log=False,
)
uvicorn.Server(config).run([bound])
"""
_LISTENER = """
import sys
from twenty_hooks import listener, serving
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.protocol.events import Event
from twenty_hooks.deliveries.verification import Judgement, Secrets
from twenty_hooks.protocol.signature import Verdict
nothing, fine = Event("unknown"), Verdict("valid", "")
judge = lambda delivery: Judgement(delivery, nothing, fine, True)
if len(sys.argv) > 1:
    judge = Secrets(given=(open(sys.argv[1]).read(),)).judge
bound = serving.bind("127.0.0.1", 0)
app = listener.Listener(
    judge=judge,
    show=lambda arrival: None, notice=print, max_body=10_000_000,
)
print(serving.url_of(bound), flush=True)
serving.Server(app, bound, print).run()
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
    def log_message(self, *args): pass
class Server(ThreadingHTTPServer):
    request_queue_size = 1024
server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
"""


class Load(NamedTuple):
    """What a load generator saw. late: answered after more than 2 s, if counted;
    cpu_us: of the server, its start included, for each delivery."""

    per_second: float
    p99_ms: float
    ok: int
    failed: int
    late: int = 0
    cpu_us: float = 0.0


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    connections = [int(word) for word in sys.argv[2:]] or [20, 200]
    recorded = next(one for one in recordings.VERIFIABLE if one.release == "2.21")
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "secret").write_text(recorded.secret)
        for count in connections:
            print(f"\n{count} connections, {_ROUNDS} x {seconds} s, {_generator()}")
            print(
                f"{'':32}{'/s':>8}{'p99 ms':>9}{'non-2xx':>9}{'late':>6}"
                f"{'CPU us':>8}  of bare"
            )
            servers = _servers(directory)
            loads: dict[str, list[Load]] = {title: [] for title in servers}
            lost: dict[str, str] = {}
            for _ in range(_ROUNDS):
                for title, words in servers.items():
                    load = _measure(words, recorded, directory, count, seconds)
                    loads[title].append(load)
                    lost[title] = lost.get(title, "") + _stored(directory, load)
            bare = _median(loads["bare uvicorn"]).per_second
            for title, measured in loads.items():
                load = _median(measured)
                print(
                    f"{title:32}{load.per_second:>8.0f}{load.p99_ms:>9.1f}"
                    f"{load.failed:>9}{load.late:>6}{load.cpu_us:>8.0f}"
                    f"{load.per_second / bare:>8.0%}{lost[title]}"
                )


def _median(loads: list[Load]) -> Load:
    """The median of each figure; of those that should be 0, the sum."""
    rates, p99s, ok, failed, late, cpu = map(list, zip(*loads, strict=True))
    median = statistics.median
    return Load(
        median(rates), median(p99s), sum(ok), sum(failed), sum(late), median(cpu)
    )


def _servers(directory: Path) -> dict[str, list[str]]:
    hooks = [sys.executable, "-m", "twenty_hooks", "listen", "--port", "0"]
    hooks += ["--secret-file", str(directory / "secret")]
    receiver = [sys.executable, "-c", _LISTENER]
    store = ["--store", str(directory / "store.db")]
    return {
        "bare uvicorn": [sys.executable, "-c", _BARE],
        "listener alone": receiver,
        "listener, and verification": [*receiver, str(directory / "secret")],
        "http.server": [sys.executable, "-c", _HTTP_SERVER],
        "hooks listen --no-store": [*hooks, "--no-store", "--event", "no.created"],
        "hooks listen": [*hooks, *store, "--event", "no.created"],
        "hooks listen > file": [*hooks, *store],
        "hooks listen --json > file": [*hooks, *store, "--json"],
    }


def _measure(
    words: list[str],
    recorded: recordings.Recorded,
    directory: Path,
    connections: int,
    seconds: int,
) -> Load:
    shown = (directory / "shown").open("wb")
    log = directory / "log"
    log.write_bytes(b"")
    # hooks says where it is on stderr, the others on stdout.
    is_hooks = "twenty_hooks" in words
    process = subprocess.Popen(
        words,
        stdout=shown if is_hooks else log.open("wb"),
        stderr=log.open("wb") if is_hooks else subprocess.DEVNULL,
    )
    try:
        while not (found := re.search(r"http://[\d.]+:\d+", log.read_text())):
            time.sleep(0.05)
        load = _load(found[0], recorded, directory, connections, seconds)
    finally:
        process.send_signal(signal.SIGKILL)
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        shown.close()
    cpu = (used.ru_utime + used.ru_stime) / (load.ok + load.failed)
    return load._replace(cpu_us=cpu * 1e6)


def _stored(directory: Path, load: Load) -> str:
    """Whether all are in the store, if it was used; it is removed."""
    store = directory / "store.db"
    if not store.exists():
        return ""
    connection = sqlite3.connect(store)
    count = connection.execute("SELECT count(*) FROM deliveries").fetchone()[0]
    connection.close()
    for file in directory.glob("store.db*"):
        file.unlink()
    verdict = "all there" if count >= load.ok else f"LOST {load.ok - count}"
    return f"  {verdict}"


def _generator() -> str:
    return "wrk" if shutil.which("wrk") else "our own generator"


def _load(
    url: str,
    recorded: recordings.Recorded,
    directory: Path,
    connections: int,
    seconds: int,
) -> Load:
    if shutil.which("wrk"):
        return _wrk(url, recorded, directory, connections, seconds)
    request = _request(recorded)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.benchmarks.listen_load", "--generate"),
            *(url, str(connections), str(seconds)),
        ],
        input=request,
        capture_output=True,
        check=True,
    )
    return Load(*json.loads(done.stdout))


def _wrk(
    url: str,
    recorded: recordings.Recorded,
    directory: Path,
    connections: int,
    seconds: int,
) -> Load:
    body = directory / "body"
    body.write_bytes(recorded.delivery.body)
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
        for name, value in recorded.delivery.headers
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


def _request(recorded: recordings.Recorded) -> bytes:
    delivery = recorded.delivery
    head = "POST / HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in delivery.headers
    )
    return head.encode() + b"\r\n" + delivery.body


async def _generate(url: str, connections: int, seconds: int, request: bytes) -> Load:
    host, port = url.removeprefix("http://").split(":")
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
        data = sys.stdin.buffer.read()
        load = asyncio.run(_generate(url, int(connections), int(seconds), data))
        print(json.dumps(load))
    else:
        os.environ.pop("TWENTY_HOOKS_STORE", None)
        main()
