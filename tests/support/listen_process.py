"""`hooks listen` as a process of its own, and deliveries to post to it."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess

from tests.conftest import hooks_command
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.protocol.signature import signed_headers

BODY = b'{"eventName":"person.created","record":{"name":"Ada","jobTitle":"Countess"}}'


class Listen:
    """A running `hooks listen --port 0`.

    `ready` is the line on stderr that says so, `port` the port from that line.
    """

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            hooks_command("listen", "--port", "0", *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr is not None
        self._notices = ""  # a store that is too large is reported before
        while (line := self.process.stderr.readline().decode()).startswith("! "):
            self._notices += line
        self.ready = line
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.ready)
        assert found, self.ready + self.process.stderr.read().decode()
        self.port = int(found[1])

    def post(self, body: bytes = BODY, headers: Headers = (), path: str = "/") -> int:
        """POST a body and return the status of the response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest("POST", path)
        for name, value in headers:
            if name not in ("Host", "Content-Length", "Accept-Encoding"):
                connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status

    def line(self) -> str:
        """Return the next line on stdout."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode()

    def end(self, how: signal.Signals | None = signal.SIGINT) -> tuple[int, str, str]:
        """Return the exit code, and the rest of stdout and of stderr.

        how: the signal that stops it; None waits until it ends on its own.
        """
        if how is not None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out.decode(), self._notices + err.decode()


def signed(body: bytes = BODY, secret: str = "s") -> Headers:
    """Return the signature headers of this body, with a fixed time and nonce."""
    return signed_headers(body, secret, "1735066639761", "00" * 16)
