"""Why deliveries are not valid: for the commands that judge them.

One object serves one run, so that what was found once is tried first the next time
and the searching of a run stays within its time. The search itself is loaded with
the first delivery that needs it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from twenty_hooks.config.secrets import remembered_secrets
from twenty_hooks.console.escape import visible

if TYPE_CHECKING:
    from twenty_hooks.deliveries.verification import Secrets, VerifiedDelivery
    from twenty_hooks.diagnosis import Diagnoser, Diagnosis, KnownSecret

_WIDTH = 88
_INDENT = " " * 6
# What lines of JSON say where there was nothing to diagnose.
_NOTHING: dict[str, Any] = {
    "cause": None,
    "detail": None,
    "fix": None,
    "possible": [],
    "tried": 0,
}


class Diagnosing:
    """Diagnoses what one run judges, and tells it in lines or in JSON."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._diagnoser: Diagnoser | None = None
        self._others: list[KnownSecret] = []
        self._told: set[str] = set()
        self._frameworks_told = False

    def diagnosis(self, verified: VerifiedDelivery) -> Diagnosis | None:
        """Why it is not valid; None where the verdict says it all."""
        if verified.verdict:
            return None
        from twenty_hooks.diagnosis import DIAGNOSED, Diagnoser

        if verified.verdict.name not in DIAGNOSED:
            return None
        if self._diagnoser is None:
            self._diagnoser = Diagnoser(clock=time.monotonic)
            self._others = self._all_known()
        return self._diagnoser.diagnose(
            verified.delivery,
            self._secrets.candidates(verified.event.webhook_id),
            others=self._others,
            event=verified.event,
        )

    def short(self, verified: VerifiedDelivery) -> str | None:
        """Half a line, for where there is no room: cause, possibility, or neither."""
        diagnosis = self.diagnosis(verified)
        if diagnosis is None:
            return None
        if diagnosis.cause is None:
            return visible(diagnosis.headline)
        return visible(f"cause: {diagnosis.headline} ({diagnosis.cause})")

    def to_json(self, verified: VerifiedDelivery) -> dict[str, Any]:
        """`cause`, `detail`, `fix`, `possible`, `tried` for a line of JSON."""
        diagnosis = self.diagnosis(verified)
        return _NOTHING if diagnosis is None else diagnosis.to_json()

    def lines(self, verified: VerifiedDelivery) -> Iterator[str]:
        """What stands below a delivery, indented; nothing is said twice at length."""
        diagnosis = self.diagnosis(verified)
        if diagnosis is None:
            return
        if diagnosis.cause is not None:
            yield from _wrapped("cause", f"{diagnosis.headline} ({diagnosis.cause})")
            yield from _wrapped("proof", diagnosis.detail)
            yield from self._fix(diagnosis.fix)
            return
        if diagnosis.tried or not diagnosis.possible:
            yield from _wrapped("no proof", diagnosis.detail)
        for possible in diagnosis.possible:
            name = f"{possible.sentence} ({possible.slug})"
            if name in self._told:
                name = possible.slug
            self._told.add(name)
            yield from _wrapped("possible", f"{name}: {possible.detail}")
            yield from self._fix(possible.fix)
        if not diagnosis.possible:
            yield from self._fix(diagnosis.fix)

    def _fix(self, fix: str) -> Iterator[str]:
        from twenty_hooks.diagnosis import without_frameworks

        short = without_frameworks(fix)
        if not fix or short in self._told:
            return
        self._told.add(short)
        yield from _wrapped("fix", short if self._frameworks_told else fix)
        self._frameworks_told = self._frameworks_told or short != fix

    def _all_known(self) -> list[KnownSecret]:
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


def _wrapped(label: str, text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(
        visible(f"{label}: {text}"),
        _WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=f"{_INDENT}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
