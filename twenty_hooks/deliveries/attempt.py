"""What became of a delivery that was sent on, or sent again.

A failure comes with its likely reason, as far as it can be told from the answer and
from what we think of the signature ourselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from twenty_hooks.deliveries import redaction
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.protocol.signature import Verdict
from twenty_hooks.text import units

# `relay`: Twenty was given the answer; `forward`: it was answered before.
Kind = Literal["forward", "relay", "replay"]
AttemptResult = Literal["ok", "failed", "not answered", "not sent"]

# A younger signature is refused by no tolerance that anybody uses.
_RECENT_MS = 30_000
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
    reply: ReceiverResponse
    cause: str = ""

    @property
    def ended_ms(self) -> int:
        """When its result was known, Unix ms."""
        return self.at_ms + round(self.reply.elapsed_ms)

    @property
    def result(self) -> AttemptResult:
        """What to count it as: what we ended too early for did not fail."""
        if self.reply.failure == "not-sent":
            return "not answered" if self.reply.reason == _UNANSWERED else "not sent"
        return "ok" if self.reply.is_ok else "failed"

    @property
    def meaning(self) -> str:
        """What it would have meant in production; empty when all is well."""
        reply = self.reply
        if reply.failure == "not-sent" and not self.delivery_id:
            return "it is lost: with --no-store nothing is kept"
        if (
            reply.is_ok
            or reply.failure in ("not-sent", "unsendable", "too-many-files")
            or reply.lost_body
            or reply.is_early
        ):
            return reply.production_effect
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

    def redacted(self) -> Attempt:
        """Without what a target URL may hold beside the way to the receiver."""
        hidden = redaction.url
        reply = replace(
            self.reply,
            url=hidden(self.reply.url),
            redirects=tuple(
                replace(hop, location=hidden(hop.location))
                for hop in self.reply.redirects
            ),
        )
        return replace(self, target=hidden(self.target), reply=reply)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.delivery_id or None,
            "event": self.event,
            "target": self.target,
            "at": units.to_iso(self.at_ms),
            **self.reply.to_json(),
            "cause": self.cause or None,
        }


def unsent(url: str, *, was_begun: bool) -> ReceiverResponse:
    """What is noted of a delivery that was still waiting when we ended."""
    reason = _UNANSWERED if was_begun else _UNSENT
    return ReceiverResponse(url=url, elapsed_ms=0, failure="not-sent", reason=reason)


def likely_cause(
    reply: ReceiverResponse,
    verdict: Verdict,
    *,
    is_signed_anew: bool,
    age_ms: int = 0,
    may_lack_user: bool = False,
) -> str:
    """Why a receiver may have refused. verdict: ours, over what came. age_ms: how long
    ago what it got was signed, if that is long. may_lack_user: it went to a URL that
    was noted, without the user and password it may have had."""
    if reply.is_ok or reply.failure is not None or reply.lost_body:
        return ""  # the reply itself says why
    status = reply.status or 0
    path = urlsplit(reply.url).path or "/"
    if status in (401, 403):
        cause = _about_the_signature(verdict, age_ms, is_signed_anew=is_signed_anew)
        return cause + (_about_the_user(reply.url) if may_lack_user else "")
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


def _about_the_user(url: str) -> str:
    parts = urlsplit(url)
    whole = f"{parts.scheme}://USER:PASSWORD@{parts.netloc}{parts.path}"
    return (
        "; or it asks for the user and password of its URL, which are not kept: "
        f"--to {whole}"
    )


def _about_the_signature(verdict: Verdict, age_ms: int, *, is_signed_anew: bool) -> str:
    raw = "it checks other bytes than came (it must take the body before any parsing)"
    if is_signed_anew:
        return f"it was signed anew: the receiver has another secret, or {raw}"
    if verdict and age_ms >= _RECENT_MS:
        return (
            f"the signature is valid here, and {units.show_duration(age_ms)} old: a "
            "receiver that looks at the age refuses it (without --as-received it is "
            "signed anew), or has another secret"
        )
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
    return f"the signature does not verify here either: {verdict.reason}"
