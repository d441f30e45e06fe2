"""Send one request to one origin; return the whole response or the exact failure.

The key is sent nowhere else: a redirect to another origin is an error, never followed.
A response is read up to a size and up to a time, however slowly it arrives.
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

MAX_RESPONSE_BYTES = 64_000_000
CHECK_URL = "check the URL of Twenty: hooks config show"
_MAX_REDIRECTS = 5
_KEEP_METHOD = (307, 308)


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """A complete response. content_type: lower case, without parameters."""

    status: int
    content_type: str
    body: bytes
    retry_after: str | None = None

    @property
    def reason(self) -> str:
        """Status and phrase: `502 Bad Gateway`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


class ResponseLost(NoAnswer):
    """The request was sent, but no complete response arrived.

    Twenty may have carried the request out.
    """


class Transport:
    """A connection to one origin.

    Args:
        key: the API key; None sends none.
        timeout_ms: the limit of each whole exchange.
        verify: whether to verify TLS certificates.
    """

    def __init__(
        self,
        origin: str,
        key: str | None,
        *,
        timeout_ms: int,
        verify: bool = True,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        self.origin = origin
        self._timeout_ms = timeout_ms
        self._max_response_bytes = max_response_bytes
        self._key = key
        self._client = httpx.Client(
            # Loading the certificate authorities takes a while, and only TLS needs it.
            verify=verify and origin.startswith("https:"),
            follow_redirects=False,
            mounts=_without_proxy(origin),
            timeout=timeout_ms / 1_000,
            headers={
                "User-Agent": f"twenty-hooks/{__version__}",
                "Accept": "application/json",
            },
        )

    def close(self) -> None:
        """Close the connections."""
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
        """Send a request once and return the response, whatever its status.

        Redirects within the origin are followed if they keep the request. Raises
        NoAnswer if no complete response arrives; ResponseLost if the request may have
        been carried out nevertheless.
        """
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
            response, location = self._exchange(request, deadline)
            if location is None:
                return response
            url = self._redirect(url, location, response, method)
        raise NoAnswer(
            f"{self.origin} redirects in a loop", code="redirected", hint=CHECK_URL
        )

    def _headers(self, body: Any, *, with_key: bool) -> dict[str, str]:
        headers = {} if body is None else {"Content-Type": "application/json"}
        if with_key and self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    def _exchange(
        self, request: httpx.Request, deadline: float
    ) -> tuple[ApiResponse, str | None]:
        """Return the response and, if it is a redirect, its location."""
        try:
            response = self._client.send(request, stream=True)
            try:
                body = b"".join(self._read(response, deadline))
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise self._translate(error) from error
        location = response.headers.get("location") if response.is_redirect else None
        content_type = response.headers.get("content-type", "")
        complete = ApiResponse(
            response.status_code,
            content_type.partition(";")[0].strip().lower(),
            body,
            response.headers.get("retry-after"),
        )
        return complete, location

    def _read(self, response: httpx.Response, deadline: float) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._max_response_bytes:
                limit = units.show_size(self._max_response_bytes)
                raise NoAnswer(
                    f"the response of {self.origin} is larger than {limit}",
                    code="answer-too-large",
                    hint=CHECK_URL,
                )
            if time.monotonic() > deadline:
                raise self._too_slow("did not finish its response")
            yield chunk

    def _redirect(
        self, url: httpx.URL, location: str, response: ApiResponse, method: str
    ) -> httpx.URL:
        try:
            target = url.join(location)
            origin = urls.parse(str(target)).origin
        except (httpx.InvalidURL, BadUrl):
            origin = "an invalid URL"
        if origin != self.origin:
            raise NoAnswer(
                f"{self.origin} redirects to {origin} ({response.reason}); the API key "
                "is not sent there",
                code="redirected",
                hint=f"if that is your Twenty, add --api-url {origin}",
            )
        if method not in ("GET", "HEAD") and response.status not in _KEEP_METHOD:
            raise NoAnswer(
                f"{self.origin} redirects a {method} request ({response.reason}), "
                "which would drop its body",
                code="redirected",
                hint=CHECK_URL,
            )
        return target

    def _too_slow(self, what: str) -> ResponseLost:
        return ResponseLost(
            f"{self.origin} {what} within {units.show_duration(self._timeout_ms)}",
            code="timeout",
            hint="try again, or allow more time: --timeout 2m",
        )

    def _translate(self, error: httpx.HTTPError) -> NoAnswer:
        host = urls.parse(self.origin).netloc
        if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
            return NoAnswer(
                f"could not connect to {host} within "
                f"{units.show_duration(self._timeout_ms)}",
                code="timeout",
                hint=CHECK_URL,
            )
        if isinstance(error, httpx.TimeoutException):
            return self._too_slow("did not respond")
        if isinstance(error, httpx.ProxyError):
            return NoAnswer(
                f"the proxy rejected the connection to {host}",
                code="proxy",
                hint=f"check HTTPS_PROXY, or set NO_PROXY={host}",
            )
        if isinstance(error, httpx.ConnectError):
            return _not_connected(error, self.origin, host)
        if isinstance(error, httpx.RemoteProtocolError):
            return _protocol_error(error, host)
        if isinstance(error, httpx.DecodingError):
            return ResponseLost(
                f"the response of {host} can't be decompressed",
                code="invalid-answer",
                hint="a proxy in between may have changed it",
            )
        return ResponseLost(
            f"the connection to {host} was reset before the response was complete",
            code="connection-lost",
            hint=_check_server(self.origin),
        )


def _check_server(origin: str) -> str:
    return f"check that Twenty is running: curl -i {origin}/healthz"


def _without_proxy(origin: str) -> dict[str, None]:
    """Bypass proxies, which would see the key, for a Twenty on this machine."""
    host = urls.parse(origin).host
    return {f"all://{host}": None} if networks.is_loopback(host) else {}


def _not_connected(error: httpx.ConnectError, origin: str, host: str) -> NoAnswer:
    chain = list(causes(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoAnswer(
                f"the certificate of {host} is not trusted: {cause.verify_message}",
                code="tls",
                hint="if you trust this server: --insecure, or SSL_CERT_FILE=CA.pem",
            )
        if isinstance(cause, ssl.SSLError):
            return NoAnswer(
                f"the TLS handshake with {host} failed",
                code="tls",
                hint=f"if the server speaks plain http: --api-url http://{host}",
            )
        if isinstance(cause, socket.gaierror):
            return NoAnswer(
                f"the host name {host} can't be resolved (DNS)",
                code="dns",
                hint=CHECK_URL,
            )
    if any(isinstance(cause, ConnectionRefusedError) for cause in chain):
        return NoAnswer(
            f"nothing listens at {host} (connection refused)",
            code="connection-refused",
            hint=_check_server(origin),
        )
    return NoAnswer(
        f"could not connect to {host}: {_system_reason(chain)}",
        code="no-connection",
        hint=CHECK_URL,
    )


def _protocol_error(error: httpx.RemoteProtocolError, host: str) -> NoAnswer:
    text = str(error)
    if "without sending complete" in text or "peer closed" in text:
        message = f"the response of {host} was cut off"
    elif "disconnected without" in text:
        message = f"{host} closed the connection without a response"
    else:
        return ResponseLost(
            f"the response of {host} is not HTTP", code="not-http", hint=CHECK_URL
        )
    return ResponseLost(message, code="connection-lost", hint="try again")


def _system_reason(chain: list[BaseException]) -> str:
    for cause in chain:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return str(chain[0]) or type(chain[0]).__name__
