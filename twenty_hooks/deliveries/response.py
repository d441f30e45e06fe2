"""The response of a receiver, and what it would mean for a delivery of Twenty."""

from __future__ import annotations

import math
import statistics
from array import array
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

# The time limit of Twenty for the whole call, from 1.8 on.
TWENTYS_TIMEOUT_MS = 5_000

# Why there is no status: no complete HTTP response was received.
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
    """A redirect that was followed.

    Attributes:
        lost_body: whether it turned the POST into a GET without a body.
    """

    status: int
    location: str
    lost_body: bool


@dataclass(frozen=True, slots=True)
class ReceiverResponse:
    """The outcome of sending one delivery. Twenty sends each exactly once.

    Attributes:
        url: of the last request, after redirects.
        elapsed_ms: milliseconds of the whole call.
        status: of the last response; None if there was none.
        failure: why there is no status; `reason` says it in words.
        size: bytes of the response body; `excerpt` is its beginning.
        was_answered: whether any HTTP response was received, even if it was late,
            incomplete or a redirect.
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
        """Whether a redirect turned the POST into a GET without a body."""
        return any(redirect.lost_body for redirect in self.redirects)

    @property
    def is_ok(self) -> bool:
        """Whether the receiver accepted the delivery in time."""
        return (
            self.failure is None
            and self.status is not None
            and 200 <= self.status < 300
            and not self.lost_body
        )

    @property
    def is_early(self) -> bool:
        """Whether it timed out before Twenty would have."""
        took = round(self.elapsed_ms)
        return self.failure == "timeout" and took < TWENTYS_TIMEOUT_MS

    @property
    def outcome(self) -> str:
        """The outcome in a few words: `200`, `timeout`, `200 to an empty GET`."""
        if self.failure:
            return self.failure
        if self.lost_body:
            return f"{self.status} to an empty GET"
        return str(self.status)

    @property
    def production_effect(self) -> str:
        """What Twenty would do after this response; empty if it was accepted."""
        if self.is_ok:
            return ""
        if self.lost_body and self.failure is None:
            turned = next(hop for hop in self.redirects if hop.lost_body)
            return (
                f"the {turned.status} redirect turned the POST into a GET without a "
                "body: the delivery is lost; register the final URL, or redirect with "
                "307 or 308"
            )
        if self.failure == "not-sent":
            return "it is stored: resend it with 'hooks replay --failed'"
        if self.failure in ("unsendable", "too-many-files"):
            return "nothing reached the receiver"
        if self.is_early:
            return "Twenty waits 5 s, so it may still have received a response"
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


class ResponseStats:
    """Counts and times of many responses. Keeps no response itself."""

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
        """The number of deliveries that could be sent at all."""
        return len(self._times)

    @property
    def failed(self) -> int:
        return self.total - self.ok

    def to_json(self) -> dict[str, Any]:
        """Return how many of each outcome, most frequent first, and times in ms."""
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
