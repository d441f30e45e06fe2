"""Every recorded error and odd answer: the sentence, the hint and the exit code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.exchanges import ALL, Exchange
from tests.fake_twenty import KEYS, FakeTwenty
from tests.fake_twenty.faults import BAD_GATEWAY, FRONT_END, Fault
from twenty_hooks.errors import HooksError
from twenty_hooks.twenty import Transport, Twenty
from twenty_hooks.webhook import Changes

_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NEW_KEY = "make a key in Twenty under Settings -> APIs & Webhooks"
_RELEASE = (
    "this release of Twenty differs from those known here; "
    "Twenty's own log may say more"
)
_LOG = "Twenty's own log may say more"
_SERVER = "give the address of Twenty's server: --api-url http://HOST:3000"
_LIST = "see which there are: hooks list"
_NO_KEY = "if one was sent, a proxy on the way drops the Authorization header"
_COPY = f"copy the whole key, it has three parts joined by dots; or {_NEW_KEY}"
_GRANT = (
    "grant 'API Keys & Webhooks' in Twenty under Settings -> Roles -> "
    "(the key's role) -> Permissions -> Settings, or give the key another role"
)

# What is in the recorded body -> exit code, slug, sentence, hint. {id}: what was asked
# for; {origin}: who answered. The first that fits counts.
TABLE: list[tuple[str, int, str, str, str]] = [
    ("Missing authentication token", 4, "no-key", "Twenty saw no API key", _NO_KEY),
    (
        '"(No payload|Token invalid.)"',
        4,
        "wrong-key",
        "the API key is wrong: what was given is no key of Twenty at all",
        _COPY,
    ),
    (
        "Unknown token error|Invalid token type",
        4,
        "wrong-key",
        "that is a token, but not an API key of Twenty",
        _NEW_KEY,
    ),
    (
        "Token has expired",
        4,
        "key-expired",
        "the API key has been expired since 2026-01-01T00:00:00.000Z",
        _NEW_KEY,
    ),
    (
        "This API Key is revoked",
        4,
        "key-revoked",
        "the API key is revoked: somebody deleted it in Twenty",
        _NEW_KEY,
    ),
    (
        "does not have permission",
        4,
        "permission-denied",
        (
            "the role of this API key may not manage webhooks: it lacks the permission "
            "API_KEYS_AND_WEBHOOKS"
        ),
        _GRANT,
    ),
    (
        (
            "Record not found|EntityNotFoundError|WEBHOOK_NOT_FOUND|not a valid UUID"
            "|syntax for type uuid"
        ),
        4,
        "webhook-not-found",
        "there is no webhook {id}",
        _LIST,
    ),
    (
        "Invalid target URL|Multiple validation errors",
        4,
        "invalid-webhook",
        "Twenty does not take the target URL: {bad}",
        "{write}",
    ),
    (
        'column \\\\"(secret|operations|targetUrl)\\\\"',
        4,
        "invalid-webhook",
        "Twenty demands a value for '{0}' of a webhook",
        _RELEASE,
    ),
    (
        "malformed array literal",
        4,
        "invalid-webhook",
        "Twenty wants the operations of a webhook as a list",
        _RELEASE,
    ),
    (
        r'(?:field|Property) \\"(\w+)\\" (?:is missing|was not found)',
        4,
        "invalid-webhook",
        "this Twenty knows no field '{0}' of a webhook",
        _RELEASE,
    ),
    (
        "Record already exists",
        4,
        "invalid-webhook",
        "Twenty has a webhook with this id already",
        _LIST,
    ),
    (
        "JSON input|in JSON at position",
        4,
        "invalid-webhook",
        "Twenty could not read the request",
        "a proxy on the way may have changed it",
    ),
    (
        (
            '"(Invalid cursor: [^"]*|limit .* Should be an integer|Record ID not found'
            '|Activate feature flag [^"]*|Cannot read properties [^"]*)'
        ),
        4,
        "refused",
        "Twenty refused (400 Bad Request): '{0}'",
        _LOG,
    ),
    (
        '"(Cannot GET [^"]*|object \'webhooks\' not found[^"]*)"',
        5,
        "not-twenty",
        "{origin} has no webhooks over REST: '{0}'",
        _SERVER,
    ),
    (
        "Metadata path .*does not exist",
        5,
        "not-twenty",
        (
            "{origin} has no webhooks over REST: 'Query path '/rest/metadata/webhooks' "
            'invalid. Metadata path "webhooks" does not exist. Valid examples: '
            "/rest/metadata/fields or /rest/metadata/objects or "
            "/rest/metadata/relations'"
        ),
        _SERVER,
    ),
    # Odd answers, that are no errors to HTTP.
    ("^$", 4, "webhook-not-found", "there is no webhook {id}", _LIST),
    ("^false$", 4, "webhook-not-found", "there is no webhook {id}", _LIST),
]

_UNKNOWN_URLS = {
    "foo": (
        "'foo' has no scheme: a URL begins with http:// or https://",
        "https://foo",
    ),
    "ftp://x": (
        "'ftp:' is not a scheme Twenty calls: only http or https",
        "https://example.com/hooks",
    ),
    "javascript:alert(1)": (
        "'javascript:' is not a scheme Twenty calls: only http or https",
        "https://example.com/hooks",
    ),
    "localhost:9911": (
        "'localhost:9911' has no scheme: a URL begins with http:// or https://",
        "http://localhost:9911",
    ),
    "example.com/hook": (
        "'example.com/hook' has no scheme: a URL begins with http:// or https://",
        "https://example.com/hook",
    ),
}
_NO_REASON = (
    "Twenty does not take the webhook, and does not say why; by its rules the target "
    "URL is right"
)
_EMPTY_URL = ("the URL is empty", "https://example.com/hooks")


def is_odd(exchange: Exchange) -> bool:
    return exchange.status >= 400 or exchange.answer in (b"", b"false")


ODD = tuple(exchange for exchange in ALL if is_odd(exchange))


@pytest.mark.parametrize("exchange", ODD, ids=str)
def test_recorded(exchange: Exchange, twenty: FakeTwenty) -> None:
    twenty.fault = Fault(
        status=exchange.status,
        content_type=exchange.content_type or "",
        body=exchange.answer,
    )
    error = refused(exchange, twenty.origin)
    assert (error.exit_code, error.code, error.message, error.hint) == expected(
        exchange, twenty.origin
    )


def test_every_row_of_the_table_is_recorded() -> None:
    used = {next(row[0] for row in TABLE if _fits(row[0], each)) for each in ODD}
    assert used == {row[0] for row in TABLE}


def expected(exchange: Exchange, origin: str) -> tuple[int, str, str, str]:
    for pattern, exit_code, code, sentence, hint in TABLE:
        found = _fits(pattern, exchange)
        if found:
            target = _target(exchange)
            if "{bad}" in sentence and target.startswith("http"):
                return (exit_code, code, _NO_REASON, _LOG)
            bad, write = _UNKNOWN_URLS.get(target, _EMPTY_URL)
            names = {"id": _id(exchange), "origin": origin, "bad": bad}
            groups = found.groups()
            return (
                exit_code,
                code,
                sentence.format(*groups, **names),
                hint.format(write=f"write {write}"),
            )
    raise AssertionError(f"no row for {exchange.answer!r}")


def refused(exchange: Exchange, origin: str) -> HooksError:
    """The error of the call that this exchange is the answer to."""
    word = exchange.headers.get("Authorization", "").removeprefix("Bearer ").strip("<>")
    key = KEYS.get(exchange.key_name or "", word or "none")
    with Twenty(Transport(origin, key, timeout_ms=30_000), key) as client:
        changes = Changes(target_url=_target(exchange))
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


def _fits(pattern: str, exchange: Exchange) -> re.Match[str] | None:
    return re.search(pattern, exchange.answer.decode())


def _id(exchange: Exchange) -> str:
    found = re.match(r"/rest/(?:metadata/)?webhooks/([^?]+)", exchange.path)
    return found[1] if found else ""


def _target(exchange: Exchange) -> str:
    found = re.search(rb'"targetUrl": "([^"]*)"', exchange.body or b"")
    return found[1].decode() if found else ""


# What no server was recorded with, and others do send.
OTHERS: list[tuple[str, Fault, int, str, str, str]] = [
    (
        "rate limit",
        Fault(
            status=429,
            body=b'{"statusCode":429,"error":"HttpException",'
            b'"messages":["Limit reached (100 tokens per 60000 ms)"]}',
        ),
        4,
        "rate-limited",
        "too many requests for Twenty (Limit reached (100 tokens per 60000 ms))",
        "wait a minute, then try again",
    ),
    (
        "rate limit with Retry-After",
        Fault(status=429, body=b"", headers=(("retry-after", "17"),)),
        4,
        "rate-limited",
        "too many requests for Twenty",
        "wait 17 s, then try again",
    ),
    (
        "key expired in Twenty",
        Fault(
            status=403,
            body=b'{"statusCode":403,"messages":["This API Key is expired"],'
            b'"error":"FORBIDDEN_EXCEPTION"}',
        ),
        4,
        "key-expired",
        "the API key is expired in Twenty, whatever it says itself",
        _NEW_KEY,
    ),
    (
        "no permission, as 403",
        Fault(
            status=403,
            body=b'{"statusCode":403,"messages":["Entity performing the request does '
            b'not have permission"],"code":"PERMISSION_DENIED"}',
        ),
        4,
        "permission-denied",
        (
            "the role of this API key may not manage webhooks: it lacks the permission "
            "API_KEYS_AND_WEBHOOKS"
        ),
        _GRANT,
    ),
    (
        "another server's key",
        Fault(
            status=401,
            body=b'{"statusCode":401,"messages":["Token invalid."],'
            b'"error":"UNAUTHENTICATED"}',
        ),
        4,
        "wrong-key",
        "the API key is wrong: this Twenty did not issue it",
        "it may belong to another server: hooks config show",
    ),
    (
        "forbidden by something else",
        Fault(status=403, body=b'{"message":"IP not allowed"}'),
        4,
        "forbidden",
        "Twenty refused (403 Forbidden): 'IP not allowed'",
        _NEW_KEY,
    ),
    (
        "a page of a proxy",
        BAD_GATEWAY,
        5,
        "server-error",
        (
            "{origin} answered 502 Bad Gateway with a page: what stands before Twenty "
            "can't reach it"
        ),
        "check that Twenty runs: curl -i {origin}/healthz",
    ),
    (
        "the front end",
        FRONT_END,
        5,
        "not-twenty",
        (
            "{origin} answered 200 OK with a web page, not JSON: it is Twenty's "
            "front end, or another program"
        ),
        _SERVER,
    ),
    (
        "a page that says it is JSON",
        Fault(body=b"<!doctype html><html></html>"),
        5,
        "not-twenty",
        (
            "{origin} answered 200 OK with a web page, not JSON: it is Twenty's "
            "front end, or another program"
        ),
        _SERVER,
    ),
    (
        "Twenty's own failure",
        Fault(status=500, body=b'{"statusCode":500,"message":"Internal server error"}'),
        5,
        "server-error",
        "Twenty failed (500 Internal Server Error): 'Internal server error'",
        "try again; check that it runs: curl -i {origin}/healthz",
    ),
    (
        "plain text",
        Fault(status=400, content_type="text/plain", body=b"no"),
        5,
        "not-twenty",
        "{origin} answered 400 Bad Request, and not as Twenty would",
        "check --api-url: hooks config show",
    ),
    (
        "no JSON",
        Fault(body=b"[{"),
        5,
        "invalid-answer",
        (
            "Twenty's answer is not JSON: Expecting property name enclosed in double "
            "quotes (line 1, column 3)"
        ),
        "check --api-url: hooks config show",
    ),
    (
        "other JSON",
        Fault(body=b'{"hello":"world"}'),
        5,
        "invalid-answer",
        "Twenty's answer is JSON, but not a list of webhooks",
        "check --api-url: hooks config show",
    ),
    (
        "rows that are no webhooks",
        Fault(body=b'[{"hello":"world"}]'),
        5,
        "invalid-answer",
        "Twenty's answer is JSON, but not a list of webhooks",
        "check --api-url: hooks config show",
    ),
]


@pytest.mark.parametrize(
    ("fault", "exit_code", "code", "sentence", "hint"),
    [row[1:] for row in OTHERS],
    ids=[row[0] for row in OTHERS],
)
def test_not_recorded(
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


def test_the_cloud_front_end_is_told_from_its_api() -> None:
    from twenty_hooks.twenty import refusals
    from twenty_hooks.twenty.transport import Answer

    page = Answer(200, "text/html", FRONT_END.body)
    error = refusals.web_page(page, "https://app.twenty.com")
    assert "--api-url https://api.twenty.com" in error.hint
