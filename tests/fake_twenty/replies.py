"""The replies of the fake, with Twenty's own three shapes of error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """A response without a fault."""

    status: int
    body: bytes = b""
    content_type: str | None = None
    location: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Rejected(Exception):  # noqa: N818 - it is a reply, not an error of the fake
    """Raised by a dialect that rejects a request with this reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def stringify(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def success(value: Any, status: int = 200) -> Reply:
    return Reply(status, stringify(value), JSON)


def boolean(value: bool) -> Reply:
    return Reply(200, stringify(value), HTML)


def nothing() -> Reply:
    return Reply(200)


def rejected(
    message: str, error: str = "BadRequestException", code: str = "", status: int = 400
) -> Rejected:
    """Return an error of the controllers and the ORM."""
    body: dict[str, Any] = {"statusCode": status, "error": error, "messages": [message]}
    if code:
        body["code"] = code
    return Rejected(Reply(status, stringify(body), JSON))


def not_authenticated(status: int, message: str, error: str) -> Rejected:
    """Return an error of the middleware, before any controller."""
    body = {"statusCode": status, "messages": [message], "error": error}
    return Rejected(Reply(status, stringify(body), "application/json"))


def from_nest(
    message: str, error: str = "Bad Request", status: int = 400, *, new: bool = False
) -> Rejected:
    """Return an error of the framework, whose order of keys differs by release."""
    body: dict[str, Any] = {"statusCode": status, "message": message, "error": error}
    if new:
        body = {"message": message, "error": error, "statusCode": status}
    return Rejected(Reply(status, stringify(body), JSON))
