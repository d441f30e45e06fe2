"""What earlier deliveries tell about one, from the store that has them all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import recordings
from twenty_hooks.deliveries import history, redaction
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import Past
from twenty_hooks.deliveries.verification import Arrival, Secrets
from twenty_hooks.store import Selection, Store

T = "2026-07-15T09:30:{:02d}.000Z"


def arrival(
    event: str,
    record: dict[str, Any] | None,
    at: int,
    *,
    fields: list[str] | None = None,
    webhook: str = "w",
    status: int = 200,
) -> Arrival:
    value: dict[str, Any] = {
        "eventName": event,
        "webhookId": webhook,
        "record": record,
    }
    if fields is not None:
        value["updatedFields"] = fields
    delivery = Delivery((), json.dumps(value).encode(), received_at_ms=at)
    secrets = Secrets() if status == 200 else Secrets(given=("s",))
    return Arrival(secrets.judge(delivery), status)


def person(second: int, identity: str = "p", **values: Any) -> dict[str, Any]:
    return {"id": identity, "updatedAt": T.format(second), **values}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db", writable=True) as opened:
        yield opened


def pasts(store: Store, *arrivals: Arrival) -> list[Past]:
    """Names are places: what the n-th delivery is told of the m-th is `dm`."""
    for number, one in enumerate(arrivals):
        store.add([(f"d{number}", one)])
    return [store.past(stored) for stored in store.select(Selection())]


def test_before_and_after(store: Store) -> None:
    first, second = pasts(
        store,
        arrival("person.created", person(1, job="CTO", name={"first": "A"}), 1),
        arrival(
            "person.updated",
            person(2, job="CEO", name={"first": "B"}),
            2,
            fields=["job", "name"],
        ),
    )
    assert first == Past()
    assert second.earlier is not None
    assert second.earlier.id == "d0"
    assert [
        (one.path, one.before, one.after)
        for one in second.differences
        if not history.is_bookkeeping(one)
    ] == [("job", "CTO", "CEO"), ("name.first", "A", "B")]
    assert (second.unchanged, second.unnamed) == ((), ())
    assert not second.is_odd


def test_no_earlier_state(store: Store) -> None:
    (only,) = pasts(
        store, arrival("person.updated", person(1, job=1), 1, fields=["job"])
    )
    assert only.earlier is None
    assert not only.is_odd


def test_where_updated_fields_disagree(store: Store) -> None:
    past = pasts(
        store,
        arrival("person.created", person(1, a=1, b=1, gone=1, searchVector="x"), 1),
        arrival(
            "person.updated",
            person(2, a=1, b=2, searchVector="y"),
            2,
            fields=["a", "gone", "nosuch"],
        ),
    )[1]
    assert (past.unchanged, past.unnamed) == (("a",), ("b",))
    assert past.absent == ("nosuch",)
    assert past.to_json()["absent"] == ["nosuch"]
    assert past.is_odd


def test_relations_and_columns_are_names_of_what_the_record_has(store: Store) -> None:
    record = person(1, companyId="c", name={"firstName": "A"})
    fields = ["company", "companyId", "nameFirstName", "none"]
    (past,) = pasts(store, arrival("person.updated", record, 1, fields=fields))
    assert past.earlier is None
    assert past.absent == ("none",)


def test_duplicates_and_late_ones(store: Store) -> None:
    created = arrival("person.created", person(1, a=1), 1)
    newer = arrival("person.updated", person(5, a=3), 2, fields=["a"])
    late = arrival("person.updated", person(3, a=2), 3, fields=["a"])
    again = arrival("person.updated", person(5, a=3), 4, fields=["a"])
    found = pasts(store, created, newer, late, again)
    assert [past.duplicate_of for past in found] == [None, None, None, "d1"]
    assert [past.overtaken_by for past in found] == [None, None, "d1", None]
    # A late one is compared with what was before it, not with what came before it.
    assert [past.earlier and past.earlier.id for past in found] == [
        *(None, "d0", "d0", "d2"),
    ]


def redacted(one: Arrival) -> Arrival:
    """As it comes out of an export, and is imported again."""
    delivery = redaction.redact(one.judgement.delivery)
    assert delivery.is_redacted
    return Arrival(Secrets().judge(delivery), None)


def test_two_that_became_the_same_by_masking_are_no_duplicates(store: Store) -> None:
    record = {"id": "p", "job": "CTO"}
    first, second = pasts(
        store,
        redacted(arrival("person.updated", {**record, "accessToken": "one"}, 1)),
        redacted(arrival("person.updated", {**record, "accessToken": "two"}, 2)),
    )
    assert (first.duplicate_of, second.duplicate_of) == (None, None)


@pytest.mark.parametrize("is_first_masked", [False, True])
def test_whether_a_masked_field_changed_is_not_told(
    store: Store, is_first_masked: bool
) -> None:
    before = arrival("person.created", person(1, job=1, accessToken="one"), 1)
    after = person(2, job=2, accessToken="two")
    named = arrival("person.updated", after, 2, fields=["job", "accessToken"])
    silent_one = person(3, job=3, accessToken="two")
    unnamed = arrival("person.updated", silent_one, 3, fields=["job"])
    _, told, silent = pasts(
        store,
        redacted(before) if is_first_masked else before,
        redacted(named),
        redacted(unnamed),
    )
    assert told.earlier is not None
    assert (told.unchanged, told.unnamed) == ((), ())
    assert (silent.unchanged, silent.unnamed) == ((), ())


def test_the_same_change_told_to_two_webhooks_is_no_earlier_state(store: Store) -> None:
    record = person(2, a=2)
    found = pasts(
        store,
        arrival("person.created", person(1, a=1), 1, webhook="v"),
        arrival("person.updated", record, 2, fields=["a"], webhook="v"),
        arrival("person.updated", record, 3, fields=["a"], webhook="w"),
    )
    assert found[2].earlier is not None
    assert found[2].earlier.id == "d0"
    assert found[2].duplicate_of is None
    assert not found[2].is_odd


def test_a_partial_record_of_1_8_is_no_state(store: Store) -> None:
    found = pasts(
        store,
        arrival("person.created", person(1, a=1), 1),
        arrival("person.deleted", {"id": "p"}, 2),
        arrival("person.updated", person(3, a=2), 3, fields=["a"]),
    )
    assert found[2].earlier is not None
    assert found[2].earlier.id == "d0"


def test_what_was_refused_is_not_believed(store: Store) -> None:
    found = pasts(
        store,
        arrival("person.created", person(1, a=1), 1),
        arrival("person.updated", person(9, a=666), 2, fields=["a"], status=401),
        arrival("person.updated", person(3, a=2), 3, fields=["a"]),
    )
    assert found[2].overtaken_by is None
    assert found[2].earlier is not None
    assert found[2].earlier.id == "d0"


def test_another_object_with_the_same_id_is_another_record(store: Store) -> None:
    found = pasts(
        store,
        arrival("company.created", person(1, a=1), 1),
        arrival("person.updated", person(3, a=2), 3, fields=["a"]),
    )
    assert found[1].earlier is None


@pytest.mark.parametrize(
    "record",
    [
        None,
        {},
        {"id": 5},
        {"id": "p", "updatedAt": "soon"},
        {"id": "p", "updatedAt": 1},
    ],
)
def test_odd_records_tell_nothing(store: Store, record: dict[str, Any] | None) -> None:
    found = pasts(
        store,
        arrival("person.updated", record, 1, fields=["a"]),
        arrival("person.updated", record, 2, fields=["b"]),
    )
    assert found[1].earlier is None


def test_recordings_agree_with_their_updated_fields(store: Store) -> None:
    """What 2.21 and 1.8 name as updated did change, in every recorded pair."""
    secrets = Secrets()
    seen = sorted(
        (one for one in recordings.ALL if one.release != "0.55"),
        key=lambda one: (one.release, one.delivery.received_at_ms or 0),
    )
    store.add((None, Arrival(secrets.judge(one.delivery), None)) for one in seen)
    compared = 0
    for stored in store.select(Selection(patterns=("*.updated",))):
        past = store.past(stored)
        if past.earlier is not None:
            compared += 1
            # They are a selection: what came between may have changed more.
            assert past.unchanged == ()
            assert past.differences
    assert compared >= 6


def test_no_recording_names_what_its_record_has_not(store: Store) -> None:
    secrets = Secrets()
    store.add(
        (None, Arrival(secrets.judge(one.delivery), None)) for one in recordings.ALL
    )
    found = list(store.select(Selection()))
    named = [one for one in found if one.arrival.judgement.event.updated_fields]
    assert len(named) >= 10
    assert [one.id for one in found if store.past(one).absent] == []


def test_a_state_that_does_not_say_its_age_comes_last(store: Store) -> None:
    undated = {"id": "p", "name": "undated"}
    *_, told = pasts(
        store,
        arrival("person.created", person(1, name="dated"), 1),
        arrival("person.updated", undated, 2),
        arrival("person.updated", person(3, name="now"), 3),
    )
    assert told.earlier is not None
    assert told.earlier.id == "d0"


def test_a_state_that_does_not_say_its_age_is_better_than_none(store: Store) -> None:
    *_, told = pasts(
        store,
        arrival("person.created", {"id": "p", "name": "undated"}, 1),
        arrival("person.updated", person(3, name="now"), 2),
        arrival("person.updated", person(5, name="newer"), 1),
    )
    assert told.earlier is not None
    assert told.earlier.id == "d0"


@pytest.mark.parametrize("kind", ["versions of one record", "identical bodies"])
def test_looking_back_costs_the_same_however_much_there_is(
    store: Store, kind: str
) -> None:
    """A load test sends one record, or one body, thousands of times."""

    def made(number: int) -> Arrival:
        if kind == "identical bodies":
            return arrival("person.updated", None, number)
        moment = f"2026-07-15T09:{number // 60:02}:{number % 60:02}.000Z"
        record = {"id": "p", "updatedAt": moment, "number": number}
        return arrival("person.updated", record, number)

    store.add((f"d{number}", made(number)) for number in range(20))
    few = steps(store, "d19")
    store.add((f"d{number}", made(number)) for number in range(20, 600))
    assert steps(store, "d599") < 2 * few


def steps(store: Store, name: str) -> int:
    """How many steps SQLite takes to tell the past of a delivery."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    stored = store.find(name)
    store._connection.set_progress_handler(step, 1)
    past = store.past(stored)
    store._connection.set_progress_handler(None, 0)
    assert past.duplicate_of or past.earlier
    return taken
