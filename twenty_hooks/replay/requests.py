"""Build the requests of a replay, and turn responses into attempts.

Each delivery is read and signed when it is taken.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from twenty_hooks.client.headers import unusual_method
from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.client.resend import build_resend
from twenty_hooks.config.secrets import SigningSecret
from twenty_hooks.deliveries.attempt import Attempt, likely_cause
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import TIMESTAMP_HEADER, Verdict
from twenty_hooks.replay.plan import PlannedSend
from twenty_hooks.samples import Overrides
from twenty_hooks.send.payloads import with_overrides
from twenty_hooks.send.report import Sent
from twenty_hooks.text import units

_ORIGINS_NAMED = 3
_MILLISECONDS = re.compile(r"[0-9]{1,15}", re.ASCII)
_NO_NAME = "(no event name)"
_REMOVED = "it was removed from the store before it was sent"


@dataclass(frozen=True, slots=True)
class ResendOptions:
    """How each delivery is sent.

    Attributes:
        signing: returns the secret for a body and a URL; None keeps the received
            signature.
        overrides: changes to the body.
        extra: headers to add or replace.
        targets: parsed targets by URL.
    """

    signing: Callable[[bytes, str], SigningSecret] | None
    overrides: Overrides
    extra: Headers
    targets: dict[str, Target]


class _InFlight(NamedTuple):
    delivery_id: str
    event: str | None
    verdict: Verdict
    url: str
    signed_at_ms: int | None


class Replay:
    """The requests of one run, and what their responses mean."""

    def __init__(
        self,
        items: Iterable[tuple[PlannedSend, StoredDelivery | None]],
        options: ResendOptions,
    ) -> None:
        """Prepare the requests.

        Args:
            items: what is sent; the delivery is None if it was removed meanwhile.
        """
        self._items = items
        self._options = options
        self._origins: dict[str, None] = {}
        self._redacted = 0
        # URLs with their user and password. The store keeps URLs without them.
        has_user = any(name.lower() == "authorization" for name, _ in options.extra)
        self._complete = None if has_user else frozenset(options.targets)
        self._methods: Counter[str] = Counter()
        self._in_flight: dict[int, _InFlight] = {}
        # When the first and the last request were started, in seconds.
        self._first_start = self._last_start = 0.0

    def requests(self) -> Iterator[tuple[Sent, OutgoingRequest | ReceiverResponse]]:
        """Yield each request, read and signed when it is taken.

        A ReceiverResponse stands for a delivery that can't be sent.
        """
        for index, (item, stored) in enumerate(self._items):
            self._last_start = time.perf_counter()
            self._first_start = self._first_start or self._last_start
            if stored is None:
                yield Sent(_NO_NAME, ""), _unsendable(item, _REMOVED)
                continue
            self._in_flight[index] = _in_flight(stored, item)
            request: OutgoingRequest | ReceiverResponse
            try:
                request = self._request(stored.delivery, item.url)
            except UsageError as error:
                request = _unsendable(item, error.message)
            yield Sent(stored.event.name or _NO_NAME, stored.id), request

    @property
    def span_seconds(self) -> float:
        """From the start of the first request to that of the last."""
        return self._last_start - self._first_start

    def attempt(self, index: int, response: ReceiverResponse) -> Attempt | None:
        """Return the attempt that a response ends, with the likely cause of a failure.

        None if the delivery had been removed from the store.
        """
        sent = self._in_flight.pop(index, None)
        if sent is None:
            return None
        now_ms = units.now_ms()
        is_re_signed = self._options.signing is not None
        has_age = sent.signed_at_ms is not None and not is_re_signed
        age_ms = now_ms - (sent.signed_at_ms or 0) if has_age else 0
        cause = likely_cause(
            response,
            sent.verdict,
            is_re_signed=is_re_signed,
            age_ms=age_ms,
            may_lack_user=self._complete is not None and sent.url not in self._complete,
        )
        began_ms = now_ms - round(response.elapsed_ms)
        return Attempt(
            "replay", sent.delivery_id, sent.event, sent.url, began_ms, response, cause
        )

    def notes(self) -> Iterator[str]:
        """Yield messages on how the deliveries were sent and signed."""
        for method, count in self._methods.items():
            verb = "was" if count == 1 else "were"
            yield (
                f"{count} {verb} received with {method}, sent with POST as Twenty does"
            )
        if self._origins:
            named = list(self._origins)[:_ORIGINS_NAMED]
            more = len(self._origins) - len(named)
            others = f" and {more} more" if more else ""
            yield f"re-signed with {', '.join(named)}{others}"
        if self._redacted and self._options.signing is None:
            verb = "is" if self._redacted == 1 else "are"
            yield (
                f"{self._redacted} {verb} redacted: the received signature can't match "
                "the changed bytes"
            )

    def _request(self, delivery: Delivery, url: str) -> OutgoingRequest:
        options = self._options
        self._redacted += delivery.is_redacted
        if method := unusual_method(delivery):
            self._methods[method] += 1
        body = with_overrides(delivery.body, options.overrides)
        secret = None
        if options.signing is not None:
            signing = options.signing(body, url)
            secret = signing.secret
            if not signing.is_given:
                self._origins.setdefault(signing.origin)
        if url not in options.targets:
            options.targets[url] = Target.of(url)
        return build_resend(
            delivery,
            options.targets[url],
            body=body,
            secret=secret,
            extra=options.extra,
        )


def _in_flight(stored: StoredDelivery, item: PlannedSend) -> _InFlight:
    timestamp = stored.delivery.header(TIMESTAMP_HEADER) or ""
    return _InFlight(
        stored.id,
        stored.event.name,
        stored.verdict,
        item.url,
        int(timestamp) if _MILLISECONDS.fullmatch(timestamp) else None,
    )


def _unsendable(item: PlannedSend, reason: str) -> ReceiverResponse:
    return ReceiverResponse(item.url, 0, None, "unsendable", reason)
