"""Which secrets judge a delivery, and whether it is accepted.

Secrets given on the command line or in the environment judge every delivery, and
whatever they don't sign is refused. Without any, a webhook whose secret is
remembered is judged by that one alone; anything else is tried against all the
remembered ones and the local one, and stays `no-secret` (accepted, and marked as
unchecked) when none of them fits. A delivery that was redacted can't be judged at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.protocol import signature
from twenty_hooks.protocol.events import Event, parse
from twenty_hooks.protocol.signature import Verdict


class VerifiedDelivery(NamedTuple):
    """A delivery, what it says, and what we think of it.

    accepted: whether a listener answers it with 2xx.
    """

    delivery: Delivery
    event: Event
    verdict: Verdict
    accepted: bool


class ReceivedDelivery(NamedTuple):
    """A delivery that came, what we think of it, and the status we answer.

    status: None where it came otherwise than over HTTP to us, as by an import, and
    where it gets no answer, or not yet. fault: how we misbehave on purpose, and what
    Twenty makes of it. is_kept: whether it could be saved.
    """

    verified: VerifiedDelivery
    status: int | None
    fault: str = ""
    is_stored: bool = True

    @property
    def delivery(self) -> Delivery:
        """The HTTP request itself."""
        return self.verified.delivery

    @property
    def event(self) -> Event:
        """What the body says."""
        return self.verified.event

    @property
    def verdict(self) -> Verdict:
        """The outcome of verifying the signature."""
        return self.verified.verdict

    @property
    def accepted(self) -> bool:
        """Whether a listener answers it with 2xx."""
        return self.verified.accepted


@dataclass(frozen=True, slots=True)
class Secrets:
    """All the secrets at hand, none of them empty unless it says so.

    given: from --secret, a plain --secret-file or the environment.
    given_by_webhook: from a JSON --secret-file, webhookId to secret; an empty secret
    says that this webhook is unsigned.
    remembered: webhookId to secret, of the webhooks made from this machine.
    local: the secret of this machine.
    """

    given: tuple[str, ...] = ()
    given_by_webhook: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    local: str | None = None

    @property
    def are_given(self) -> bool:
        """Whether the user named the secrets that judge."""
        return bool(self.given or self.given_by_webhook)

    def candidates(self, webhook_id: str | None) -> tuple[str, ...]:
        """The secrets that may have signed a delivery of this webhook."""
        if self.given and not self.given_by_webhook:
            return self.given
        if self.are_given:
            own = self.given_by_webhook.get(webhook_id or "")
            mapped = (own,) if own else tuple(self.given_by_webhook.values())
            return _distinct(self.given + mapped)
        own = self.remembered.get(webhook_id or "")
        if own:
            return (own,)
        local = (self.local,) if self.local else ()
        return _distinct(tuple(self.remembered.values()) + local)

    def verify(
        self,
        delivery: Delivery,
        *,
        now_ms: int | None = None,
        tolerance_ms: int | None = None,
    ) -> VerifiedDelivery:
        """Verify a delivery; its age is measured when it came, else at now_ms."""
        event = parse(delivery.body)
        if delivery.is_redacted:
            return VerifiedDelivery(delivery, event, _REDACTED, accepted=False)
        webhook_id = event.webhook_id
        known = self.are_given or webhook_id in self.remembered
        received_at_ms = delivery.received_at_ms
        verdict = signature.verify(
            delivery.body,
            delivery.headers,
            self.candidates(webhook_id),
            now_ms=now_ms if received_at_ms is None else received_at_ms,
            tolerance_ms=tolerance_ms,
        )
        if verdict.name == "mismatch" and not known:
            verdict = Verdict(
                "no-secret",
                "signed with a secret that is not known here",
                age_ms=verdict.age_ms,
            )
        unjudged = verdict.name in ("unsigned", "no-secret")
        accepted = not known if unjudged else bool(verdict)
        return VerifiedDelivery(delivery, event, verdict, accepted)


_REDACTED = Verdict(
    "redacted", "values were masked after it came: these are not the bytes once signed"
)


def _distinct(secrets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(secret for secret in secrets if secret))
