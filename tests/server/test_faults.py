"""The response of a listener that fails on purpose."""

from __future__ import annotations

from random import Random

import pytest

from twenty_hooks.errors import UsageError
from twenty_hooks.server.faults import FaultPlan


def faults(**options: object) -> FaultPlan:
    given: dict[str, object] = {
        **dict.fromkeys(("respond", "delay", "redirect", "fail_rate"), ()),
        "drop": False,
    }
    return FaultPlan.parse(**{**given, **options})  # type: ignore[arg-type]


def test_a_status_for_some_events_leaves_the_others_alone() -> None:
    made = faults(respond=["person.*=500"])
    assert made.response_to("person.created", Random(1)).status == 500
    assert "does not retry" in made.response_to("person.created", Random(1)).fault
    assert made.response_to("company.created", Random(1)).status == 200
    assert made.response_to("company.created", Random(1)).fault == ""


def test_drop_delay_and_redirect() -> None:
    assert faults(drop=True).response_to("x.created", Random(1)).status is None
    slow = faults(delay=["6s"]).response_to("x.created", Random(1))
    assert slow.delay_ms == 6_000
    assert "gives up after 5 s and does not retry" in slow.fault
    moved = faults(redirect=["/else"]).response_to("x.created", Random(1))
    assert (moved.status, moved.location) == (302, "/else")


def test_a_fail_rate_is_a_share_of_all_deliveries() -> None:
    made, chance = faults(fail_rate=["0.3"]), Random(1)
    failed = sum(made.response_to("x.y", chance).status == 500 for _ in range(1_000))
    assert 250 < failed < 350


@pytest.mark.parametrize(
    "options",
    [
        {"respond": ["99"]},
        {"delay": ["soon"]},
        {"fail_rate": ["2"]},
        {"redirect": ["a b"]},
        {"redirect": ["nope"]},
        {"redirect": ["ftp://example.com/"]},
        {"redirect": ["/a"], "respond": ["500"]},
        {"redirect": ["/a"], "respond": ["drop"]},
        {"redirect": ["/a"], "drop": True},
        {"redirect": ["person.*=/a"], "respond": ["404"]},
        {"redirect": ["person.*=/a"], "respond": ["*.created=404"]},
        {"respond": ["person.*=500", "person.*=404"]},
        {"respond": ["500", "404"]},
        {"delay": ["1s", "2s"]},
        {"fail_rate": ["x.*=0.1", "x.*=0.2"]},
        {"drop": True, "respond": ["500"]},
    ],
)
def test_bad_and_contradicting_options_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        faults(**options)


def test_a_redirect_beside_a_status() -> None:
    kept = faults(redirect=["/a"], respond=["307"]).response_to("x.created", Random(1))
    assert (kept.status, kept.location) == (307, "/a")
    made = faults(redirect=["person.*=/a"], respond=["person.*=301", "500"])
    person = made.response_to("person.created", Random(1))
    assert (person.status, person.location) == (301, "/a")
    assert made.response_to("x.created", Random(1)).status == 500
    made = faults(redirect=["/a"], respond=["person.*=500"])
    assert made.response_to("person.created", Random(1)).status == 500
    assert made.response_to("x.created", Random(1)).location == "/a"
    made = faults(redirect=["person.*=/a"], respond=["company.*=500"])
    assert made.response_to("person.created", Random(1)).location == "/a"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"respond": ["200"]}, ""),
        ({"fail_rate": ["0"]}, ""),
        ({"respond": ["500"], "fail_rate": ["0"]}, ""),
        ({"fail_rate": ["x.*=0"]}, ""),
        ({"delay": ["0s"]}, ""),
        ({"respond": ["500"]}, "500 to all"),
        ({"respond": ["person.*=500", "204"]}, "500 to person.*"),
        (
            {"drop": True, "respond": ["x.*=404"]},
            "404 to x.*, no response to all others",
        ),
        ({"delay": ["x.*=6s"]}, "responses to x.* after 6 s"),
        ({"redirect": ["/a"]}, "a redirect to all, to /a"),
        ({"fail_rate": ["0.3"]}, "500 to 30% of all"),
        (
            {"fail_rate": ["0.3"], "drop": True},
            "no response to all; at random, to 30% of all",
        ),
    ],
)
def test_a_plan_describes_its_faults(options: dict[str, object], text: str) -> None:
    assert faults(**options).describe() == text
