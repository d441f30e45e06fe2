"""What came back for a delivery we sent, and what it would have meant in production."""

from __future__ import annotations

import math
import statistics
from array import array
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

# For the whole call; from 1.8 on.
TWENTYS_TIMEOUT_MS = 5_000

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
    "too-many-files",
    "not-sent",
    "unsendable",
]


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect on the way; lost_body: it turned the POST into a GET without one."""

    status: int
    location: str
    lost_body: bool


@dataclass(frozen=True, slots=True)
class ReceiverResponse:
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
    def is_early(self) -> bool:
        """Whether we gave up before Twenty would have."""
        took = round(self.elapsed_ms)
        return self.failure == "timeout" and took < TWENTYS_TIMEOUT_MS

    @property
    def outcome(self) -> str:
        """In one word, or two: `200`, `timeout`, `200 to an empty GET`."""
        if self.failure:
            return self.failure
        if self.lost_body:
            return f"{self.status} to an empty GET"
        return str(self.status)

    @property
    def production_effect(self) -> str:
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
            return "it is kept: 'hooks replay --failed' sends it"
        if self.failure in ("unsendable", "too-many-files"):
            return "nothing reached the receiver"
        if self.is_early:
            return "Twenty waits 5 s: it may still have got an answer"
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
            "consequence": self.production_effect or None,
        }


class ResponseCounts:
    """Outcomes and durations of many responses, counted without keeping them."""

    def __init__(self) -> None:
        self.total = 0
        self.ok = 0
        self.answered = 0
        self.outcomes: Counter[str] = Counter()
        self._times = array("d")

    def add(self, reply: ReceiverResponse) -> None:
        self.total += 1
        self.ok += reply.is_ok
        self.answered += reply.was_answered
        self.outcomes[reply.outcome] += 1
        if reply.failure != "unsendable":
            self._times.append(reply.elapsed_ms)

    @property
    def sent(self) -> int:
        """All but what could not be sent at all."""
        return len(self._times)

    @property
    def failed(self) -> int:
        return self.total - self.ok

    def to_json(self) -> dict[str, Any]:
        """How many of each outcome, the most frequent first, and how long they took
        (ms)."""
        times = sorted(self._times)
        return {
            "sent": self.sent,
            "ok": self.ok,
            "failed": self.failed,
            "outcomes": dict(self.outcomes.most_common()),
            "ms": {
                "min": round(times[0], 1),
                "median": round(statistics.median(times), 1),
                "p95": round(times[math.ceil(0.95 * len(times)) - 1], 1),
                "max": round(times[-1], 1),
            }
            if times
            else None,
        }
