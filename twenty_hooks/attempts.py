"""What became of a delivery that was sent on, or sent again.

A failure comes with its likely reason, as far as it can be told from the answer and
from what we think of the signature ourselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from twenty_hooks import units
from twenty_hooks.replies import Reply
from twenty_hooks.signature import Verdict

# `relay`: Twenty was given the answer; `forward`: it was answered before.
Kind = Literal["forward", "relay", "replay"]

_UNSENT = "hooks ended before it was sent on"
_UNANSWERED = "hooks ended before the receiver answered"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a delivery. at_ms: when it began, Unix ms.

    delivery_id: empty where it is in no store. target: the URL it was sent to. cause:
    the likely reason of a failure; empty where the reply says all there is.
    """

    kind: Kind
    delivery_id: str
    event: str | None
    target: str
    at_ms: int
    reply: Reply
    cause: str = ""

    @property
    def meaning(self) -> str:
        """What it would have meant in production; empty when all is well."""
        reply = self.reply
        if reply.is_ok or reply.failure == "not-sent" or reply.lost_body:
            return reply.consequence
        if reply.failure == "timeout":
            return "Twenty would have given up here, without a retry: lost"
        return "Twenty would not have retried: lost"

    @property
    def answered(self) -> int:
        """The status that Twenty is given by `--relay`: the receiver's own, or what a
        gateway says where there is none."""
        status = self.reply.status
        if self.reply.failure is None and status and 200 <= status < 600:
            return status
        return 504 if self.reply.failure == "timeout" else 502

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.delivery_id or None,
            "event": self.event,
            "target": self.target,
            "at": units.to_iso(self.at_ms),
            **self.reply.to_json(),
            "cause": self.cause or None,
        }


def unsent(url: str, *, was_begun: bool) -> Reply:
    """What is noted of a delivery that was still waiting when we ended."""
    reason = _UNANSWERED if was_begun else _UNSENT
    return Reply(url=url, elapsed_ms=0, failure="not-sent", reason=reason)


def likely_cause(reply: Reply, verdict: Verdict, *, is_signed_anew: bool) -> str:
    """Why a receiver may have refused. verdict: ours, over what came."""
    if reply.is_ok or reply.failure is not None or reply.lost_body:
        return ""  # the reply itself says why
    status = reply.status or 0
    path = urlsplit(reply.url).path or "/"
    if status in (401, 403):
        return _about_the_signature(verdict, is_signed_anew=is_signed_anew)
    if status == 404:
        return f"the receiver knows no path {path}: is it the one of its handler?"
    if status == 405:
        return f"the receiver takes no POST at {path}: is it the path of its handler?"
    if status == 413:
        return "the receiver's limit for a body is smaller than this delivery"
    if 300 <= status < 400:
        return "a redirect that leads nowhere: Twenty takes it as a failure"
    if status >= 500:
        return "the receiver failed over it: its own log says why"
    return ""


def _about_the_signature(verdict: Verdict, *, is_signed_anew: bool) -> str:
    raw = "it checks other bytes than came (it must take the body before any parsing)"
    if is_signed_anew:
        return f"it was signed anew: the receiver has another secret, or {raw}"
    if verdict:
        return f"the signature is valid here: the receiver has another secret, or {raw}"
    if verdict.name == "unsigned":
        return (
            "it came unsigned, and the receiver asks for a signature: give the webhook "
            "a secret, or sign here with --forward-secret-file FILE"
        )
    if verdict.name == "no-secret":
        return (
            "signed with a secret that is not known here: the receiver has another "
            f"one, or {raw}"
        )
    return f"the signature is {verdict.name} here too: {verdict.reason}"
