"""What Twenty refuses, as one clear sentence and the next thing to do.

Three shapes of error stand side by side in Twenty, and neither the status nor `error`
means the same in two releases: missing permission is 400, unknown webhooks are 400 or
an empty 200. So what is said decides (`code`, `messages`), and the status only where
nothing is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from twenty_hooks.console.escape import shorten
from twenty_hooks.errors import HooksError, NoAnswer, TwentyError
from twenty_hooks.protocol import urls
from twenty_hooks.protocol.urls import BadUrl
from twenty_hooks.text import js_json, units
from twenty_hooks.twenty_api.api_key import API_KEY_TYPE, Claims
from twenty_hooks.twenty_api.transport import ApiResponse

CLOUD = "https://api.twenty.com"

_NEW_KEY = "make a key in Twenty under Settings -> APIs & Webhooks"
_LONGEST_QUOTE = 200
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
_ITS_LOG = "Twenty's own log may say more"
_OTHER_RELEASE = "this release of Twenty differs from those known here; " + _ITS_LOG
_OF_THE_REQUEST = tuple(
    (re.compile(pattern), sentence, hint)
    for pattern, sentence, hint in (
        (
            'null value in column "([^"]*)"',
            "Twenty demands a value for '{0}' of a webhook",
            _OTHER_RELEASE,
        ),
        (
            "malformed array literal",
            "Twenty wants the operations of a webhook as a list",
            _OTHER_RELEASE,
        ),
        (
            '(?:Field metadata for field|Property) "([^"]*)" (?:is miss|was not f)',
            "this Twenty knows no field '{0}' of a webhook",
            _OTHER_RELEASE,
        ),
        (
            "already exists",
            "Twenty has a webhook with this id already",
            "see which there are: hooks list",
        ),
        (
            "in JSON at position|end of JSON input",
            "Twenty could not read the request",
            "a proxy on the way may have changed it",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """What an error says. text: its first message, "" when there is none.

    is_json: False for a web page and the like.
    """

    text: str = ""
    code: str = ""
    error: str = ""
    is_json: bool = False


def said(answer: ApiResponse) -> ErrorBody:
    """Read an error of any shape."""
    try:
        value = js_json.parse(answer.body)
    except ValueError:
        return ErrorBody()
    if not isinstance(value, dict):
        return ErrorBody(is_json=True)
    messages = value.get("messages") or value.get("message")
    if isinstance(messages, list):
        messages = next((each for each in messages if isinstance(each, str)), "")
    return ErrorBody(
        _text(messages), _text(value.get("code")), _text(value.get("error")), True
    )


def is_unknown_route(answer: ApiResponse) -> bool:
    """Whether this server has no such path: then there may be another."""
    return answer.status in (400, 404) and bool(_NO_ROUTE.search(said(answer).text))


def is_web_page(answer: ApiResponse) -> bool:
    """Whether a page came where JSON was due; Twenty's own `true` is text/html too."""
    return answer.body.lstrip()[:1] == b"<"


def not_found(webhook_id: str) -> TwentyError:
    """The one thing for every way in which Twenty says that there is no such id."""
    return TwentyError(
        f"there is no webhook {webhook_id}",
        hint="see which there are: hooks list",
        code="webhook-not-found",
    )


def web_page(answer: ApiResponse, origin: str) -> NoAnswer:
    """A proxy's page, or the front end where the API was meant."""
    if answer.status >= 500:
        return NoAnswer(
            f"{origin} answered {answer.reason} with a page: what stands before "
            "Twenty can't reach it",
            code="server-error",
            hint=f"check that Twenty runs: curl -i {origin}/healthz",
        )
    if origin == "https://app.twenty.com" or origin.endswith(".twenty.com"):
        hint = f"the API of Twenty's cloud is at --api-url {CLOUD}"
    else:
        hint = "give the address of Twenty's server: --api-url http://HOST:3000"
    return NoAnswer(
        f"{origin} answered {answer.reason} with a web page, not JSON: it is Twenty's "
        "front end, or another program",
        code="not-twenty",
        hint=hint,
    )


def refusal(
    answer: ApiResponse,
    origin: str,
    claims: Claims | None,
    webhook_id: str | None = None,
    target_url: str | None = None,
) -> HooksError:
    """The error for an answer that is none of the successes.

    webhook_id, target_url: what was asked for, if any. claims: what the key says.
    """
    what = said(answer)
    if not what.is_json and is_web_page(answer):
        return web_page(answer, origin)
    if answer.status == 429 or what.text.startswith("Limit reached"):
        return _rate_limited(answer, what)
    if answer.status >= 500:
        return _server_error(answer, what, origin)
    if is_unknown_route(answer):
        return NoAnswer(
            f"{origin} has no webhooks over REST: {_quoted(what.text)}",
            code="not-twenty",
            hint="give the address of Twenty's server: --api-url http://HOST:3000",
        )
    if webhook_id is not None and _is_not_found(answer, what):
        return not_found(webhook_id)
    return _about_key(answer, what, claims) or _about_request(
        answer, what, origin, target_url
    )


def _is_not_found(answer: ApiResponse, what: ErrorBody) -> bool:
    return (
        what.code in ("WEBHOOK_NOT_FOUND", "NOT_FOUND")
        or what.error == "EntityNotFoundError"
        or bool(_NOT_FOUND.search(what.text))
        or (answer.status == 404 and what.is_json)
    )


def _about_key(
    answer: ApiResponse, what: ErrorBody, claims: Claims | None
) -> TwentyError | None:
    text = what.text
    if what.code == "PERMISSION_DENIED" or "does not have permission" in text:
        return TwentyError(
            "the role of this API key may not manage webhooks: it lacks the permission "
            "API_KEYS_AND_WEBHOOKS",
            code="permission-denied",
            hint="grant 'API Keys & Webhooks' in Twenty under Settings -> Roles -> "
            "(the key's role) -> Permissions -> Settings, or give the key another role",
        )
    if text.startswith("Missing authentication token"):
        return TwentyError(
            "Twenty saw no API key",
            code="no-key",
            hint="if one was sent, a proxy on the way drops the Authorization header",
        )
    if text.startswith("Token has expired"):
        return _expired(claims)
    if text.startswith("This API Key is expired"):
        return TwentyError(
            "the API key is expired in Twenty, whatever it says itself",
            code="key-expired",
            hint=_NEW_KEY,
        )
    if text.startswith("This API Key is revoked"):
        return TwentyError(
            "the API key is revoked: somebody deleted it in Twenty",
            code="key-revoked",
            hint=_NEW_KEY,
        )
    wrong_type = what.error == "INVALID_JWT_TOKEN_TYPE" or text.startswith(
        ("Unknown token error", "Invalid token type")
    )
    if wrong_type and not (claims and claims.type == API_KEY_TYPE):
        kind = f" (its type is {claims.type})" if claims and claims.type else ""
        return TwentyError(
            f"that is a token, but not an API key of Twenty{kind}",
            code="wrong-key",
            hint=_NEW_KEY,
        )
    if wrong_type or answer.status == 401:
        return _wrong_key(claims)
    return None


def _expired(claims: Claims | None) -> TwentyError:
    sentence = "the API key is expired"
    if claims is not None and claims.expires_ms is not None:
        since = units.to_iso(claims.expires_ms)
        sentence = f"the API key has been expired since {since}"
    return TwentyError(sentence, code="key-expired", hint=_NEW_KEY)


def _wrong_key(claims: Claims | None) -> TwentyError:
    if claims is None:
        message = "the API key is wrong: what was given is no key of Twenty at all"
        hint = "copy the whole key, it has three parts joined by dots; or " + _NEW_KEY
    elif claims.type not in (None, API_KEY_TYPE):
        message = f"the token is wrong: its type is {claims.type}, not {API_KEY_TYPE}"
        hint = _NEW_KEY
    else:
        message = "the API key is wrong: this Twenty did not issue it"
        hint = "it may belong to another server: hooks config show"
    return TwentyError(message, code="wrong-key", hint=hint)


def _about_request(
    answer: ApiResponse, what: ErrorBody, origin: str, target_url: str | None
) -> HooksError:
    if _BAD_TARGET.search(what.text):
        return _bad_target(target_url)
    for pattern, sentence, hint in _OF_THE_REQUEST:
        found = pattern.search(what.text)
        if found:
            return TwentyError(
                sentence.format(*found.groups()),
                code="invalid-webhook",
                hint=hint,
            )
    if answer.status in (401, 403):
        detail = f": {_quoted(what.text)}" if what.text else ""
        return TwentyError(
            f"Twenty refused ({answer.reason}){detail}", code="forbidden", hint=_NEW_KEY
        )
    if not what.is_json:
        return NoAnswer(
            f"{origin} answered {answer.reason}, and not as Twenty would",
            code="not-twenty",
            hint="check --api-url: hooks config show",
        )
    return TwentyError(
        f"Twenty refused ({answer.reason}): {_quoted(what.text or what.error)}",
        code="refused",
        hint=_ITS_LOG,
    )


def _bad_target(target_url: str | None) -> TwentyError:
    try:
        urls.parse(target_url or "")
    except BadUrl as bad:
        return TwentyError(
            f"Twenty does not take the target URL: {bad}",
            code="invalid-webhook",
            hint=f"write {bad.suggestion or 'https://example.com/hooks'}",
        )
    return TwentyError(
        "Twenty does not take the webhook, and does not say why; by its rules the "
        "target URL is right",
        code="invalid-webhook",
        hint=_ITS_LOG,
    )


def _rate_limited(answer: ApiResponse, what: ErrorBody) -> TwentyError:
    wait = answer.retry_after or ""
    after = f"{wait} s" if wait.isascii() and wait.isdigit() else "a minute"
    detail = f" ({what.text})" if what.text else ""
    return TwentyError(
        f"too many requests for Twenty{shorten(detail, _LONGEST_QUOTE)}",
        code="rate-limited",
        hint=f"wait {after}, then try again",
    )


def _server_error(answer: ApiResponse, what: ErrorBody, origin: str) -> NoAnswer:
    detail = f": {_quoted(what.text)}" if what.text else ""
    return NoAnswer(
        f"Twenty failed ({answer.reason}){detail}",
        code="server-error",
        hint=f"try again; check that it runs: curl -i {origin}/healthz",
    )


def _quoted(text: str) -> str:
    return f"'{shorten(text, _LONGEST_QUOTE)}'"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
