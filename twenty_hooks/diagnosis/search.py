"""Search for the hypothesis that explains a signature.

The cheapest hypotheses come first: one change alone, then plausible pairs. The recipe
that explained the last delivery is tried first for the next one. All searches of one
run share a time limit. A cause is only reported when a computed signature equals the
received one.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, product

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
    TWENTYS_FORMAT,
    CandidateBody,
    CandidateKey,
    Hypothesis,
    MessageFormat,
    ReceivedSignature,
    Recipe,
)
from twenty_hooks.diagnosis.key_transforms import KnownSecret
from twenty_hooks.diagnosis.result import Diagnosis, nothing_wrong, proved, unproved
from twenty_hooks.protocol.events import Event, parse
from twenty_hooks.protocol.signature import SIGNATURE_HEADER

BUDGET_S = 10.0
# The verdicts that a diagnosis can explain.
DIAGNOSED = ("mismatch", "malformed", "unsigned")

# The number of combinations grows with these.
_MAX_SECRETS_IN_PAIRS = 8
_MAX_OTHER_SECRETS = 200


class _OutOfTime(Exception):  # noqa: N818 - ends a search, and is not an error
    pass


class Diagnoser:
    """Diagnoses the deliveries of one run, one after another.

    Args:
        clock: a monotonic clock in seconds; None removes the time limit.
        budget_s: seconds for all searches together. It is checked between two
            combinations, so the last one of a very large body may exceed it.
            Deliveries after that are not diagnosed.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] | None = None,
        budget_s: float = BUDGET_S,
    ) -> None:
        self._clock = clock
        self._left_s = budget_s
        self._last_recipe: Recipe | None = None

    def diagnose(
        self,
        delivery: Delivery,
        secrets: Sequence[str],
        *,
        others: Iterable[KnownSecret] = (),
        event: Event | None = None,
    ) -> Diagnosis:
        """Say why the signature of a delivery is not valid. Never raises.

        Args:
            secrets: the secrets that the delivery was verified with.
            others: further secrets, to find out whether one of them signed it.
            event: the parsed body, if the caller has it.
        """
        event = parse(delivery.body) if event is None else event
        space = _SearchSpace(delivery, event, secrets, others)
        if not space.signatures:
            evidence = list(unproven.of_unsigned(delivery))
            if delivery.header(SIGNATURE_HEADER) is not None:
                evidence = list(unproven.of_mismatch(delivery, event, secrets))
            return unproved(evidence, tried=0, signed=False)
        if space.signature_matches():
            return nothing_wrong()
        if self._clock is not None and self._left_s <= 0:
            return unproved((), tried=0, out_of_time=True)
        return self._search(space)

    def _search(self, space: _SearchSpace) -> Diagnosis:
        started = self._clock() if self._clock else 0.0
        deadline = started + self._left_s

        def check_time() -> None:
            if self._clock and self._clock() > deadline:
                raise _OutOfTime

        space.check_time = check_time
        stopped = False
        match: Hypothesis | None = None
        try:
            match = self._first_match(space)
        except _OutOfTime:
            stopped = True
        finally:
            if self._clock:
                self._left_s -= self._clock() - started
        if match is None:
            evidence = unproven.of_mismatch(
                space.delivery, space.event, [key.secret for key in space.keys]
            )
            return unproved(list(evidence), tried=space.tried, out_of_time=stopped)
        self._last_recipe = match.recipe
        return _explain(space, match)

    def _first_match(self, space: _SearchSpace) -> Hypothesis | None:
        hypotheses = space.hypotheses()
        last = self._last_recipe
        if last is not None:
            others = (item for item in hypotheses if item.recipe != last)
            hypotheses = chain(space.with_recipe(last), others)
        for hypothesis in hypotheses:
            space.check_time()
            if space.matches(hypothesis):
                return hypothesis
        return None


class _SearchSpace:
    """A delivery, and the parts its signature may have been made from."""

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
        # Raises _OutOfTime. Rewriting one long body can already take long.
        self.check_time: Callable[[], None] = lambda: None
        self.signatures = header_variants.signatures(delivery.headers)
        self.keys = key_transforms.unchanged(secrets)
        self.others = key_transforms.of_others(others, secrets)[:_MAX_OTHER_SECRETS]
        self.body = CandidateBody(delivery.body)
        self._changed_keys: list[CandidateKey] | None = None
        self._bodies: dict[str, list[CandidateBody]] = {}

    def signature_matches(self) -> bool:
        """Whether the signature matches as received, whatever else is wrong."""
        return any(
            self.matches(hypothesis)
            for signature in self.signatures
            if not signature.slugs
            for hypothesis in _combine(
                [signature], self.keys, [TWENTYS_FORMAT], [self.body]
            )
        )

    def hypotheses(self) -> Iterator[Hypothesis]:
        """Yield every hypothesis worth testing, cheapest first.

        Each has at most two changes.
        """
        own, body, as_twenty = self.keys, [self.body], [TWENTYS_FORMAT]
        formats = message_formats.FORMATS
        for signature in self.signatures:
            if signature.slugs:
                yield from _combine([signature], own, as_twenty, body)
        for signature in self.signatures:
            if len(signature.slugs) < 2:
                yield from _combine([signature], self.others, as_twenty, body)
                yield from _combine([signature], self.changed_keys(), as_twenty, body)
                yield from _combine([signature], own, formats, body)
                yield from _combine([signature], own, as_twenty, self.bodies())
                if signature.algorithm == "sha256":
                    yield from _combine([signature], own, self.timestamps(), body)
        few = own[:_MAX_SECRETS_IN_PAIRS]
        for signature in self.signatures:
            if not signature.slugs:
                keys = [*self.changed_keys(), *self.others[:_MAX_SECRETS_IN_PAIRS]]
                yield from _combine([signature], keys, as_twenty, self.bodies())
                yield from _combine([signature], few, formats, self.bodies())
                yield from _combine([signature], keys, formats, body)

    def with_recipe(self, recipe: Recipe) -> Iterator[Hypothesis]:
        """Yield the hypotheses whose parts were made by this recipe."""
        signature, key, message_format, body = recipe
        keys = [*self.keys, *self.others, *self.changed_keys()]
        formats: Iterable[MessageFormat] = [TWENTYS_FORMAT, *message_formats.FORMATS]
        if message_format == message_formats.OTHER_TIMESTAMP:
            formats = self.timestamps()
        yield from _combine(
            [item for item in self.signatures if item.recipe == signature],
            [item for item in keys if item.recipe == key],
            [item for item in formats if item.recipe == message_format],
            [self.body] if body == AS_IS else self.bodies_of(body),
        )

    def changed_keys(self) -> list[CandidateKey]:
        if self._changed_keys is None:
            webhook_id = self.event.webhook_id
            self._changed_keys = [
                changed
                for key in self.keys[:_MAX_SECRETS_IN_PAIRS]
                for changed in key_transforms.changed(key.secret, webhook_id)
            ]
        return self._changed_keys

    def bodies(self) -> Iterator[CandidateBody]:
        for recipe in body_transforms.RECIPES:
            yield from self.bodies_of(recipe)

    def bodies_of(self, recipe: str) -> list[CandidateBody]:
        """Return the bodies that one recipe makes and no earlier recipe made."""
        if recipe not in self._bodies:
            known = {self.delivery.body}
            known |= {body.data for made in self._bodies.values() for body in made}
            fresh = []
            for body in body_transforms.RECIPES[recipe](self.delivery.body):
                self.check_time()
                if body.data not in known:
                    known.add(body.data)
                    fresh.append(replace(body, recipe=recipe))
            self._bodies[recipe] = fresh
        return self._bodies[recipe]

    def timestamps(self) -> Iterator[MessageFormat]:
        value = self.event.value
        event_date = value.get("eventDate") if isinstance(value, dict) else None
        return message_formats.with_other_timestamps(
            self.delivery.received_at_ms,
            event_date if isinstance(event_date, str) else None,
            len(self.delivery.body),
        )

    def matches(self, hypothesis: Hypothesis) -> bool:
        """Whether the hypothesis gives the received signature."""
        digest = hypothesis.compute()
        if digest is None:
            return False
        self.tried += 1
        return hmac.compare_digest(digest, hypothesis.signature.digest)


def _combine(
    signatures: Sequence[ReceivedSignature],
    keys: Sequence[CandidateKey],
    formats: Iterable[MessageFormat],
    bodies: Iterable[CandidateBody],
) -> Iterator[Hypothesis]:
    # Bodies are expensive to make: one at a time, when needed.
    for body in bodies:
        for message_format in formats:
            for signature, key in product(signatures, keys):
                yield Hypothesis(signature, key, message_format, body)


def _explain(space: _SearchSpace, match: Hypothesis) -> Diagnosis:
    slugs = {slug for part in match for slug in part.slugs}
    body = match.body
    if body.before is not None and body.rewritten is not None:
        slugs |= json_transforms.changes(body.before, body.rewritten)
    if not match.signature.timestamp and "timestamp-replaced" in slugs:
        slugs = slugs - {"timestamp-replaced"} | {"timestamp-header-lost"}
    return proved(
        in_order(slugs),
        _inputs(match),
        match.signature.digest,
        space.delivery.body,
        body.data if body.recipe != AS_IS else None,
        tried=space.tried,
    )


def _inputs(match: Hypothesis) -> str:
    """Describe what the signature was computed from."""
    message, body = match.message_format.description, match.body.description
    if message and body:
        inputs = f"{message}, with {body} as the body"
    else:
        inputs = message or body or "the body as received"
    using = [part.description for part in (match.key, match.signature)]
    using = [description for description in using if description]
    return f"{inputs} with {' and '.join(using)}" if using else inputs
