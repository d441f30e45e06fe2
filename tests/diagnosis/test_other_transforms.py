"""Other message formats, keys and forms of the signature are diagnosed exactly."""

from __future__ import annotations

import json

import pytest

from tests.diagnosis.expected import EXPECTED, SORTED_FOR_GOOD
from tests.diagnosis.other_signatures import VARIANTS
from tests.support.diagnosis_cases import (
    CHOSEN,
    SECRET,
    Changed,
    signed_delivery,
)
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.diagnosis import Diagnoser, Diagnosis, KnownSecret
from twenty_hooks.diagnosis.causes import CAUSES
from twenty_hooks.protocol.signature import (
    verify,
)

AT_LEAST = 10


def diagnose(delivery: Delivery, secret: str = SECRET) -> Diagnosis:
    return Diagnoser().diagnose(delivery, [secret])


@pytest.mark.parametrize("name", VARIANTS)
def test_another_format_key_or_form_is_diagnosed_exactly(name: str) -> None:
    cause, make = VARIANTS[name]
    assert len(CHOSEN) >= AT_LEAST
    for recorded in CHOSEN:
        headers, secret = make(recorded)
        delivery = Delivery(
            headers,
            recorded.delivery.body,
            received_at_ms=recorded.delivery.received_at_ms,
        )
        assert not verify(delivery.body, headers, [secret])
        result = diagnose(delivery, secret)
        assert result.cause == cause, recorded
        assert result.fix
        assert secret not in json.dumps(result.to_json())


def test_a_changed_body_and_another_key_are_diagnosed_together() -> None:
    for recorded in CHOSEN:
        body = recorded.delivery.body + b"\n"
        delivery = signed_delivery(recorded, recorded.delivery.body, body=body)
        result = diagnose(delivery, f"{SECRET}\n")
        assert result.cause == "body-newline-added+secret-whitespace"


def test_another_known_secret_is_reported_with_its_owner() -> None:
    known = [
        KnownSecret("wrong-one", "webhook 1111"),
        KnownSecret(SECRET, "webhook 2222"),
    ]
    for recorded in CHOSEN:
        delivery = signed_delivery(
            recorded, recorded.delivery.body, body=recorded.delivery.body
        )
        result = Diagnoser().diagnose(delivery, ["not-it"], others=known)
        assert result.cause == "other-secret"
        assert "webhook 2222" in result.detail
        assert SECRET not in repr(result)
        changed = signed_delivery(
            recorded, recorded.delivery.body, body=recorded.delivery.body + b"\n"
        )
        result = Diagnoser().diagnose(changed, ["not-it"], others=known)
        assert result.cause == "body-newline-added+other-secret"


def test_every_provable_cause_is_tested_on_ten_recordings(
    vectors: dict[tuple[str, str], list[Changed]],
) -> None:
    proved: dict[str, set[str]] = {}
    for (tool, change), made in vectors.items():
        for changed in made:
            for part in EXPECTED[tool][change]:
                if isinstance(part, str) or part[1](changed.recorded.delivery.body):
                    slug = part if isinstance(part, str) else part[0]
                    key = (changed.recorded.release, changed.recorded.index)
                    if slug != "body-keys-reordered" or key not in SORTED_FOR_GOOD:
                        proved.setdefault(slug, set()).add(str(changed.recorded))
    for cause, _ in (*VARIANTS.values(), ("other-secret", None)):
        for slug in cause.split("+"):
            proved[slug] = {str(recorded) for recorded in CHOSEN}
    only_possible = {
        "body-truncated",
        "record-only",
        "twenty-dropped-key",
        "secret-is-api-key",
        "webhook-has-no-secret",
        "signature-header-lost",
    }
    assert proved.keys() == CAUSES.keys() - only_possible
    assert min(map(len, proved.values())) >= AT_LEAST
