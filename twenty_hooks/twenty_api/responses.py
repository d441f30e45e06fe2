"""What any release may answer, read into the same few values.

list      {"data": {"webhooks": [...]}, "pageInfo": ...}     until 1.2
          [...]                                              from 1.3 on
          {"data": [...], "pageInfo": ...}                   /rest/metadata, 2.47
one       {"data": {"webhook" | "createWebhook" | "updateWebhook": {...}}}, {...},
          or nothing at all: an unknown id, from 1.3 on
deleted   {"data": {"deleteWebhook": {...}}}, {...}, or a bare true or false, which
          Twenty calls text/html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twenty_hooks.errors import NoAnswer
from twenty_hooks.text import js_json
from twenty_hooks.twenty_api.transport import ApiResponse
from twenty_hooks.webhooks.webhook import Webhook, from_json


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the webhooks. next_cursor: None on the last page.

    is_wrapped: whether this release wraps webhooks like any other record.
    """

    webhooks: tuple[Webhook, ...]
    next_cursor: str | None = None
    is_wrapped: bool = False


def page(answer: ApiResponse) -> Page:
    """Read a list of any shape. Raises NoAnswer for what is none."""
    value = _json(answer)
    rows, is_wrapped, cursor = value, False, None
    if isinstance(value, dict):
        rows = value.get("data")
        cursor = _next_cursor(value.get("pageInfo"))
        if isinstance(rows, dict):
            rows, is_wrapped = rows.get("webhooks"), True
            cursor = cursor or _next_cursor(value["data"].get("pageInfo"))
    if not isinstance(rows, list):
        raise _not_understood("a list of webhooks")
    try:
        return Page(tuple(map(from_json, rows)), cursor, is_wrapped)
    except ValueError as error:
        raise _not_understood("a list of webhooks") from error


def one(answer: ApiResponse) -> Webhook | None:
    """Read a single webhook; None when this release says so that there is none."""
    if _is_empty(answer):
        return None
    value = _unwrapped(_json(answer))
    if value is None or value is False:
        return None
    try:
        return from_json(value)
    except ValueError as error:
        raise _not_understood("a webhook") from error


def deleted(answer: ApiResponse) -> bool | None:
    """Whether it was deleted; None when the answer leaves it open."""
    if _is_empty(answer):
        return None
    value = _unwrapped(_json(answer))
    if isinstance(value, bool):
        return value
    if value is None:
        return False
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return True
    raise _not_understood("whether the webhook was deleted")


def _is_empty(answer: ApiResponse) -> bool:
    return not answer.body.strip()


def _json(answer: ApiResponse) -> Any:
    try:
        return js_json.parse(answer.body)
    except ValueError as error:
        raise NoAnswer(
            f"Twenty's answer is {error}",
            code="invalid-answer",
            hint="check --api-url: hooks config show",
        ) from error


def _unwrapped(value: Any) -> Any:
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


def _not_understood(what: str) -> NoAnswer:
    return NoAnswer(
        f"Twenty's answer is JSON, but not {what}",
        code="invalid-answer",
        hint="check --api-url: hooks config show",
    )
