"""Where a delivery goes, and the exact request that goes there."""

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
    """A receiver's URL, taken apart once: where to connect, and what to say there.

    url: without user and fragment. registered: as Twenty would store it (from 1.3 on).
    """

    url: str
    host_header: str
    userinfo: str
    registered: str

    @classmethod
    def of(cls, url: str, option: str = "--to") -> Target:
        """Raises UsageError for what Twenty would not accept as a target URL. option:
        the one that it was given with."""
        try:
            parsed = urls.parse(url)
        except BadUrl as bad:
            example = bad.suggestion or "http://127.0.0.1:8020/webhooks"
            raise UsageError(
                f"'{url}' is not a URL to send to: {bad}", hint=f"{option} {example}"
            ) from bad
        plain = replace(parsed, userinfo="", rest=parsed.rest.partition("#")[0])
        return cls(str(plain), plain.netloc, parsed.userinfo, str(parsed))

    @property
    def host(self) -> str:
        return httpx.URL(self.url).host

    @property
    def authorization(self) -> tuple[str, str] | None:
        """The header that the user and password in the URL become; None without."""
        if not self.userinfo:
            return None
        basic = base64.b64encode(unquote(self.userinfo).encode()).decode("ascii")
        return "Authorization", f"Basic {basic}"

    @property
    def path(self) -> str:
        return httpx.URL(self.url).raw_path.decode("ascii")


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One delivery, ready to go: its exact headers and bytes."""

    target: Target
    headers: Headers
    body: bytes

    def as_http(self) -> bytes:
        """The request as it goes over the wire."""
        lines = [f"POST {self.target.path} HTTP/1.1"]
        # The HTTP library writes Host first.
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
    """The headers of a recorded delivery to this target, in its order.

    A user and password in the URL become Basic authentication; axios decodes their
    percent signs only from some release after 1.12 on. signature: the three signature
    headers, or none for an unsigned delivery.
    extra: the first of a name replaces Twenty's in its place, others come last.
    """
    authorization = None
    if target.userinfo:
        is_old = era in ("0.55", "1.8")
        userinfo = target.userinfo if is_old else unquote(target.userinfo)
        basic = base64.b64encode(userinfo.encode()).decode("ascii")
        authorization = f"Basic {basic}"
    headers = delivery.headers_as_twenty(
        body,
        signature,
        user_agent=samples.user_agent(era),
        host=target.host_header,
        authorization=authorization,
    )
    return with_headers(headers, extra)
