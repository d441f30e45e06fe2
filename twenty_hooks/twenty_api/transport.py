"""One request to one origin, and the whole answer or the exact reason why not.

The key goes nowhere else: a redirect to another origin is an error, never followed. An
answer is read only up to a size, and only up to a time, however slowly it trickles.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from twenty_hooks import __version__
from twenty_hooks.errors import NoAnswer
from twenty_hooks.protocol import networks, urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.system.exception_chain import causes
from twenty_hooks.text import units

MAX_ANSWER_BYTES = 64_000_000
_MAX_REDIRECTS = 5
_KEEP_METHOD = (307, 308)


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """What came back, whole. content_type: lower case, without parameters."""

    status: int
    content_type: str
    body: bytes
    retry_after: str | None = None

    @property
    def reason(self) -> str:
        """`502 Bad Gateway`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


class ResponseLost(NoAnswer):
    """No answer came to a request that did go out: it may have been carried out."""


class Transport:
    """Talks to one origin. timeout_ms is for each whole exchange.

    Raises NoAnswer for everything that is not a complete answer.
    """

    def __init__(
        self,
        origin: str,
        key: str | None,
        *,
        timeout_ms: int,
        verify: bool = True,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        self.origin = origin
        self._timeout_ms = timeout_ms
        self._max_answer_bytes = max_answer_bytes
        self._key = key
        self._client = httpx.Client(
            # Reading all certificate authorities takes a while, and is for TLS only.
            verify=verify and origin.startswith("https:"),
            follow_redirects=False,
            mounts=_past_proxies(origin),
            timeout=timeout_ms / 1_000,
            headers={
                "User-Agent": f"twenty-hooks/{__version__}",
                "Accept": "application/json",
            },
        )

    def close(self) -> None:
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        parameters: dict[str, str] | None = None,
        body: Any = None,
        with_key: bool = True,
        timeout_ms: int | None = None,
    ) -> ApiResponse:
        """One exchange; redirects within the origin are followed, as their status
        allows. A POST is sent once, whatever happens."""
        url = httpx.URL(self.origin + path, params=parameters)
        timeout = min(self._timeout_ms, timeout_ms or self._timeout_ms) / 1_000
        deadline = time.monotonic() + timeout
        for _ in range(_MAX_REDIRECTS + 1):
            request = self._client.build_request(
                method,
                url,
                headers=self._headers(body, with_key=with_key),
                content=None if body is None else json.dumps(body).encode(),
                timeout=timeout,
            )
            answer, location = self._exchange(request, deadline)
            if location is None:
                return answer
            url = self._redirected(url, location, answer, method)
        raise NoAnswer(
            f"{self.origin} redirects in circles", code="redirected", hint=_CHECK_URL
        )

    def _headers(self, body: Any, *, with_key: bool) -> dict[str, str]:
        headers = {} if body is None else {"Content-Type": "application/json"}
        if with_key and self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    def _exchange(
        self, request: httpx.Request, deadline: float
    ) -> tuple[ApiResponse, str | None]:
        try:
            response = self._client.send(request, stream=True)
            try:
                body = b"".join(self._limited(response, deadline))
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise self._translated(error) from error
        location = response.headers.get("location") if response.is_redirect else None
        content_type = response.headers.get("content-type", "")
        answer = ApiResponse(
            response.status_code,
            content_type.partition(";")[0].strip().lower(),
            body,
            response.headers.get("retry-after"),
        )
        return answer, location

    def _limited(self, response: httpx.Response, deadline: float) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._max_answer_bytes:
                limit = units.show_size(self._max_answer_bytes)
                raise NoAnswer(
                    f"{self.origin} answered with more than {limit}",
                    code="answer-too-large",
                    hint=_CHECK_URL,
                )
            if time.monotonic() > deadline:
                raise self._too_slow("did not finish its answer")
            yield chunk

    def _redirected(
        self, url: httpx.URL, location: str, answer: ApiResponse, method: str
    ) -> httpx.URL:
        try:
            target = url.join(location)
            origin = urls.parse(str(target)).origin
        except (httpx.InvalidURL, BadUrl):
            origin = "an address that is none"
        if origin != self.origin:
            raise NoAnswer(
                f"{self.origin} redirects to {origin} ({answer.reason}); the API key "
                "is not sent there",
                code="redirected",
                hint=f"if that is your Twenty, add --api-url {origin}",
            )
        if method not in ("GET", "HEAD") and answer.status not in _KEEP_METHOD:
            raise NoAnswer(
                f"{self.origin} redirects a {method} ({answer.reason}), which would "
                "lose what it says",
                code="redirected",
                hint=_CHECK_URL,
            )
        return target

    def _too_slow(self, what: str) -> ResponseLost:
        within = units.show_duration(self._timeout_ms)
        return ResponseLost(
            f"{self.origin} {what} within {within}",
            code="timeout",
            hint="try again, or wait longer with --timeout 2m",
        )

    def _translated(self, error: httpx.HTTPError) -> NoAnswer:
        host = urls.parse(self.origin).netloc
        if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
            return NoAnswer(
                f"no connection to {host} within "
                f"{units.show_duration(self._timeout_ms)}",
                code="timeout",
                hint=_CHECK_URL,
            )
        if isinstance(error, httpx.TimeoutException):
            return self._too_slow("did not answer")
        if isinstance(error, httpx.ProxyError):
            return NoAnswer(
                f"the proxy on the way to {host} refused",
                code="proxy",
                hint="check HTTPS_PROXY, or set NO_PROXY=" + host,
            )
        if isinstance(error, httpx.ConnectError):
            return _not_connected(error, self.origin, host)
        if isinstance(error, httpx.RemoteProtocolError):
            return _broken_off(error, host)
        if isinstance(error, httpx.DecodingError):
            return ResponseLost(
                f"the answer of {host} can't be unpacked",
                code="invalid-answer",
                hint="a proxy on the way may have changed it",
            )
        return ResponseLost(
            f"the connection to {host} was reset before the answer was complete",
            code="connection-lost",
            hint=f"check that Twenty runs: curl -i {self.origin}/healthz",
        )


_CHECK_URL = "check --api-url: hooks config show"


def _past_proxies(origin: str) -> dict[str, None]:
    """A Twenty on this machine needs no proxy, which would see the key."""
    host = urls.parse(origin).host
    return {f"all://{host}": None} if networks.is_loopback(host) else {}


def _not_connected(error: httpx.ConnectError, origin: str, host: str) -> NoAnswer:
    chain = list(causes(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoAnswer(
                f"the certificate of {host} is not trusted: {cause.verify_message}",
                code="tls",
                hint="if you know this server: --insecure, or SSL_CERT_FILE=CA.pem",
            )
        if isinstance(cause, ssl.SSLError):
            return NoAnswer(
                f"{host} does not speak TLS as it should",
                code="tls",
                hint="if it is plain http: --api-url http://" + host,
            )
        if isinstance(cause, socket.gaierror):
            return NoAnswer(
                f"there is no host called {host} (DNS)", code="dns", hint=_CHECK_URL
            )
    if any(isinstance(cause, ConnectionRefusedError) for cause in chain):
        return NoAnswer(
            f"nothing listens at {host} (connection refused)",
            code="connection-refused",
            hint=f"check that Twenty runs: curl -i {origin}/healthz",
        )
    return NoAnswer(
        f"no connection to {host}: {_system_reason(chain)}",
        code="no-connection",
        hint=_CHECK_URL,
    )


def _broken_off(error: httpx.RemoteProtocolError, host: str) -> NoAnswer:
    text = str(error)
    if "without sending complete" in text or "peer closed" in text:
        message = f"the answer of {host} broke off half-way"
    elif "disconnected without" in text:
        message = f"{host} closed the connection without an answer"
    else:
        return ResponseLost(
            f"what {host} answered is not HTTP", code="not-http", hint=_CHECK_URL
        )
    return ResponseLost(message, code="connection-lost", hint="try again")


def _system_reason(chain: list[BaseException]) -> str:
    for cause in chain:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return str(chain[0]) or type(chain[0]).__name__
