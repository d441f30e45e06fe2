"""Turn an error response of Twenty into one sentence and the next thing to do.

Twenty has three shapes of error, and neither the status nor `error` means the same in
two releases: a missing permission is 400, an unknown webhook is 400 or an empty 200.
So the message decides (`code`, `messages`), and the status only where there is none.
"""

from __future__ import annotations

import re

from twenty_hooks.console.escape import shorten
from twenty_hooks.errors import HooksError, NoAnswer, TwentyError
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.twenty_api import key_errors, responses
from twenty_hooks.twenty_api.api_key import Claims
from twenty_hooks.twenty_api.transport import CHECK_URL, ApiResponse

CLOUD = "https://api.twenty.com"

_SERVER_URL = "give the URL of the Twenty server: --api-url http://HOST:3000"
_LIST = "list the webhooks: hooks list"
_LOG = "the log of the Twenty server may say more"
_UNKNOWN_RELEASE = f"this release of Twenty differs from the known ones; {_LOG}"
_MAX_QUOTE = 200
_NOT_FOUND = re.compile(
    "Webhook not found|Record not found|Could not find any entity"
    "|invalid input syntax for type uuid|is not a valid UUID"
)
_NO_ROUTE = re.compile(
    r"object 'webhooks' not found|Query path '.*' invalid|Metadata path .* not exist"
    r"|Cannot (?:GET|POST|PATCH|DELETE) /"
)
_BAD_TARGET = re.compile(
    "Invalid target URL|Multiple validation errors occurred while (?:creat|updat)ing"
    " webhook"
)
# What the message matches, our sentence about the request, and the hint.
_INVALID_REQUESTS = (
    (
        re.compile('null value in column "([^"]*)"'),
        "Twenty requires a value for '{0}' of a webhook",
        _UNKNOWN_RELEASE,
    ),
    (
        re.compile("malformed array literal"),
        "Twenty requires the operations of a webhook as a list",
        _UNKNOWN_RELEASE,
    ),
    (
        re.compile(
            '(?:Field metadata for field|Property) "([^"]*)" (?:is miss|was not f)'
        ),
        "webhooks have no field '{0}' in this release of Twenty",
        _UNKNOWN_RELEASE,
    ),
    (
        re.compile("already exists"),
        "Twenty already has a webhook with this id",
        _LIST,
    ),
    (
        re.compile("in JSON at position|end of JSON input"),
        "Twenty could not parse the request",
        "a proxy in between may have changed it",
    ),
)


def is_unknown_route(response: ApiResponse) -> bool:
    """Return whether the server does not know the path of the request."""
    if response.status not in (400, 404):
        return False
    return bool(_NO_ROUTE.search(responses.read_error(response).text))


def is_web_page(response: ApiResponse) -> bool:
    """Return whether the body is a web page.

    The content type does not tell: Twenty sends its own `true` as text/html.
    """
    return response.body.lstrip()[:1] == b"<"


def not_found(webhook_id: str) -> TwentyError:
    """Return the error for an unknown webhook, however Twenty reported it."""
    return TwentyError(
        f"there is no webhook {webhook_id}", hint=_LIST, code="webhook-not-found"
    )


def web_page(response: ApiResponse, origin: str) -> NoAnswer:
    """Return the error for the page of a proxy, or of Twenty's front end."""
    if response.status >= 500:
        return NoAnswer(
            f"{origin} responded {response.reason} with a web page: the proxy in front "
            "of Twenty can't reach it",
            code="server-error",
            hint=f"check that Twenty is running: curl -i {origin}/healthz",
        )
    is_cloud = origin == "https://app.twenty.com" or origin.endswith(".twenty.com")
    return NoAnswer(
        f"{origin} responded {response.reason} with a web page instead of JSON: it is "
        "the front end of Twenty, or another program",
        code="not-twenty",
        hint=f"the API of Twenty's cloud is at --api-url {CLOUD}"
        if is_cloud
        else _SERVER_URL,
    )


def from_response(
    response: ApiResponse,
    origin: str,
    claims: Claims | None,
    webhook_id: str | None = None,
    target_url: str | None = None,
) -> HooksError:
    """Return the error for a response that is not a success.

    Args:
        claims: what the API key says about itself.
        webhook_id: the webhook of the request, if it was for one.
        target_url: the target URL in the request, if there was one.
    """
    body = responses.read_error(response)
    if not body.is_json and is_web_page(response):
        return web_page(response, origin)
    if response.status == 429 or body.text.startswith("Limit reached"):
        return _rate_limited(response, body)
    if response.status >= 500:
        return _server_error(response, body, origin)
    if is_unknown_route(response):
        return NoAnswer(
            f"{origin} has no REST API for webhooks: {_quote(body.text)}",
            code="not-twenty",
            hint=_SERVER_URL,
        )
    if webhook_id is not None and _is_not_found(response, body):
        return not_found(webhook_id)
    return key_errors.from_response(response, body, claims) or _request_error(
        response, body, origin, target_url
    )


def _is_not_found(response: ApiResponse, body: responses.ErrorBody) -> bool:
    return (
        body.code in ("WEBHOOK_NOT_FOUND", "NOT_FOUND")
        or body.error == "EntityNotFoundError"
        or bool(_NOT_FOUND.search(body.text))
        or (response.status == 404 and body.is_json)
    )


def _request_error(
    response: ApiResponse,
    body: responses.ErrorBody,
    origin: str,
    target_url: str | None,
) -> HooksError:
    """Return the error about the content of the request, or about anything else."""
    if _BAD_TARGET.search(body.text):
        return _bad_target(target_url)
    for pattern, message, hint in _INVALID_REQUESTS:
        found = pattern.search(body.text)
        if found:
            return TwentyError(
                message.format(*found.groups()), code="invalid-webhook", hint=hint
            )
    if response.status in (401, 403):
        detail = f": {_quote(body.text)}" if body.text else ""
        return TwentyError(
            f"Twenty rejected the request ({response.reason}){detail}",
            code="forbidden",
            hint=key_errors.NEW_KEY,
        )
    if not body.is_json:
        return NoAnswer(
            f"{origin} responded {response.reason}, but not as Twenty does",
            code="not-twenty",
            hint=CHECK_URL,
        )
    return TwentyError(
        f"Twenty rejected the request ({response.reason}): "
        f"{_quote(body.text or body.error)}",
        code="refused",
        hint=_LOG,
    )


def _bad_target(target_url: str | None) -> TwentyError:
    try:
        urls.parse(target_url or "")
    except BadUrl as bad:
        return TwentyError(
            f"Twenty rejected the target URL: {bad}",
            code="invalid-webhook",
            hint=f"write {bad.suggestion or 'https://example.com/hooks'}",
        )
    return TwentyError(
        "Twenty rejected the webhook without a reason; by its rules the target URL is "
        "valid",
        code="invalid-webhook",
        hint=_LOG,
    )


def _rate_limited(response: ApiResponse, body: responses.ErrorBody) -> TwentyError:
    wait = response.retry_after or ""
    after = f"{wait} s" if wait.isascii() and wait.isdigit() else "a minute"
    detail = f" ({body.text})" if body.text else ""
    return TwentyError(
        f"too many requests to Twenty{shorten(detail, _MAX_QUOTE)}",
        code="rate-limited",
        hint=f"wait {after}, then try again",
    )


def _server_error(
    response: ApiResponse, body: responses.ErrorBody, origin: str
) -> NoAnswer:
    detail = f": {_quote(body.text)}" if body.text else ""
    return NoAnswer(
        f"Twenty failed ({response.reason}){detail}",
        code="server-error",
        hint=f"check that Twenty is running, and try again: curl -i {origin}/healthz",
    )


def _quote(text: str) -> str:
    return f"'{shorten(text, _MAX_QUOTE)}'"
