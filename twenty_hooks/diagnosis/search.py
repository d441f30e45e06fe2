"""The search for the change under which a signature does match.

Cheapest first: one change alone, then sensible pairs. What matched last is tried
first the next time, and all searching of one run together has a budget of time.
Nothing is a finding but a digest that equals the signature.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, product
from typing import NamedTuple

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.diagnosis import (
    body_transforms,
    header_variants,
    json_transforms,
    key_transforms,
    message_formats,
    unproven,
)
from twenty_hooks.diagnosis.causes import in_order
from twenty_hooks.diagnosis.hypothesis import (
    AS_IS,
    TWENTYS_TEXT,
    Body,
    Key,
    Material,
    Reading,
    Text,
)
from twenty_hooks.diagnosis.key_transforms import KnownSecret
from twenty_hooks.diagnosis.result import (
    Diagnosis,
    nothing_wrong,
    proved,
    undecided,
)
from twenty_hooks.protocol.events import Event, parse

BUDGET_S = 10.0
DIAGNOSED = ("mismatch", "malformed", "unsigned")

# Pairs multiply: they are tried with this many secrets, and other secrets, at most.
_MOST_PAIRED = 8
_MOST_OTHERS = 200


class _Attempt(NamedTuple):
    reading: Reading
    key: Key
    text: Text
    body: Body

    @property
    def recipe(self) -> tuple[str, str, str, str]:
        return (
            self.reading.recipe,
            self.key.recipe,
            self.text.recipe,
            self.body.recipe,
        )


class _OutOfTime(Exception):  # noqa: N818 - it is the end of a search, not an error
    pass


class Diagnoser:
    """Searches through the deliveries of one run, one after the other.

    clock: seconds that only ever grow; without one there is no limit. budget_s: for
    all searches together; the deliveries after that are not diagnosed.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] | None = None,
        budget_s: float = BUDGET_S,
    ) -> None:
        self._clock = clock
        self._left_s = budget_s
        self._last: tuple[str, str, str, str] | None = None

    def diagnose(
        self,
        delivery: Delivery,
        secrets: Sequence[str],
        *,
        others: Iterable[KnownSecret] = (),
        event: Event | None = None,
    ) -> Diagnosis:
        """Why the signature of a delivery that is not valid does not match.

        secrets: those that were tried. others: further ones that are known here.
        event: the body, if it was read already. Never raises on whatever came.
        """
        event = parse(delivery.body) if event is None else event
        case = _Case(delivery, event, secrets, others)
        if not case.readings:
            evidence = list(unproven.of_unsigned(delivery))
            if delivery.header("X-Twenty-Webhook-Signature") is not None:
                evidence = list(unproven.of_mismatch(delivery, event, secrets))
            return undecided(evidence, tried=0, signed=False)
        if case.is_right():
            return nothing_wrong()
        if self._clock is not None and self._left_s <= 0:
            return undecided((), tried=0, out_of_time=True)
        return self._search(case)

    def _search(self, case: _Case) -> Diagnosis:
        started = self._clock() if self._clock else 0.0
        deadline = started + self._left_s

        def check_time() -> None:
            if self._clock and self._clock() > deadline:
                raise _OutOfTime

        case.check_time = check_time
        stopped = False
        found: tuple[_Attempt, bytes] | None = None
        try:
            found = self._first_match(case)
        except _OutOfTime:
            stopped = True
        finally:
            if self._clock:
                self._left_s -= self._clock() - started
        if found is None:
            evidence = unproven.of_mismatch(
                case.delivery, case.event, [key.secret for key in case.keys]
            )
            return undecided(list(evidence), tried=case.tried, out_of_time=stopped)
        attempt, digest = found
        self._last = attempt.recipe
        return _explain(case, attempt, digest)

    def _first_match(self, case: _Case) -> tuple[_Attempt, bytes] | None:
        attempts = case.attempts()
        last = self._last
        if last is not None:
            others = (attempt for attempt in attempts if attempt.recipe != last)
            attempts = chain(case.like(last), others)
        for attempt in attempts:
            case.check_time()
            digest = case.matching_digest(attempt)
            if digest is not None:
                return attempt, digest
        return None


class _Case:
    """One delivery, and all that its signature could have been made of."""

    def __init__(
        self,
        delivery: Delivery,
        event: Event,
        secrets: Sequence[str],
        others: Iterable[KnownSecret],
    ) -> None:
        self.delivery = delivery
        self.event = event
        self.tried = 0
        # Raises when the time is up: a long body is dear to rewrite even once.
        self.check_time: Callable[[], None] = lambda: None
        self.readings = header_variants.readings(delivery.headers)
        self.keys = key_transforms.as_they_are(secrets)
        self.others = key_transforms.others(others, secrets)[:_MOST_OTHERS]
        self.body = Body(delivery.body)
        self._changed_keys: list[Key] | None = None
        self._bodies: dict[str, list[Body]] = {}

    def is_right(self) -> bool:
        """Whether the signature matches as it came, whatever else is the matter."""
        return any(
            self.matching_digest(attempt) is not None
            for reading in self.readings
            if not reading.slugs
            for attempt in _all([reading], self.keys, [TWENTYS_TEXT], [self.body])
        )

    def attempts(self) -> Iterator[_Attempt]:
        """Everything worth trying, cheapest first; at most two changes in all."""
        own, body, text = self.keys, self.body, TWENTYS_TEXT
        for reading in self.readings:
            if reading.slugs:
                yield from _all([reading], own, [text], [body])
        for reading in self.readings:
            if len(reading.slugs) < 2:
                yield from _all([reading], self.others, [text], [body])
                yield from _all([reading], self.changed_keys(), [text], [body])
                yield from _all([reading], own, message_formats.TEXTS, [body])
                yield from _all([reading], own, [text], self.bodies())
                if reading.algorithm == "sha256":
                    yield from _all([reading], own, self.moments(), [body])
        few = own[:_MOST_PAIRED]
        for reading in self.readings:
            if not reading.slugs:
                keys = [*self.changed_keys(), *self.others[:_MOST_PAIRED]]
                yield from _all([reading], keys, [text], self.bodies())
                yield from _all([reading], few, message_formats.TEXTS, self.bodies())
                yield from _all([reading], keys, message_formats.TEXTS, [body])

    def like(self, recipe: tuple[str, str, str, str]) -> Iterator[_Attempt]:
        """The attempts made of the same parts as one that matched."""
        reading, key, text, body = recipe
        keys = [*self.keys, *self.others, *self.changed_keys()]
        texts: Iterable[Text] = [TWENTYS_TEXT, *message_formats.TEXTS]
        if text == message_formats.MOMENTS:
            texts = self.moments()
        yield from _all(
            [item for item in self.readings if item.recipe == reading],
            [item for item in keys if item.recipe == key],
            [item for item in texts if item.recipe == text],
            [self.body] if body == AS_IS else self.bodies_of(body),
        )

    def changed_keys(self) -> list[Key]:
        if self._changed_keys is None:
            webhook_id = self.event.webhook_id
            self._changed_keys = [
                changed
                for key in self.keys[:_MOST_PAIRED]
                for changed in key_transforms.changed(key.secret, webhook_id)
            ]
        return self._changed_keys

    def bodies(self) -> Iterator[Body]:
        for recipe in body_transforms.RECIPES:
            yield from self.bodies_of(recipe)

    def bodies_of(self, recipe: str) -> list[Body]:
        if recipe not in self._bodies:
            known = {self.delivery.body}
            known |= {body.data for found in self._bodies.values() for body in found}
            fresh = []
            for body in body_transforms.RECIPES[recipe](self.delivery.body):
                self.check_time()
                if body.data not in known:
                    known.add(body.data)
                    fresh.append(replace(body, recipe=recipe))
            self._bodies[recipe] = fresh
        return self._bodies[recipe]

    def moments(self) -> Iterator[Text]:
        value = self.event.value
        event_date = value.get("eventDate") if isinstance(value, dict) else None
        return message_formats.moments(
            self.delivery.received_at_ms,
            event_date if isinstance(event_date, str) else None,
            len(self.delivery.body),
        )

    def matching_digest(self, attempt: _Attempt) -> bytes | None:
        reading, key = attempt.reading, attempt.key
        message = attempt.text.build(
            Material(reading.timestamp, attempt.body.data, reading.nonce, key.secret)
        )
        if message is None:
            return None
        self.tried += 1
        digest = hmac.digest(key.data, message, reading.algorithm)
        return digest if hmac.compare_digest(digest, reading.digest) else None


def _all(
    readings: Sequence[Reading],
    keys: Sequence[Key],
    texts: Iterable[Text],
    bodies: Iterable[Body],
) -> Iterator[_Attempt]:
    # Bodies, the dear part, are made as they are needed.
    for body in bodies:
        for text in texts:
            for reading, key in product(readings, keys):
                yield _Attempt(reading, key, text, body)


def _explain(case: _Case, attempt: _Attempt, digest: bytes) -> Diagnosis:
    reading, key, text, body = (
        attempt.reading,
        attempt.key,
        attempt.text,
        attempt.body,
    )
    slugs = {*reading.slugs, *key.slugs, *text.slugs, *body.slugs}
    if body.before is not None and body.rewritten is not None:
        slugs |= json_transforms.changes(body.before, body.rewritten)
    if not reading.timestamp and "timestamp-replaced" in slugs:
        slugs = slugs - {"timestamp-replaced"} | {"timestamp-header-lost"}
    over = [part.how for part in (body, text) if part.how]
    using = [part.how for part in (key, reading) if part.how]
    recomputed = f"over {', '.join(over) or 'the body as it came'}"
    if using:
        recomputed += f" with {' and '.join(using)}"
    original = body.data if body.recipe != AS_IS else None
    return proved(
        in_order(slugs),
        recomputed,
        digest,
        case.delivery.body,
        original,
        tried=case.tried,
    )
