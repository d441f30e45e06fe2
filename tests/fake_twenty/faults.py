"""The failures of a server, and of the network before it.

A fault takes the place of a response. With `after`, the request is carried out first,
as when a proxy loses the response of the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["stall", "trickle", "reset", "half-body", "hang-up", "garbage", "reply"]


@dataclass(frozen=True)
class Fault:
    """A failure, for requests with some methods.

    `reply` sends the given status, headers and body. `stall` sends nothing, `trickle`
    never ends; `reset`, `hang-up` and `half-body` end the connection too early, and
    `garbage` is not HTTP.
    """

    kind: Kind = "reply"
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    body: bytes = b""
    location: str = ""
    after: bool = False
    methods: tuple[str, ...] = ("GET", "POST", "PATCH", "DELETE")
    headers: tuple[tuple[str, str], ...] = ()


BAD_GATEWAY = Fault(
    status=502,
    content_type="text/html",
    body=b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>",
)
FRONT_END = Fault(
    content_type="text/html; charset=utf-8",
    body=b'<!doctype html><html lang="en"><title>Twenty</title></html>',
)
