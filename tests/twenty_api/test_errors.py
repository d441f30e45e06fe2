"""Every recorded error and unusual response: the sentence, the hint, the exit code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.fake_twenty import KEYS, FakeTwenty
from tests.fake_twenty.faults import FRONT_END, Fault
from tests.support.api_errors import BAD_URLS, EMPTY_URL, LOG, NO_REASON, OTHERS, TABLE
from tests.support.exchanges import ALL, Exchange
from twenty_hooks.errors import HooksError
from twenty_hooks.twenty_api import Transport, Twenty
from twenty_hooks.webhooks.webhook import WebhookChanges


def is_error(exchange: Exchange) -> bool:
    return exchange.status >= 400 or exchange.response in (b"", b"false")


ERRORS = tuple(exchange for exchange in ALL if is_error(exchange))


@pytest.mark.parametrize("exchange", ERRORS, ids=str)
def test_a_recorded_error(exchange: Exchange, twenty: FakeTwenty) -> None:
    twenty.fault = Fault(
        status=exchange.status,
        content_type=exchange.content_type or "",
        body=exchange.response,
    )
    error = error_of(exchange, twenty.origin)
    assert (error.exit_code, error.code, error.message, error.hint) == expected(
        exchange, twenty.origin
    )


def test_every_row_of_the_table_is_recorded() -> None:
    used = {next(row[0] for row in TABLE if _match(row[0], each)) for each in ERRORS}
    assert used == {row[0] for row in TABLE}


def expected(exchange: Exchange, origin: str) -> tuple[int, str, str, str]:
    for pattern, exit_code, code, sentence, hint in TABLE:
        found = _match(pattern, exchange)
        if found:
            target = _target(exchange)
            if "{bad}" in sentence and target.startswith("http"):
                return (exit_code, code, NO_REASON, LOG)
            bad, write = BAD_URLS.get(target, EMPTY_URL)
            names = {"id": _id(exchange), "origin": origin, "bad": bad}
            groups = found.groups()
            return (
                exit_code,
                code,
                sentence.format(*groups, **names),
                hint.format(write=f"write {write}"),
            )
    raise AssertionError(f"no row for {exchange.response!r}")


def error_of(exchange: Exchange, origin: str) -> HooksError:
    """Return the error of the call whose response is in this exchange."""
    word = exchange.headers.get("Authorization", "").removeprefix("Bearer ").strip("<>")
    key = KEYS.get(exchange.key_name or "", word or "none")
    with Twenty(Transport(origin, key, timeout_ms=30_000), key) as client:
        changes = WebhookChanges(target_url=_target(exchange))
        webhook_id = _id(exchange)
        calls: dict[str, Callable[[], Any]] = {
            "GET": lambda: client.get(webhook_id) if webhook_id else client.list(),
            "POST": lambda: client.create(changes, ()),
            "PATCH": lambda: client.update(webhook_id, changes),
            "PUT": lambda: client.update(webhook_id, changes),
            "DELETE": lambda: client.delete(webhook_id),
        }
        with pytest.raises(HooksError) as caught:
            calls[exchange.method]()
    return caught.value


def _match(pattern: str, exchange: Exchange) -> re.Match[str] | None:
    return re.search(pattern, exchange.response.decode())


def _id(exchange: Exchange) -> str:
    found = re.match(r"/rest/(?:metadata/)?webhooks/([^?]+)", exchange.path)
    return found[1] if found else ""


def _target(exchange: Exchange) -> str:
    found = re.search(rb'"targetUrl": "([^"]*)"', exchange.body or b"")
    return found[1].decode() if found else ""


@pytest.mark.parametrize(
    ("fault", "exit_code", "code", "sentence", "hint"),
    [row[1:] for row in OTHERS],
    ids=[row[0] for row in OTHERS],
)
def test_an_error_that_was_not_recorded(
    twenty: FakeTwenty,
    fault: Fault,
    exit_code: int,
    code: str,
    sentence: str,
    hint: str,
) -> None:
    twenty.fault = fault
    key = KEYS["admin"]
    transport = Transport(twenty.origin, key, timeout_ms=30_000)
    with Twenty(transport, key) as client, pytest.raises(HooksError) as caught:
        client.list()
    error = caught.value
    assert (error.exit_code, error.code) == (exit_code, code)
    assert error.message == sentence.replace("{origin}", twenty.origin)
    assert error.hint == hint.replace("{origin}", twenty.origin)


def test_the_hint_for_the_front_end_of_the_cloud_is_its_api() -> None:
    from twenty_hooks.twenty_api import errors
    from twenty_hooks.twenty_api.transport import ApiResponse

    page = ApiResponse(200, "text/html", FRONT_END.body)
    error = errors.web_page(page, "https://app.twenty.com")
    assert "--api-url https://api.twenty.com" in error.hint
