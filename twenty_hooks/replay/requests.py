"""Sending deliveries once more: each is read and signed when its turn comes."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from twenty_hooks.client.headers import came_otherwise, other_method
from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.client.resend import build_resend
from twenty_hooks.config.secrets import SigningSecret
from twenty_hooks.deliveries.attempt import Attempt, likely_cause
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import TIMESTAMP_HEADER, Verdict
from twenty_hooks.replay.selection import Item
from twenty_hooks.samples import Edits
from twenty_hooks.send.payloads import edited
from twenty_hooks.send.report import Sent

_ORIGINS_NAMED = 3
_MILLISECONDS = re.compile(r"[0-9]{1,15}", re.ASCII)
_NO_NAME = "(no event name)"


@dataclass(frozen=True, slots=True)
class ResendOptions:
    """How each is sent. signing: tells the secret for a body that goes to a URL; None
    sends it as it was received."""

    signing: Callable[[bytes, str], SigningSecret] | None
    edits: Edits
    extra: Headers
    targets: dict[str, Target]


class _UnderWay(NamedTuple):
    identity: str
    event: str | None
    verdict: Verdict
    url: str
    signed_at_ms: int | None


class Replay:
    """The requests of one run, and what becomes of them."""

    def __init__(
        self, items: Iterable[tuple[Item, StoredDelivery | None]], manner: ResendOptions
    ) -> None:
        """items: what is sent at each place; None where it is gone by now."""
        self._origins: dict[str, None] = {}
        self._redacted = 0
        self._items = items
        self._manner = manner
        # What is said in full on the command line; of others only the URL was noted.
        has_user = any(name.lower() == "authorization" for name, _ in manner.extra)
        self._complete = None if has_user else frozenset(manner.targets)
        self._methods: Counter[str] = Counter()
        self._under_way: dict[int, _UnderWay] = {}
        # When the first and the last were begun, by a clock of seconds.
        self._began = self._last_began = 0.0

    def requests(self) -> Iterator[tuple[Sent, OutgoingRequest | ReceiverResponse]]:
        """Each read, changed and signed as it is asked for; a Reply stands for one that
        can't be sent."""
        for place, (item, stored) in enumerate(self._items):
            self._last_began = time.perf_counter()
            self._began = self._began or self._last_began
            if stored is None:
                gone = "it was removed from the store before its turn came"
                yield (
                    Sent(_NO_NAME, ""),
                    ReceiverResponse(item.url, 0, None, "unsendable", gone),
                )
                continue
            event = stored.event.name
            self._under_way[place] = self._noted(stored, item)
            try:
                request: OutgoingRequest | ReceiverResponse = self._request(
                    stored, item
                )
            except UsageError as error:
                request = ReceiverResponse(
                    item.url, 0, None, "unsendable", error.message
                )
            yield Sent(event or _NO_NAME, stored.id), request

    @property
    def span_seconds(self) -> float:
        """From the beginning of the first to that of the last."""
        return self._last_began - self._began

    def attempt(self, place: int, reply: ReceiverResponse) -> Attempt | None:
        """What became of one, and the likely cause if it failed; None of one that was
        gone."""
        one = self._under_way.pop(place, None)
        if one is None:
            return None
        now_ms = time.time_ns() // 1_000_000
        is_anew = self._manner.signing is not None
        age_ms = 0 if one.signed_at_ms is None or is_anew else now_ms - one.signed_at_ms
        cause = likely_cause(
            reply,
            one.verdict,
            is_re_signed=is_anew,
            age_ms=age_ms,
            may_lack_user=self._complete is not None and one.url not in self._complete,
        )
        began_ms = now_ms - round(reply.elapsed_ms)
        about = (one.identity, one.event, one.url, began_ms)
        return Attempt("replay", *about, reply, cause)

    def words(self) -> Iterator[str]:
        """What has to be said of how they were sent, and signed."""
        for method, count in self._methods.items():
            yield came_otherwise(f"{count} of them", method)
        if self._origins:
            named = list(self._origins)[:_ORIGINS_NAMED]
            more = len(self._origins) - len(named)
            others = f" and {more} more" if more else ""
            yield f"signed anew with {', '.join(named)}{others}"
        if self._redacted and self._manner.signing is None:
            yield (
                f"{self._redacted} of them had been redacted: these are not the bytes "
                "once signed, and their signature can't match"
            )

    def _noted(self, stored: StoredDelivery, item: Item) -> _UnderWay:
        verified = stored.received.verified
        return _UnderWay(
            stored.id,
            verified.event.name,
            verified.verdict,
            item.url,
            _signed_at_ms(verified.delivery),
        )

    def _request(self, stored: StoredDelivery, item: Item) -> OutgoingRequest:
        delivery = stored.delivery
        manner = self._manner
        self._redacted += delivery.is_redacted
        if method := other_method(delivery):
            self._methods[method] += 1
        body = edited(delivery.body, manner.edits)
        secret = None
        if manner.signing is not None:
            signing = manner.signing(body, item.url)
            secret = signing.secret
            if not signing.is_given:
                self._origins.setdefault(signing.origin)
        if item.url not in manner.targets:
            manner.targets[item.url] = Target.of(item.url)
        target = manner.targets[item.url]
        return build_resend(
            delivery, target, body=body, secret=secret, extra=manner.extra
        )


def _signed_at_ms(delivery: Delivery) -> int | None:
    text = delivery.header(TIMESTAMP_HEADER) or ""
    return int(text) if _MILLISECONDS.fullmatch(text) else None


def order(count: int, times: int, *, shuffle: bool) -> Iterator[int]:
    """Which item is sent at each place: all of them before any is sent again."""
    for _ in range(times):
        numbers = list(range(count))
        if shuffle:
            Random().shuffle(numbers)  # noqa: S311 - nothing is hidden by it
        yield from numbers
