"""The responses of all releases, read into the same few values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fake_twenty import KEYS, FakeTwenty
from tests.fake_twenty.faults import Fault
from tests.support.exchanges import ALL, Exchange
from twenty_hooks.errors import NoAnswer, TwentyError
from twenty_hooks.twenty_api import Transport, Twenty, api_key, responses
from twenty_hooks.twenty_api.transport import ApiResponse
from twenty_hooks.webhooks.releases import Release, shape_of
from twenty_hooks.webhooks.webhook import from_json

ROW = {"id": "one", "targetUrl": "https://a/", "operations": ["*.*"], "secret": "s"}
INFO = {"hasNextPage": True, "startCursor": "a", "endCursor": "b"}


def response(value: Any, status: int = 200) -> ApiResponse:
    return ApiResponse(status, "application/json", json.dumps(value).encode())


@pytest.mark.parametrize(
    ("value", "ids", "cursor"),
    [
        ([], [], None),
        ([ROW], ["one"], None),
        ({"data": {"webhooks": [ROW]}, "pageInfo": INFO}, ["one"], "b"),
        ({"data": {"webhooks": [ROW], "pageInfo": INFO}}, ["one"], "b"),
        ({"data": [ROW], "pageInfo": INFO, "totalCount": 1}, ["one"], "b"),
        ({"data": [ROW], "pageInfo": {**INFO, "hasNextPage": False}}, ["one"], None),
        ({"data": [ROW], "pageInfo": {**INFO, "endCursor": None}}, ["one"], None),
        ({"data": [ROW]}, ["one"], None),
    ],
)
def test_every_shape_of_a_list(value: Any, ids: list[str], cursor: str | None) -> None:
    page = responses.read_page(response(value))
    assert [webhook.id for webhook in page.webhooks] == ids
    assert page.next_cursor == cursor


@pytest.mark.parametrize(
    "value",
    [
        ROW,
        {"data": ROW},
        *({"data": {name: ROW}} for name in ("webhook", "createWebhook", "any")),
    ],
)
def test_every_shape_of_a_webhook(value: Any) -> None:
    webhook = responses.read_webhook(response(value))
    assert webhook is not None
    assert (webhook.id, webhook.operations) == ("one", ("*.*",))


@pytest.mark.parametrize(
    "value", [None, False, {"data": None}, {"data": {"webhook": None}}]
)
def test_every_shape_of_a_missing_webhook(value: Any) -> None:
    assert responses.read_webhook(response(value)) is None
    assert responses.read_webhook(ApiResponse(200, "", b"")) is None


@pytest.mark.parametrize(
    ("value", "gone"),
    [
        (True, True),
        (False, False),
        (None, False),
        (ROW, True),
        ({"data": {"deleteWebhook": {"id": "one"}}}, True),
        ({"data": {"deleteWebhook": True}}, True),
    ],
)
def test_every_shape_of_a_deletion(value: Any, gone: bool) -> None:
    assert responses.read_deletion(response(value)) is gone


@pytest.mark.parametrize("value", [5, "x", {}, {"data": 5}, {"data": {"a": 1, "b": 2}}])
def test_any_other_response_is_an_error(value: Any) -> None:
    for read in (
        responses.read_page,
        responses.read_webhook,
        responses.read_deletion,
    ):
        with pytest.raises(NoAnswer):
            read(response(value))


@pytest.mark.parametrize("left", [True, False])
def test_an_empty_response_to_a_delete_is_checked_in_the_list(
    twenty: FakeTwenty, left: bool
) -> None:
    row = twenty.add()
    twenty.fault = Fault(status=204, after=not left, methods=("DELETE",))
    with client(twenty) as found:
        if left:
            with pytest.raises(TwentyError):
                found.delete(str(row["id"]))
        else:
            found.delete(str(row["id"]))


def client(twenty: FakeTwenty) -> Twenty:
    key = KEYS["admin"]
    return Twenty(Transport(twenty.origin, key, timeout_ms=30_000), key)


SUCCESSES = tuple(
    each
    for each in ALL
    if each.status < 300
    and b'"createdAt"' in each.response
    and "/batch/" not in each.path  # nothing here creates several at once
)


@pytest.mark.parametrize("exchange", SUCCESSES, ids=str)
def test_every_recorded_webhook_is_read(exchange: Exchange) -> None:
    recorded = ApiResponse(exchange.status, "", exchange.response)
    is_list = exchange.method == "GET" and exchange.path.partition("?")[0].endswith("s")
    if is_list:
        webhooks = responses.read_page(recorded).webhooks
        assert webhooks
    else:
        one = responses.read_webhook(recorded)
        assert one is not None
        webhooks = (one,)
    shape = {"0.55": "record", "1.8": "table", "2.21": "entity"}[exchange.release]
    for webhook in webhooks:
        assert set(webhook.raw) >= {"id", "targetUrl", "operations", "secret"}
        assert shape_of(webhook) == shape


def test_webhooks_until_0_31_have_one_operation() -> None:
    assert from_json({"id": "i", "operation": "*.created"}).operations == ("*.created",)


@pytest.mark.parametrize(
    ("release", "other", "expected"),
    [
        (Release("2.21.0"), (1, 17), True),
        (Release("v2.0"), (2, 0), True),
        (Release("1.8.4"), (1, 17), False),
        (Release(None, "record"), (1, 17), False),
        (Release(None, "table"), (1, 17), False),
        (Release(None, "entity"), (1, 17), True),
        (Release(None, "entity"), (2, 0), None),
        (Release(), (1, 17), None),
        (Release("main"), (1, 17), None),
    ],
)
def test_whether_a_release_is_at_least_another(
    release: Release, other: tuple[int, int], expected: bool | None
) -> None:
    assert release.is_at_least(other) is expected


@pytest.mark.parametrize(
    "key", ["", "a.b.c", "a.bnVsbA.c", "a.W10.c", "no key", "a.é.c"]
)
def test_a_key_without_claims(key: str) -> None:
    assert api_key.claims(key) is None


def test_the_claims_of_a_key() -> None:
    found = api_key.claims(KEYS["expired"])
    assert found is not None
    assert (found.type, found.expires_ms) == ("API_KEY", 1_767_225_600_000)
    assert found.workspace_id == "20202020-1c25-4d02-bf25-6aeccf7ea419"
    odd = api_key.claims("a.eyJleHAiOnRydWV9.c")  # {"exp":true}
    assert odd == api_key.Claims()
