"""What came back for a delivery we sent, and what it would have meant in production."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# Why there is no status: the exchange itself failed.
Failure = Literal[
    "timeout",
    "refused",
    "unknown-host",
    "tls",
    "closed",
    "not-http",
    "redirects",
    "unreachable",
    "not-sent",
]


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect on the way; lost_body: it turned the POST into a GET without one."""

    status: int
    location: str
    lost_body: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of one attempt; Twenty makes exactly one.

    status: of the last answer, None when there was none (`failure` says why, `reason`
    in words). elapsed_ms: of the whole call. size: bytes of the answer's body, of which
    `excerpt` is the beginning. url: where the last request went. was_answered: whether
    anything like an HTTP answer came back, be it late, unfinished or a redirect.
    """

    url: str
    elapsed_ms: float
    status: int | None = None
    failure: Failure | None = None
    reason: str = ""
    size: int = 0
    excerpt: bytes = b""
    redirects: tuple[Redirect, ...] = ()
    was_answered: bool = False

    @property
    def lost_body(self) -> bool:
        """Whether the receiver answered a GET without a body."""
        return any(redirect.lost_body for redirect in self.redirects)

    @property
    def is_ok(self) -> bool:
        """Whether the receiver got the delivery and said so in time."""
        return (
            self.failure is None
            and self.status is not None
            and 200 <= self.status < 300
            and not self.lost_body
        )

    @property
    def consequence(self) -> str:
        """What would have happened in production; empty when all is well."""
        if self.is_ok:
            return ""
        if self.lost_body and self.failure is None:
            turned = next(hop for hop in self.redirects if hop.lost_body)
            return (
                f"the {turned.status} turned the POST into a GET without a body: the "
                "delivery is lost; register the final URL, or redirect with 307 or 308"
            )
        if self.failure == "not-sent":
            return "it is kept: 'hooks send --from ID --to URL' sends it"
        if self.failure == "timeout":
            return "Twenty gives up here and does not retry: the delivery is lost"
        if self.failure is not None:
            return "Twenty does not retry: the delivery is lost"
        return "Twenty records a failure and does not retry: the delivery is lost"

    def to_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "ok": self.is_ok,
            "status": self.status,
            "failure": self.failure,
            "reason": self.reason or None,
            "ms": round(self.elapsed_ms, 1),
            "size": self.size,
            "body": self.excerpt.decode("utf-8", "replace"),
            "redirects": [
                {
                    "status": hop.status,
                    "location": hop.location,
                    "lostBody": hop.lost_body,
                }
                for hop in self.redirects
            ],
            "consequence": self.consequence or None,
        }
