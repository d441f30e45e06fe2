"""The target of a delivery, and the exact request that is sent there."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from urllib.parse import unquote

import httpx

from twenty_hooks import samples
from twenty_hooks.client.headers import with_headers
from twenty_hooks.deliveries import delivery
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.samples import Era


@dataclass(frozen=True, slots=True)
class Target:
    """The URL of a receiver, parsed once.

    `url` has no user and no fragment; `registered` is the URL as Twenty stores it (from
    1.3 on).
    """

    url: str
    host_header: str
    userinfo: str
    registered: str

    @classmethod
    def of(cls, url: str, option: str = "--to") -> Target:
        """Parse a URL. Raises UsageError if Twenty would not accept it as a target.

        Args:
            option: the option to suggest in the hint.
        """
        try:
            parsed = urls.parse(url)
        except BadUrl as bad:
            example = bad.suggestion or "http://127.0.0.1:8020/webhooks"
            raise UsageError(
                f"'{url}' is not a valid target URL: {bad}", hint=f"{option} {example}"
            ) from bad
        plain = replace(parsed, userinfo="", rest=parsed.rest.partition("#")[0])
        return cls(str(plain), plain.netloc, parsed.userinfo, str(parsed))

    @property
    def host(self) -> str:
        """The host name or address, without the port."""
        return httpx.URL(self.url).host

    @property
    def authorization(self) -> tuple[str, str] | None:
        """The header for the user and password in the URL; None if it has none."""
        if not self.userinfo:
            return None
        return "Authorization", _basic(unquote(self.userinfo))

    @property
    def path(self) -> str:
        """The path and query, as they are sent in the request line."""
        return httpx.URL(self.url).raw_path.decode("ascii")


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One delivery ready to send, with its exact headers and bytes."""

    target: Target
    headers: Headers
    body: bytes

    def as_http(self) -> bytes:
        """Return the request as it is sent over the wire."""
        lines = [f"POST {self.target.path} HTTP/1.1"]
        # The HTTP library always writes Host first.
        headers = sorted(self.headers, key=lambda pair: pair[0].lower() != "host")
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


def headers_as_twenty(
    target: Target,
    body: bytes,
    signature: Headers,
    *,
    era: Era,
    extra: Headers = (),
) -> Headers:
    """Return the headers that Twenty sends to this target, in Twenty's order.

    A user and password in the URL become Basic authentication. axios decodes their
    percent-escapes only in releases after 1.12.

    Args:
        signature: the three signature headers; empty for an unsigned delivery.
        extra: the first header of a name replaces Twenty's in its place; others are
            appended.
    """
    authorization = None
    if target.userinfo:
        is_old = era in ("0.55", "1.8")
        authorization = _basic(target.userinfo if is_old else unquote(target.userinfo))
    headers = delivery.headers_as_twenty(
        body,
        signature,
        user_agent=samples.user_agent(era),
        host=target.host_header,
        authorization=authorization,
    )
    return with_headers(headers, extra)


def _basic(userinfo: str) -> str:
    return f"Basic {base64.b64encode(userinfo.encode()).decode('ascii')}"
