"""Measure other receivers of webhooks under the load of `listen_load`.

    python -m tests.benchmarks.peers [SECONDS] [CONNECTIONS ...]

`hooks listen` is measured first, in the same minutes. Each other program is looked for
on PATH, smee also in ./node_modules/.bin; one that is not installed is passed over.
None of them verifies, and only webhook-replay stores. smee-client receives nothing over
HTTP: a channel of ours gives it events, and what counts is how many of them arrive at
the target it forwards to.
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


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    connections = [int(text) for text in sys.argv[2:]] or [20, 200]
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        os.environ["HOME"] = name  # they write at home
        for count in connections:
            listen_load.print_head(count, seconds, rounds=1)
            ours = listen_load.durable_listener(directory)
            listen_load.measure(ours, directory, count, seconds)
            listen_load.print_row(ours)
            for title in ("fasthook", "hookee", "webhook-replay"):
                program = shutil.which(title)
                if program is None:
                    print(f"{title:32}not installed")
                    continue
                peer = listen_load.Contender(title, [program])
                peer.loads.append(_measure(peer, directory, count, seconds))
                listen_load.print_row(peer)
    _print_smee(seconds)


def _arguments(title: str, port: int, directory: Path) -> list[str]:
    if title == "fasthook":
        return ["listen", str(port), "--host", "127.0.0.1", "--quiet"]
    if title == "hookee":
        return ["--no-tunnel", "--port", str(port), "start"]
    return ["--db", str(directory / "captures.db"), "serve", "--port", str(port)]


def _measure(
    peer: listen_load.Contender, directory: Path, connections: int, seconds: int
) -> listen_load.Load:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*peer.command, *_arguments(peer.title, port, directory)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        path = "/webhook" if peer.title == "hookee" else ""
        url = f"http://127.0.0.1:{port}{path}"
        return listen_load.generate_load(url, directory, connections, seconds)
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


def _print_smee(seconds: int) -> None:
    program = shutil.which("smee") or shutil.which("smee", path="node_modules/.bin")
    if program is None:
        print("smee-client: not installed")
        return
    delivery = listen_load.RECORDED.delivery
    # As smee.io passes them on: names in lower case, the body parsed.
    event = {name.lower(): value for name, value in delivery.headers}
    del event["connection"]
    line = json.dumps({**event, "body": json.loads(delivery.body)})
    received = 0
    is_over = threading.Event()

    class Channel(BaseHTTPRequestHandler):
        """Gives events for as long as it is read, and counts those that arrive."""

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
                    if given - received > 200:  # no more may be on their way
                        time.sleep(0.001)
                        continue
                    self.wfile.write(f"data: {line}\n\n".encode() * 10)
                    given += 10
            except OSError:
                pass

        def do_POST(self) -> None:
            nonlocal received
            self.rfile.read(int(self.headers["Content-Length"]))
            received += 1
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Ignore the connections that end when smee is killed."""

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
        while not received and time.monotonic() < deadline:
            time.sleep(0.05)
        before = received
        time.sleep(seconds)
        print(f"smee-client: {(received - before) / seconds:.0f}/s forwarded")
    finally:
        is_over.set()
        process.kill()
        process.wait()
        server.shutdown()


if __name__ == "__main__":
    main()
