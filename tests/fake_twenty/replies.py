"""What the fake answers with, in Twenty's own three shapes of error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    content_type: str | None = None
    location: str | None = None


class Refused(Exception):  # noqa: N818 - it reads as what it is
    """Thrown by a dialect; becomes its reply."""

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


def refused(
    message: str, error: str = "BadRequestException", code: str = "", status: int = 400
) -> Refused:
    """From the controllers and the ORM."""
    body: dict[str, Any] = {"statusCode": status, "error": error, "messages": [message]}
    if code:
        body["code"] = code
    return Refused(Reply(status, stringify(body), JSON))


def not_authenticated(status: int, message: str, error: str) -> Refused:
    """From the middleware, before any controller."""
    body = {"statusCode": status, "messages": [message], "error": error}
    return Refused(Reply(status, stringify(body), "application/json"))


def from_nest(
    message: str, error: str = "Bad Request", status: int = 400, *, new: bool = False
) -> Refused:
    """From the framework itself; the order of keys changed between releases."""
    body: dict[str, Any] = {"statusCode": status, "message": message, "error": error}
    if new:
        body = {"message": message, "error": error, "statusCode": status}
    return Refused(Reply(status, stringify(body), JSON))
