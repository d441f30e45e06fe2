"""A webhook receiver with one mistake: it verifies other bytes than it received.

    TWENTY_WEBHOOK_SECRET=$(hooks secret) python3 docs/examples/receiver.py

README shows how to find the mistake and fix it. What it refuses, it saves in
refused.json, in a form that `hooks verify` reads.
"""

import contextlib
import hashlib
import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

SECRET = os.environ["TWENTY_WEBHOOK_SECRET"].encode()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        event = json.loads(raw)
        body = json.dumps(event).encode()
        if self.is_signed(body):
            self.answer(200, f"got {event['eventName']}")
        else:
            refused = {"headers": self.headers.items(), "body": body.decode()}
            Path("refused.json").write_text(json.dumps(refused))
            self.answer(401, "wrong signature")

    def is_signed(self, body: bytes) -> bool:
        timestamp = self.headers.get("X-Twenty-Webhook-Timestamp", "").encode()
        signature = self.headers.get("X-Twenty-Webhook-Signature", "")
        expected = hmac.new(SECRET, timestamp + b":" + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(signature.encode(), expected.encode())

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 3000), Receiver)
    print("receiver on http://127.0.0.1:3000")  # noqa: T201
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
