"""Which secrets verify a delivery, and whether it is accepted.

Secrets from the command line or the environment verify every delivery; a delivery that
none of them signed is refused. Without any, a webhook whose secret is remembered is
verified with that secret only. All other deliveries are verified with all remembered
secrets and the local one; if none of them matches, the verdict is `no-secret`, and the
delivery is accepted. A redacted delivery can't be verified.
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
    """A delivery, its parsed body, and the outcome of verifying it.

    Attributes:
        accepted: whether a listener answers it with 2xx.
    """

    delivery: Delivery
    event: Event
    verdict: Verdict
    accepted: bool


class ReceivedDelivery(NamedTuple):
    """A delivery that was received, verified, and answered.

    Attributes:
        status: of the listener's response. None for an imported delivery, for one that
            gets no response, and for one that was not answered yet.
        fault: the fault that the listener simulates in its response, and what Twenty
            does about it; empty for a normal response.
        is_stored: whether it could be stored.
    """

    verified: VerifiedDelivery
    status: int | None
    fault: str = ""
    is_stored: bool = True

    @property
    def delivery(self) -> Delivery:
        """The HTTP request."""
        return self.verified.delivery

    @property
    def event(self) -> Event:
        """The parsed body."""
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
    """The secrets to verify deliveries with.

    Attributes:
        given: from --secret, a plain-text --secret-file, or the environment.
        given_by_webhook: by webhookId, from a JSON --secret-file. An empty secret means
            that the webhook is unsigned.
        remembered: by webhookId, of the webhooks created on this machine.
        local: the local secret of this machine.
    """

    given: tuple[str, ...] = ()
    given_by_webhook: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    local: str | None = None

    @property
    def are_given(self) -> bool:
        """Whether the user gave the secrets, so that every delivery must match."""
        return bool(self.given or self.given_by_webhook)

    def candidates(self, webhook_id: str | None) -> tuple[str, ...]:
        """Return the secrets to verify a delivery of this webhook with."""
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
        """Verify a delivery.

        Args:
            now_ms: Unix milliseconds, to measure the age of the signature if the
                delivery does not say when it was received.
            tolerance_ms: how old, or ahead, a valid signature may be; None for any age.
        """
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
        is_unverified = verdict.name in ("unsigned", "no-secret")
        accepted = not known if is_unverified else bool(verdict)
        return VerifiedDelivery(delivery, event, verdict, accepted)


_REDACTED = Verdict(
    "redacted", "values were masked after it was received, so it can't be verified"
)


def _distinct(secrets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(secret for secret in secrets if secret))
