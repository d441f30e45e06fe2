"""What a listener that misbehaves on purpose answers."""

from __future__ import annotations

from random import Random

import pytest

from twenty_hooks.answers import Misbehaviour
from twenty_hooks.errors import UsageError


def faults(**options: object) -> Misbehaviour:
    given: dict[str, object] = {
        **dict.fromkeys(("respond", "delay", "redirect", "fail_rate"), ()),
        "drop": False,
    }
    return Misbehaviour.parse(**{**given, **options})  # type: ignore[arg-type]


def test_a_status_for_some_events_leaves_the_others_alone() -> None:
    made = faults(respond=["person.*=500"])
    assert made.answer("person.created", Random(1)).status == 500
    assert "does not retry" in made.answer("person.created", Random(1)).fault
    assert made.answer("company.created", Random(1)).status == 200
    assert made.answer("company.created", Random(1)).fault == ""


def test_drop_delay_and_redirect() -> None:
    assert faults(drop=True).answer("x.created", Random(1)).status is None
    slow = faults(delay=["6s"]).answer("x.created", Random(1))
    assert slow.delay_ms == 6_000
    assert "gives up after 5 s and will not retry" in slow.fault
    moved = faults(redirect=["/else"]).answer("x.created", Random(1))
    assert (moved.status, moved.location) == (302, "/else")


def test_a_share_of_them_fails() -> None:
    made, chance = faults(fail_rate=["0.3"]), Random(1)
    failed = sum(made.answer("x.y", chance).status == 500 for _ in range(1_000))
    assert 250 < failed < 350


@pytest.mark.parametrize(
    "options",
    [
        {"respond": ["99"]},
        {"delay": ["soon"]},
        {"fail_rate": ["2"]},
        {"redirect": ["a b"]},
        {"drop": True, "respond": ["500"]},
    ],
)
def test_what_can_not_be_meant(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        faults(**options)
