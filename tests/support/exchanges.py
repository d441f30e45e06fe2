"""The recorded exchanges with the REST API of three real servers, as test cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).parents[1] / "recordings" / "api"
RELEASES = ("0.55", "1.8", "2.21")


@dataclass(frozen=True)
class Exchange:
    """One request and its response.

    An `Authorization: Bearer <admin-key>` in the headers stands for the key `admin`.
    """

    release: str
    mode: str
    index: int
    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    status: int
    content_type: str | None
    response: bytes

    def __str__(self) -> str:
        return f"{self.release}-{self.mode}-{self.index}-{self.name}"

    @property
    def response_json(self) -> Any:
        return json.loads(self.response)

    @property
    def key_name(self) -> str | None:
        """`admin`, `expired` ...; None if it was not a key of the workspace."""
        value = self.headers.get("Authorization", "")
        if value.endswith("-key>"):
            return value.removeprefix("Bearer <").removesuffix("-key>")
        return None


def session(release: str, mode: str) -> tuple[Exchange, ...]:
    """Return all exchanges with one server, in order.

    Args:
        mode: `rest-webhooks` or `production-mode`.
    """
    return tuple(_load(release, mode))


def _load(release: str, mode: str) -> Iterator[Exchange]:
    text = (DIRECTORY / release / f"{mode}.jsonl").read_text("utf-8")
    for index, line in enumerate(text.splitlines()):
        value = json.loads(line)
        request, response = value["request"], value["response"]
        yield Exchange(
            release=release,
            mode=mode,
            index=index,
            name=value["name"],
            method=request["method"],
            path=request["path"],
            headers=request.get("headers") or {},
            body=_body(request),
            status=response["status"],
            content_type=response["contentType"],
            response=response["bodyText"].encode(),
        )


def _body(request: Any) -> bytes | None:
    if request.get("rawBody") is not None:
        return str(request["rawBody"]).encode()
    if request.get("body") is None:
        return None
    return json.dumps(request["body"]).encode()


SESSIONS = tuple(
    (release, mode)
    for release in RELEASES
    for mode in ("rest-webhooks", "production-mode")
)
ALL = tuple(exchange for each in SESSIONS for exchange in session(*each))
