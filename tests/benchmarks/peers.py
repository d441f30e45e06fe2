"""The load of `listen_load` on other receivers of webhooks, where installed. By hand:

    python -m tests.benchmarks.peers [SECONDS] [CONNECTIONS ...]

Each is looked for on PATH, smee in ./node_modules/.bin as well; one that is not there
is named and passed over. None of them verifies; only webhook-replay stores what comes.
smee-client receives nothing over HTTP: it is given events by a channel of ours, and
what counts is how many arrive at the target it forwards to.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.benchmarks import listen_load
from tests.support import recordings


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    connections = [int(word) for word in sys.argv[2:]] or [20, 200]
    recorded = next(one for one in recordings.VERIFIABLE if one.release == "2.21")
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        # What they write at home goes here too.
        os.environ["HOME"] = name
        for count in connections:
            print(
                f"\n{count} connections, {seconds} s each, {listen_load._generator()}"
            )
            print(f"{'':20}{'/s':>8}{'p99 ms':>9}{'non-2xx':>9}{'late':>6}")
            for title in ("fasthook", "hookee", "webhook-replay"):
                found = shutil.which(title)
                if found is None:
                    print(f"{title:20}not installed")
                    continue
                load = _measure(title, found, recorded, directory, count, seconds)
                print(
                    f"{title:20}{load.per_second:>8.0f}{load.p99_ms:>9.1f}"
                    f"{load.failed:>9}{load.late:>6}"
                )
    _print_smee(recorded, seconds)


def _words(title: str, program: str, port: int, directory: Path) -> list[str]:
    if title == "fasthook":
        return [program, "listen", str(port), "--host", "127.0.0.1", "--quiet"]
    if title == "hookee":
        return [program, "--no-tunnel", "--port", str(port), "start"]
    store = str(directory / "captures.db")
    return [program, "--db", store, "serve", "--port", str(port)]


def _measure(
    title: str,
    program: str,
    recorded: recordings.Recorded,
    directory: Path,
    connections: int,
    seconds: int,
) -> listen_load.Load:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        _words(title, program, port, directory),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        url = f"http://127.0.0.1:{port}{'/webhook' if title == 'hookee' else ''}"
        return listen_load._load(url, recorded, directory, connections, seconds)
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _print_smee(recorded: recordings.Recorded, seconds: int) -> None:
    program = shutil.which("smee") or shutil.which("smee", path="node_modules/.bin")
    if program is None:
        print("smee-client: not installed")
        return
    # As smee.io passes them on: names in lower case, the body parsed.
    event = {name.lower(): value for name, value in recorded.delivery.headers}
    del event["connection"]
    line = json.dumps({**event, "body": json.loads(recorded.delivery.body)})
    came = [0]
    is_over = threading.Event()

    class Channel(BaseHTTPRequestHandler):
        """Gives events for as long as it is read; and counts those that arrive."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                self.wfile.write(b"event: ready\ndata: {}\n\n")
                given = 0
                while not is_over.is_set():
                    if given - came[0] > 200:  # as many as are on their way at most
                        time.sleep(0.001)
                        continue
                    self.wfile.write(f"data: {line}\n\n".encode() * 10)
                    given += 10
            except OSError:
                pass

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            came[0] += 1
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Smee is killed at the end, in the middle of its requests."""

    server = Server(("127.0.0.1", 0), Channel)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    process = subprocess.Popen(
        [program, "--url", f"{url}/channel", "--target", url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 20
        while not came[0] and time.monotonic() < deadline:
            time.sleep(0.05)
        before = came[0]
        time.sleep(seconds)
        print(f"smee-client: {(came[0] - before) / seconds:.0f}/s forwarded")
    finally:
        is_over.set()
        process.kill()
        process.wait()
        server.shutdown()


if __name__ == "__main__":
    main()
