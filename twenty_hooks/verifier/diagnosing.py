"""Find the cause of invalid signatures, for one run of a command.

One `Diagnosing` serves a whole run, so that a cause found once is tried first the next
time, and the time limit of the search holds for the run. The search is loaded with the
first delivery that needs it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from twenty_hooks.config.secrets import remembered_secrets
from twenty_hooks.console.escape import visible

if TYPE_CHECKING:
    from twenty_hooks.deliveries.verification import Secrets, VerifiedDelivery
    from twenty_hooks.diagnosis import Diagnoser, Diagnosis, KnownSecret


class Diagnosing:
    """Diagnoses the deliveries that are verified with these secrets."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._diagnoser: Diagnoser | None = None
        self._known: list[KnownSecret] = []

    def diagnosis(self, verified: VerifiedDelivery) -> Diagnosis | None:
        """Return why a signature is invalid; None if the verdict says everything."""
        if verified.verdict:
            return None
        from twenty_hooks.diagnosis import DIAGNOSED, Diagnoser

        if verified.verdict.name not in DIAGNOSED:
            return None
        if self._diagnoser is None:
            self._diagnoser = Diagnoser(clock=time.monotonic)
            self._known = self._known_secrets()
        return self._diagnoser.diagnose(
            verified.delivery,
            self._secrets.candidates(verified.event.webhook_id),
            others=self._known,
            event=verified.event,
        )

    def short(self, verified: VerifiedDelivery) -> str | None:
        """Return the cause, or what is known of it, in half a line; None if none."""
        diagnosis = self.diagnosis(verified)
        if diagnosis is None:
            return None
        if diagnosis.cause is None:
            return visible(diagnosis.headline)
        return visible(f"cause: {diagnosis.headline} ({diagnosis.cause})")

    def _known_secrets(self) -> list[KnownSecret]:
        """Return all secrets that are known here, with the names of their owners."""
        from twenty_hooks.diagnosis import KnownSecret

        known = [
            KnownSecret(secret, f"webhook {webhook_id}")
            for webhook_id, secret in self._secrets.given_by_webhook.items()
        ]
        by_webhook, local = remembered_secrets()
        known += [
            KnownSecret(secret, f"webhook {webhook_id}, remembered here")
            for webhook_id, secret in by_webhook.items()
        ]
        if local:
            known.append(KnownSecret(local, "this machine (hooks secret)"))
        return known
