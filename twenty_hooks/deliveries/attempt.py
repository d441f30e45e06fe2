"""An attempt to forward or resend a delivery, and the likely cause of a failure.

The likely cause is derived from the response and from our own verdict on the signature.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from twenty_hooks.deliveries import redaction
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.protocol.signature import Verdict
from twenty_hooks.text import units

# `forward`: the listener answered before it forwarded the delivery; `relay`: it waited,
# and passed on the receiver's status; `replay`: `hooks replay` resent it.
Kind = Literal["forward", "relay", "replay"]
AttemptResult = Literal["ok", "failed", "not answered", "not sent"]

# No receiver refuses a signature for being younger than this.
_RECENT_MS = 30_000
_NOT_SENT = "hooks ended before the delivery was sent"
_NOT_ANSWERED = "hooks ended before the receiver answered"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to send a delivery to a receiver.

    Attributes:
        delivery_id: empty if the delivery is not stored.
        target: the URL it was sent to.
        at_ms: when it started, in Unix milliseconds.
        reply: the response.
        cause: the likely cause of a failure; may be empty.
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
        """When it ended, in Unix milliseconds."""
        return self.at_ms + round(self.reply.elapsed_ms)

    @property
    def result(self) -> AttemptResult:
        """The result as counted; not `failed` if hooks ended before the response."""
        if self.reply.failure == "not-sent":
            return "not answered" if self.reply.reason == _NOT_ANSWERED else "not sent"
        return "ok" if self.reply.is_ok else "failed"

    @property
    def production_effect(self) -> str:
        """What Twenty would do after this response, in short; empty if accepted."""
        reply = self.reply
        if reply.failure == "not-sent" and not self.delivery_id:
            return "it is lost: --no-store keeps no deliveries"
        if (
            reply.is_ok
            or reply.failure in ("not-sent", "unsendable", "too-many-files")
            or reply.lost_body
            or reply.is_early
        ):
            return reply.production_effect
        if reply.failure == "timeout":
            return "Twenty would give up here and not retry: the delivery is lost"
        return "Twenty would not retry: the delivery is lost"

    @property
    def relayed_status(self) -> int:
        """The status that `--relay` answers with.

        It is the receiver's own status; without one, 504 for a timeout and 502 for any
        other failure, as a gateway would answer.
        """
        status = self.reply.status
        if self.reply.failure is None and status and 200 <= status < 600:
            return status
        return 504 if self.reply.failure == "timeout" else 502

    def redacted(self) -> Attempt:
        """Return it with user, password and query masked in its URLs."""
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


def interrupted(url: str, *, was_begun: bool) -> ReceiverResponse:
    """Return the response to record for a delivery when hooks ends before it is sent.

    Args:
        was_begun: whether sending had started, so that the receiver may have it.
    """
    reason = _NOT_ANSWERED if was_begun else _NOT_SENT
    return ReceiverResponse(url=url, elapsed_ms=0, failure="not-sent", reason=reason)


def likely_cause(
    reply: ReceiverResponse,
    verdict: Verdict,
    *,
    is_re_signed: bool,
    age_ms: int = 0,
    may_lack_user: bool = False,
) -> str:
    """Return the likely cause why a receiver refused a delivery; may be empty.

    Args:
        verdict: our own verdict on the received delivery.
        is_re_signed: whether it was sent with a new signature.
        age_ms: milliseconds since the signature was made.
        may_lack_user: whether the URL is a stored one, from which a user and password
            may have been removed.
    """
    if reply.is_ok or reply.failure is not None or reply.lost_body:
        return ""  # the response itself says why
    status = reply.status or 0
    path = urlsplit(reply.url).path or "/"
    if status in (401, 403):
        cause = _signature_cause(verdict, age_ms, is_re_signed=is_re_signed)
        return cause + (_missing_user_cause(reply.url) if may_lack_user else "")
    if status == 404:
        return f"the receiver has no path {path}: is it the path of its handler?"
    if status == 405:
        return (
            f"the receiver does not accept POST at {path}: is it the path of its "
            "handler?"
        )
    if status == 413:
        return "the delivery is larger than the receiver allows"
    if 300 <= status < 400:
        return "the redirect leads nowhere: Twenty counts it as a failure"
    if status >= 500:
        return "the receiver failed: its own log should say why"
    return ""


def _missing_user_cause(url: str) -> str:
    parts = urlsplit(url)
    whole = f"{parts.scheme}://USER:PASSWORD@{parts.netloc}{parts.path}"
    return (
        "; or it requires the user and password of its URL, which are not stored: "
        f"pass --to {whole}"
    )


def _signature_cause(verdict: Verdict, age_ms: int, *, is_re_signed: bool) -> str:
    raw = "it does not verify the raw bytes (it must read them before any parsing)"
    if is_re_signed:
        return f"it was re-signed: the receiver has another secret, or {raw}"
    if verdict and age_ms >= _RECENT_MS:
        return (
            f"the signature is valid here, but {units.show_duration(age_ms)} old: the "
            "receiver may refuse old signatures (without --as-received it is "
            "re-signed), or has another secret"
        )
    if verdict:
        return f"the signature is valid here: the receiver has another secret, or {raw}"
    if verdict.name == "unsigned":
        return (
            "it is unsigned, and the receiver requires a signature: give the webhook a "
            "secret, or sign it here with --forward-secret-file FILE"
        )
    if verdict.name == "no-secret":
        return (
            "it was signed with a secret that is not known here: the receiver has "
            f"another one, or {raw}"
        )
    return f"the signature does not verify here either: {verdict.reason}"
