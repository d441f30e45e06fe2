"""Read the responses of any release into the same few values.

list      {"data": {"webhooks": [...]}, "pageInfo": ...}     until 1.2
          [...]                                              from 1.3 on
          {"data": [...], "pageInfo": ...}                   /rest/metadata, 2.47
webhook   {"data": {"webhook" | "createWebhook" | "updateWebhook": {...}}}, {...},
          or an empty body: an unknown id, from 1.3 on
deletion  {"data": {"deleteWebhook": {...}}}, {...}, or a bare true or false, with the
          content type text/html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twenty_hooks.errors import NoAnswer
from twenty_hooks.text import js_json
from twenty_hooks.twenty_api.transport import CHECK_URL, ApiResponse
from twenty_hooks.webhooks.webhook import Webhook, from_json


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the webhooks of a workspace.

    Attributes:
        next_cursor: None on the last page.
        is_wrapped: whether this release wraps webhooks like any other record.
    """

    webhooks: tuple[Webhook, ...]
    next_cursor: str | None = None
    is_wrapped: bool = False


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The content of an error response.

    Attributes:
        text: the first message, or empty.
        is_json: False for a web page and the like.
    """

    text: str = ""
    code: str = ""
    error: str = ""
    is_json: bool = False


def read_page(response: ApiResponse) -> Page:
    """Read a list of webhooks. Raises NoAnswer for any other response."""
    value = _json(response)
    rows, is_wrapped, cursor = value, False, None
    if isinstance(value, dict):
        rows = value.get("data")
        cursor = _next_cursor(value.get("pageInfo"))
        if isinstance(rows, dict):
            rows, is_wrapped = rows.get("webhooks"), True
            cursor = cursor or _next_cursor(value["data"].get("pageInfo"))
    if not isinstance(rows, list):
        raise _unexpected("a list of webhooks")
    try:
        return Page(tuple(map(from_json, rows)), cursor, is_wrapped)
    except ValueError as error:
        raise _unexpected("a list of webhooks") from error


def read_webhook(response: ApiResponse) -> Webhook | None:
    """Read a single webhook; None if the response says that there is no such webhook.

    Raises NoAnswer for any other response.
    """
    if _is_empty(response):
        return None
    value = _unwrap(_json(response))
    if value is None or value is False:
        return None
    try:
        return from_json(value)
    except ValueError as error:
        raise _unexpected("a webhook") from error


def read_deletion(response: ApiResponse) -> bool | None:
    """Return whether the webhook was deleted; None if the response does not tell.

    Raises NoAnswer for any other response.
    """
    if _is_empty(response):
        return None
    value = _unwrap(_json(response))
    if isinstance(value, bool):
        return value
    if value is None:
        return False
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return True
    raise _unexpected("the result of a deletion")


def read_error(response: ApiResponse) -> ErrorBody:
    """Read an error response of any shape."""
    try:
        value = js_json.parse(response.body)
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


def _is_empty(response: ApiResponse) -> bool:
    return not response.body.strip()


def _json(response: ApiResponse) -> Any:
    try:
        return js_json.parse(response.body)
    except ValueError as error:
        raise NoAnswer(
            f"the response of Twenty is {error}", code="invalid-answer", hint=CHECK_URL
        ) from error


def _unwrap(value: Any) -> Any:
    if isinstance(value, dict) and "id" not in value and "data" in value:
        inner = value["data"]
        if isinstance(inner, dict) and "id" not in inner and len(inner) == 1:
            return next(iter(inner.values()))
        return inner
    return value


def _next_cursor(info: Any) -> str | None:
    if not isinstance(info, dict) or info.get("hasNextPage") is not True:
        return None
    cursor = info.get("endCursor")
    return cursor if isinstance(cursor, str) and cursor else None


def _unexpected(expected: str) -> NoAnswer:
    return NoAnswer(
        f"the response of Twenty is JSON, but not {expected}",
        code="invalid-answer",
        hint=CHECK_URL,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
