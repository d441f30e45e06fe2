"""What earlier deliveries say about one, from a store that has them all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import recordings
from twenty_hooks.deliveries import history, redaction
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.store import Selection, Store

T = "2026-07-15T09:30:{:02d}.000Z"


def received(
    event: str,
    record: dict[str, Any] | None,
    at: int,
    *,
    fields: list[str] | None = None,
    webhook: str = "w",
    status: int = 200,
) -> ReceivedDelivery:
    value: dict[str, Any] = {
        "eventName": event,
        "webhookId": webhook,
        "record": record,
    }
    if fields is not None:
        value["updatedFields"] = fields
    delivery = Delivery((), json.dumps(value).encode(), received_at_ms=at)
    secrets = Secrets() if status == 200 else Secrets(given=("s",))
    return ReceivedDelivery(secrets.verify(delivery), status)


def person(second: int, identity: str = "p", **values: Any) -> dict[str, Any]:
    return {"id": identity, "updatedAt": T.format(second), **values}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db", writable=True) as opened:
        yield opened


def histories(
    store: Store, *received_deliveries: ReceivedDelivery
) -> list[RecordHistory]:
    """Store deliveries with the ids d0, d1, ... and return the history of each."""
    for number, one in enumerate(received_deliveries):
        store.add([(f"d{number}", one)])
    return [store.record_history(stored) for stored in store.select(Selection())]


def test_an_update_is_compared_with_the_state_before(store: Store) -> None:
    first, second = histories(
        store,
        received("person.created", person(1, job="CTO", name={"first": "A"}), 1),
        received(
            "person.updated",
            person(2, job="CEO", name={"first": "B"}),
            2,
            fields=["job", "name"],
        ),
    )
    assert first == RecordHistory()
    assert second.previous is not None
    assert second.previous.id == "d0"
    assert [
        (one.path, one.before, one.after)
        for one in second.differences
        if not history.is_bookkeeping(one)
    ] == [("job", "CTO", "CEO"), ("name.first", "A", "B")]
    assert (second.unchanged, second.unlisted) == ((), ())
    assert not second.is_odd


def test_an_update_without_an_earlier_state(store: Store) -> None:
    (only,) = histories(
        store, received("person.updated", person(1, job=1), 1, fields=["job"])
    )
    assert only.previous is None
    assert not only.is_odd


def test_updated_fields_that_disagree_with_the_record(store: Store) -> None:
    record_history = histories(
        store,
        received("person.created", person(1, a=1, b=1, gone=1, searchVector="x"), 1),
        received(
            "person.updated",
            person(2, a=1, b=2, searchVector="y"),
            2,
            fields=["a", "gone", "nosuch"],
        ),
    )[1]
    assert (record_history.unchanged, record_history.unlisted) == (("a",), ("b",))
    assert record_history.missing == ("nosuch",)
    assert record_history.to_json()["absent"] == ["nosuch"]
    assert record_history.is_odd


def test_updated_fields_may_name_relations_and_columns(store: Store) -> None:
    record = person(1, companyId="c", name={"firstName": "A"})
    fields = ["company", "companyId", "nameFirstName", "none"]
    (record_history,) = histories(
        store, received("person.updated", record, 1, fields=fields)
    )
    assert record_history.previous is None
    assert record_history.missing == ("none",)


def test_duplicates_and_deliveries_out_of_order(store: Store) -> None:
    created = received("person.created", person(1, a=1), 1)
    newer = received("person.updated", person(5, a=3), 2, fields=["a"])
    late = received("person.updated", person(3, a=2), 3, fields=["a"])
    again = received("person.updated", person(5, a=3), 4, fields=["a"])
    found = histories(store, created, newer, late, again)
    assert [record_history.duplicate_of for record_history in found] == [
        None,
        None,
        None,
        "d1",
    ]
    assert [record_history.overtaken_by for record_history in found] == [
        None,
        None,
        "d1",
        None,
    ]
    # A late delivery is compared with the older state, not with the one before it.
    assert [
        record_history.previous and record_history.previous.id
        for record_history in found
    ] == [
        *(None, "d0", "d0", "d2"),
    ]


def redacted(one: ReceivedDelivery) -> ReceivedDelivery:
    """Return a delivery as it is after an export and an import."""
    delivery = redaction.redact(one.delivery).delivery
    assert delivery.is_redacted
    return ReceivedDelivery(Secrets().verify(delivery), None)


def test_bodies_that_are_identical_only_by_masking_are_not_duplicates(
    store: Store,
) -> None:
    record = {"id": "p", "job": "CTO"}
    first, second = histories(
        store,
        redacted(received("person.updated", {**record, "accessToken": "one"}, 1)),
        redacted(received("person.updated", {**record, "accessToken": "two"}, 2)),
    )
    assert (first.duplicate_of, second.duplicate_of) == (None, None)


@pytest.mark.parametrize("is_first_masked", [False, True])
def test_it_is_unknown_whether_a_masked_field_changed(
    store: Store, is_first_masked: bool
) -> None:
    before = received("person.created", person(1, job=1, accessToken="one"), 1)
    after = person(2, job=2, accessToken="two")
    named = received("person.updated", after, 2, fields=["job", "accessToken"])
    silent_one = person(3, job=3, accessToken="two")
    unlisted = received("person.updated", silent_one, 3, fields=["job"])
    _, listing, silent = histories(
        store,
        redacted(before) if is_first_masked else before,
        redacted(named),
        redacted(unlisted),
    )
    assert listing.previous is not None
    assert (listing.unchanged, listing.unlisted) == ((), ())
    assert (silent.unchanged, silent.unlisted) == ((), ())


def test_the_same_change_sent_to_two_webhooks_is_not_an_earlier_state(
    store: Store,
) -> None:
    record = person(2, a=2)
    found = histories(
        store,
        received("person.created", person(1, a=1), 1, webhook="v"),
        received("person.updated", record, 2, fields=["a"], webhook="v"),
        received("person.updated", record, 3, fields=["a"], webhook="w"),
    )
    assert found[2].previous is not None
    assert found[2].previous.id == "d0"
    assert found[2].duplicate_of is None
    assert not found[2].is_odd


def test_a_partial_record_of_1_8_is_not_a_state(store: Store) -> None:
    found = histories(
        store,
        received("person.created", person(1, a=1), 1),
        received("person.deleted", {"id": "p"}, 2),
        received("person.updated", person(3, a=2), 3, fields=["a"]),
    )
    assert found[2].previous is not None
    assert found[2].previous.id == "d0"


def test_a_refused_delivery_is_not_a_state(store: Store) -> None:
    found = histories(
        store,
        received("person.created", person(1, a=1), 1),
        received("person.updated", person(9, a=666), 2, fields=["a"], status=401),
        received("person.updated", person(3, a=2), 3, fields=["a"]),
    )
    assert found[2].overtaken_by is None
    assert found[2].previous is not None
    assert found[2].previous.id == "d0"


def test_another_object_with_the_same_id_is_another_record(store: Store) -> None:
    found = histories(
        store,
        received("company.created", person(1, a=1), 1),
        received("person.updated", person(3, a=2), 3, fields=["a"]),
    )
    assert found[1].previous is None


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
def test_odd_records_have_no_history(
    store: Store, record: dict[str, Any] | None
) -> None:
    found = histories(
        store,
        received("person.updated", record, 1, fields=["a"]),
        received("person.updated", record, 2, fields=["b"]),
    )
    assert found[1].previous is None


@pytest.mark.parametrize("identity", ["\ud83d", "a\udc00b", "\ud83d\ude00"])
def test_the_id_of_a_record_may_have_lone_surrogates(
    store: Store, identity: str
) -> None:
    found = histories(
        store,
        received("person.created", person(1, identity, a=1), 1),
        received("person.created", person(1, "\ud83e", a=5), 2),
        received("person.updated", person(3, identity, a=2), 3, fields=["a"]),
    )
    assert found[2].previous is not None
    assert found[2].previous.id == "d0"
    json.dumps(found[2].to_json()).encode("utf-8")


def test_recordings_agree_with_their_updated_fields(store: Store) -> None:
    """Fields that 2.21 and 1.8 list as updated did change, in every recorded pair."""
    secrets = Secrets()
    seen = sorted(
        (one for one in recordings.ALL if one.release != "0.55"),
        key=lambda one: (one.release, one.delivery.received_at_ms or 0),
    )
    store.add(
        (None, ReceivedDelivery(secrets.verify(one.delivery), None)) for one in seen
    )
    compared = 0
    for stored in store.select(Selection(patterns=("*.updated",))):
        record_history = store.record_history(stored)
        if record_history.previous is not None:
            compared += 1
            # The recordings are a selection, so more fields may have changed.
            assert record_history.unchanged == ()
            assert record_history.differences
    assert compared >= 6


def test_no_recording_lists_a_field_that_its_record_has_not(store: Store) -> None:
    secrets = Secrets()
    store.add(
        (None, ReceivedDelivery(secrets.verify(one.delivery), None))
        for one in recordings.ALL
    )
    found = list(store.select(Selection()))
    named = [one for one in found if one.event.updated_fields]
    assert len(named) >= 10
    assert [one.id for one in found if store.record_history(one).missing] == []


def test_a_state_without_updated_at_comes_last(store: Store) -> None:
    undated = {"id": "p", "name": "undated"}
    *_, last = histories(
        store,
        received("person.created", person(1, name="dated"), 1),
        received("person.updated", undated, 2),
        received("person.updated", person(3, name="now"), 3),
    )
    assert last.previous is not None
    assert last.previous.id == "d0"


def test_a_state_without_updated_at_is_better_than_none(store: Store) -> None:
    *_, last = histories(
        store,
        received("person.created", {"id": "p", "name": "undated"}, 1),
        received("person.updated", person(3, name="now"), 2),
        received("person.updated", person(5, name="newer"), 1),
    )
    assert last.previous is not None
    assert last.previous.id == "d0"


@pytest.mark.parametrize("kind", ["versions of one record", "identical bodies"])
def test_the_cost_of_a_history_does_not_grow_with_the_store(
    store: Store, kind: str
) -> None:
    """A load test sends one record, or one body, thousands of times."""

    def made(number: int) -> ReceivedDelivery:
        if kind == "identical bodies":
            return received("person.updated", None, number)
        moment = f"2026-07-15T09:{number // 60:02}:{number % 60:02}.000Z"
        record = {"id": "p", "updatedAt": moment, "number": number}
        return received("person.updated", record, number)

    store.add((f"d{number}", made(number)) for number in range(20))
    few = steps(store, "d19")
    store.add((f"d{number}", made(number)) for number in range(20, 600))
    assert steps(store, "d599") < 2 * few


def steps(store: Store, name: str) -> int:
    """Return how many steps SQLite takes for the history of a delivery."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    stored = store.find(name)
    store._connection.set_progress_handler(step, 1)
    record_history = store.record_history(stored)
    store._connection.set_progress_handler(None, 0)
    assert record_history.duplicate_of or record_history.previous
    return taken
