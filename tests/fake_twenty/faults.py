"""What can go wrong on the way, thrown by a switch.

A fault stands instead of an answer. `after` lets the request be carried out first, as
when a proxy loses the answer of a server that did its part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["stall", "trickle", "reset", "half-body", "hang-up", "garbage", "reply"]


@dataclass(frozen=True)
class Fault:
    """kind `reply` answers with status, content_type, body and location; `stall` says
    nothing, `trickle` never ends, `reset`, `hang-up` and `half-body` break off."""

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
