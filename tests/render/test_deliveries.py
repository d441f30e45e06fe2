"""Deliveries and responses as text."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support import recordings
from twenty_hooks.deliveries.attempt import Attempt, Kind
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import RecordHistory, State
from twenty_hooks.deliveries.json_diff import compare
from twenty_hooks.deliveries.response import ReceiverResponse, Redirect
from twenty_hooks.deliveries.stored import DeliverySummary, Forward
from twenty_hooks.deliveries.verification import Secrets, VerifiedDelivery
from twenty_hooks.protocol.events import parse
from twenty_hooks.render import record_diff
from twenty_hooks.render.attempts import attempt_lines, pending_lines
from twenty_hooks.render.deliveries import View, delivery_lines
from twenty_hooks.render.delivery_columns import Columns
from twenty_hooks.render.delivery_rows import ListedDelivery, rows_of
from twenty_hooks.render.fields import brief, filled, named
from twenty_hooks.render.record_diff import table, transition

VIEWS: tuple[View, ...] = ("summary", "record", "full", "raw")


def shown(
    delivery: Delivery, view: View = "summary", width: int = 100, status: int = 200
) -> list[str]:
    verified: VerifiedDelivery = Secrets().verify(delivery)
    lines = delivery_lines(
        verified, status, view=view, width=width, is_stored=status != 503
    )
    return [line.plain for line in lines]


def body(value: Any) -> Delivery:
    return Delivery((), json.dumps(value).encode(), received_at_ms=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        ({}, ""),
        (0, "0"),
        (False, "false"),
        (1e21, "1e+21"),
        ("a", "a"),
        ([1, None, "b"], "1, b"),
        ({"firstName": "Ada", "lastName": "Lovelace"}, "Ada Lovelace"),
        ({"firstName": "", "lastName": ""}, ""),
        ({"primaryEmail": "a@b.example", "additionalEmails": []}, "a@b.example"),
        ({"primaryEmail": "a@b", "additionalEmails": ["c", "d"]}, "a@b (+2)"),
        ({"primaryPhoneNumber": "61", "primaryPhoneCallingCode": "+33"}, "+33 61"),
        ({"primaryPhoneNumber": "", "primaryPhoneCallingCode": "+33"}, ""),
        ({"primaryLinkUrl": "https://x", "secondaryLinks": None}, "https://x"),
        ({"amountMicros": 1500000000, "currencyCode": "EUR"}, "1,500 EUR"),
        ({"amountMicros": "1500500000", "currencyCode": "EUR"}, "1,500.50 EUR"),
        ({"amountMicros": -1e-7, "currencyCode": "KRW"}, "-1e-07 millionths KRW"),
        ({"amountMicros": None, "currencyCode": None}, ""),
        ({"addressStreet1": "1 Rue", "addressCity": "Paris"}, "1 Rue, Paris"),
        ({"blocknote": None, "markdown": "Call **notes**"}, "Call **notes**"),
        ({"source": "API", "name": "key"}, "key (API)"),
        ({"x": {"y": 1}}, '{"x":{"y":1}}'),
    ],
)
def test_a_field_in_one_line(value: Any, text: str) -> None:
    assert brief(value) == text


def test_deep_nesting_is_cut() -> None:
    value: Any = "x"
    for _ in range(400):
        value = [value]
    assert brief(value) == "…"


def test_filled_leaves_out_bookkeeping_and_empty_fields() -> None:
    record = {"id": "1", "position": 2, "name": "A", "x": "", "searchVector": "'a':1"}
    assert list(filled(record)) == [("name", "A")]


def test_named_shows_empty_fields_and_each_relation_once() -> None:
    record = {"companyId": None, "name": "A"}
    assert list(named(record, ("company", "companyId", "name"))) == [
        ("companyId", "(empty)"),
        ("name", "A"),
    ]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_recorded_delivery_can_be_shown(view: View, width: int) -> None:
    for recorded in recordings.ALL:
        lines = shown(recorded.delivery, view, width)
        assert recorded.event.split(".")[0][:8] in "".join(lines[:2])
        assert not any("\n" in line for line in lines)
        if view == "summary":
            assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("width", range(40, 120, 5))
@pytest.mark.parametrize("status", [200, 401])
def test_a_delivery_and_its_forward_show_the_same_id(width: int, status: int) -> None:
    reply = ReceiverResponse("http://127.0.0.1:3000/hook", 12, status=500)
    target = "http://127.0.0.1:3000/hook"
    (forwarded, *_) = attempt_lines(
        Attempt("forward", "k3f9a2xq", None, target, 0, reply), width=width
    )
    for recorded in recordings.ALL:
        verified = Secrets().verify(recorded.delivery)
        lines = [
            line.plain
            for line in delivery_lines(
                verified, status, view="summary", width=width, identity="k3f9a2xq"
            )
        ]
        assert all(cell_len(line) <= width for line in lines)
        name = recorded.event[:13]
        assert name in lines[0] or name in lines[1]
        for line in (lines[0], forwarded.plain):
            assert line.split()[1] == "k3f9a2xq"


LONG_URL = "http://127.0.0.1:3000/" + "a/very/long/way/" * 9
REPLIES = [
    ReceiverResponse(LONG_URL, 12, status=200),
    ReceiverResponse(LONG_URL, 4_999, failure="too-many-files", reason="x" * 300),
    ReceiverResponse(
        LONG_URL, 3_600_000, status=302, redirects=(Redirect(302, LONG_URL, True),)
    ),
    ReceiverResponse(
        LONG_URL, 12, status=500, excerpt="TypeError: 홍길동 ".encode() * 40
    ),
]


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("width", range(40, 120, 5))
@pytest.mark.parametrize("url", [LONG_URL, "http://x/", "http://127.0.0.1:3000/hook"])
def test_an_attempt_fits_the_terminal(url: str, width: int, later: bool) -> None:
    for reply in REPLIES:
        attempt = Attempt("replay", "k3f9a2xq", None, url, 0, reply, "why? " * 30)
        lines = [
            line.plain for line in attempt_lines(attempt, width=width, later=later)
        ]
        assert all(cell_len(line) <= width for line in lines)
        assert reply.outcome[:14] in lines[0]
        assert url[:9] in "".join(lines[:2])
    for is_waiting in (False, True):
        for line in pending_lines(url, is_waiting=is_waiting, width=width):
            assert cell_len(line.plain) <= width


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    ("kind", "words"),
    [("forward", "forwarded to"), ("relay", "relayed to"), ("replay", "replayed to")],
)
def test_stored_deliveries_show_the_date_and_the_kind_of_attempt(
    at_utc: None, kind: Kind, words: str, width: int
) -> None:
    reply = ReceiverResponse("http://x/", 1_000, status=200)
    attempt = Attempt(kind, "k3f9a2xq", None, "http://x/", 86_400_000, reply)
    told = " ".join(
        line.plain for line in attempt_lines(attempt, width=width, later=True)
    )
    assert told.split() == f"1970-01-02 00:00:01 → 200 {words} http://x/ 1 s".split()
    lines = delivery_lines(
        Secrets().verify(Delivery((), b"{}", received_at_ms=86_400_000)),
        *(200,),
        view="summary",
        width=width,
        identity="k3f9a2xq",
        later=True,
    )
    assert next(lines).plain.split()[:3] == ["1970-01-02", "00:00:00", "k3f9a2xq"]


ENTRY = DeliverySummary(
    "k3f9a2xq", 0, "person.created", "", None, None, "valid", 200, 1_300
)
ROWS = [
    ENTRY,
    replace(ENTRY, label="홍길동 😀 " * 20, verdict="from-the-future", status=401),
    replace(ENTRY, event=None, fault="on purpose: closed", status=None),
    replace(ENTRY, event="metadata.objectMetadata.updated", label="x" * 300),
]
FORWARDS: tuple[Forward | None, ...] = (None, "ok", "failed", "unsent", "waiting")


@pytest.mark.parametrize("width", range(40, 130, 5))
@pytest.mark.parametrize("has_forwards", [False, True])
def test_rows_fit_the_terminal_and_stay_straight(
    width: int, has_forwards: bool
) -> None:
    columns = Columns(
        width,
        head=len("2026-11-24 10:24:07  k3f9a2xq"),
        verdict=len("from-the-future"),
        event=len("metadata.objectMetadata.updated"),
        forward=len("· fwd waiting") if has_forwards else 0,
    )
    begins = set()
    for row in ROWS:
        for forward in FORWARDS if has_forwards else (None,):
            lines = list(ListedDelivery(row, forward, columns, "never").lines())
            assert all(cell_len(line) <= width for line in lines)
            assert lines[0].split()[2] == "k3f9a2xq"
            told = "".join(lines)
            name = row.event or "(no event name)"
            assert name[:12] in told
            assert row.verdict in told
            assert (forward or "") in told
            assert ("on purpose" in told) == bool(row.fault)
            (place,) = (line.find(name[:12]) for line in lines if name[:12] in line)
            begins.add(place)
    assert len(begins) == 1


def test_a_row_of_80_columns_has_the_name_of_the_record() -> None:
    row = replace(ENTRY, label="Ada Lovelace")
    columns = Columns(
        80,
        head=len("2026-11-24 10:24:07  k3f9a2xq"),
        verdict=len("no-secret"),
        event=len("company.updated"),
        forward=len("· fwd waiting"),
    )
    (line,) = ListedDelivery(row, "failed", columns, "never").lines()
    assert "✓ valid" in line
    assert "✗ failed" in line
    assert "person.created   Ada" in line


def test_rows_in_a_pipe_are_not_cut() -> None:
    rows: list[tuple[DeliverySummary, Forward | None]] = [(row, None) for row in ROWS]
    for listed in rows_of(iter(rows), has_forwards=False, color="auto"):
        (line,) = listed.lines()
        assert (listed.summary.event or "(no event name)") in line


def test_an_update_shows_what_changed_and_nothing_else() -> None:
    for recorded in recordings.ALL:
        value = json.loads(recorded.delivery.body)
        if recorded.event.startswith("metadata.") or "updatedFields" not in value:
            continue
        if not recorded.event.endswith(".updated"):
            continue
        names = [line.split()[0] for line in shown(recorded.delivery)[1:]]
        expected = [name for name in value["updatedFields"] if name in value["record"]]
        assert names == expected


def test_metadata_shows_the_change() -> None:
    recorded = next(
        item
        for item in recordings.ALL
        if item.event == "metadata.objectMetadata.updated"
    )
    assert shown(recorded.delivery)[1].split() == [
        "labelSingular",
        "Gizmo",
        "→",
        "Gizmo2",
    ]


def test_the_documented_shape_and_unknown_bodies_are_named() -> None:
    documented = {"event": "person.created", "data": {"firstName": "Ada"}}
    assert "no release sends it" in "".join(shown(body(documented)))
    assert "none of the shapes" in "".join(shown(body({"a": 1})))
    lines = shown(Delivery((), b"\xff\x1b[2J", received_at_ms=0))
    assert "(no event name)" in lines[0]
    assert lines[1].split()[:2] == ["not", "JSON"]
    assert "\\xff\\x1b[2J" in "".join(lines)
    for record in (None, [], "x", [[1] * 3] * 3):
        lines = shown(body({"eventName": "person.deleted", "record": record}))
        assert lines[1].split()[0] == "record"


def test_many_fields_are_counted() -> None:
    record = {f"field{number}": number for number in range(20)}
    lines = shown(body({"eventName": "x.created", "record": record}))
    assert len(lines) == 14
    assert lines[-1].strip() == "… 8 more fields"


def test_a_long_body_is_cut_and_says_where_the_rest_is() -> None:
    delivery = body({"eventName": "x.created", "record": {"a": "b" * 100_000}})
    for view in VIEWS[1:]:
        lines = shown(delivery, view)
        assert "kB more: --save FILE or --json has all" in lines[-1]


def test_full_formats_the_body_and_raw_keeps_its_bytes() -> None:
    delivery = Delivery((("X-A", "b"),), b'{"a": 1}', "POST", "/x?y", 0)
    assert [line.strip() for line in shown(delivery, "full")] == [
        shown(delivery)[0],
        "POST /x?y",
        "X-A: b",
        "",
        "{",
        '"a": 1',
        "}",
    ]
    assert shown(delivery, "raw")[-1].strip() == '{"a": 1}'


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "refused: "), (503, "NOT SAVED, "), (200, "accepted anyway: ")],
)
def test_an_invalid_delivery_says_how_it_was_answered(status: int, words: str) -> None:
    headers = (
        ("X-Twenty-Webhook-Signature", "zz"),
        ("X-Twenty-Webhook-Timestamp", "1"),
    )
    lines = shown(Delivery(headers, b"{}", received_at_ms=0), status=status)
    assert lines[1].strip().startswith(words)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "eventName": st.text() | st.sampled_from(["x.created", "x.updated"]),
            "record": json_values,
            "event": json_values,
            "data": json_values,
            "updatedFields": json_values,
        },
    ),
    st.sampled_from(VIEWS),
    st.integers(40, 120),
)
def test_any_body_can_be_shown(value: Any, view: View, width: int) -> None:
    for line in shown(body(value), view, width):
        assert not any(unicodedata.category(letter)[0] == "C" for letter in line)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, "", 'null → ""'),
        ([], None, "[] → null"),
        (1, "1", '1 → "1"'),
        ("Ada", "", "Ada → (empty)"),
        (None, "Ada", "(empty) → Ada"),
        (
            {"firstName": "", "lastName": "A"},
            {"firstName": None, "lastName": "A"},
            '{"firstName":"","lastName":"A"} → {"firstName":null,"lastName":"A"}',
        ),
    ],
)
def test_a_transition_always_shows_a_difference(
    before: Any, after: Any, words: str
) -> None:
    assert transition(before, after) == words


PATH = "connectionParameters.IMAP.credentials.certificate"


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_the_path_of_a_change_is_never_cut(width: int) -> None:
    def state(value: str) -> dict[str, Any]:
        return {
            "connectionParameters": {"IMAP": {"credentials": {"certificate": value}}}
        }

    record_history = RecordHistory(
        previous=State("k3f9a2xq", 0, parse(b"{}")),
        differences=tuple(compare(state("a"), state("b"))),
    )
    verified = Secrets().verify(body({"eventName": "x.updated", "record": {}}))
    summary = delivery_lines(
        verified, 200, view="summary", width=width, record_history=record_history
    )
    for made in (
        list(summary)[1:],
        list(record_diff.lines(record_history, width=width)),
    ):
        lines = [line.plain for line in made]
        assert all(cell_len(line) <= width for line in lines)
        assert PATH + "a→b" in "".join("".join(lines).split())


def test_one_more_field_is_singular() -> None:
    record = {f"field{number}": number for number in range(13)}
    lines = shown(body({"eventName": "x.created", "record": record}))
    assert lines[-1].strip() == "… 1 more field"


def test_a_diff_is_aligned_in_any_script() -> None:
    differences = compare({"a": 1, "이름": 2}, {"a": 3, "이름": 4})
    lines = list(table(RecordHistory(differences=tuple(differences))))
    assert [line.replace(" ", "") for line in lines] == ["a1→3", "이름2→4"]
    starts = {cell_len(line[: line.index("→")]) for line in lines}
    assert len(starts) == 1
