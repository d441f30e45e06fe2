"""The ASGI application: routing and authentication as Twenty's, faults as ordered."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.fake_twenty.dialects import Row, no_route
from tests.fake_twenty.eras import dialect
from tests.fake_twenty.faults import Fault
from tests.fake_twenty.keys import KEYS, NAMES
from tests.fake_twenty.replies import Refused, Reply, from_nest, success

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_ROUTES = ("/rest/webhooks", "/rest/metadata/webhooks")
_BATCH = "/rest/batch/webhooks"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class FakeTwenty:
    """One workspace of one era.

    version: what `/client-config` tells; None leaves it out, as self-built servers do.
    refused_routes: paths that this server does not know.
    """

    def __init__(self, era: str) -> None:
        self.era = era
        self.origin = ""
        self.dialect = dialect(era)
        self.version: str | None = self.dialect.version or None
        self.fault: Fault | None = None
        self.requests: list[Request] = []
        self.refused_routes: tuple[str, ...] = ()
        self.released = threading.Event()

    @property
    def rows(self) -> dict[str, Row]:
        return self.dialect.rows

    def add(self, **given: Any) -> Row:
        """A webhook that is there already, past all validation."""
        values = self.dialect.values
        row: Row = {
            "id": values.new_id(),
            "targetUrl": "https://example.com/hooks",
            "operations": ["person.created"],
            "description": None,
            "secret": "s3cret",
            "workspaceId": self.dialect.workspace_id,
            "applicationId": "3ab6a59c-9709-4f71-b770-c7e392ea7c4a",
            "createdAt": values.created_at(),
            "updatedAt": values.updated_at(),
            "deletedAt": None,
        } | given
        self.dialect.store(row)
        return self.rows[row["id"]]

    def seen(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        query = scope["query_string"].decode()
        path = scope["path"] + (f"?{query}" if query else "")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        request = Request(scope["method"], path, headers, body)
        self.requests.append(request)
        fault = self.fault
        at_rest = scope["path"].startswith("/rest/")
        if fault is not None and at_rest and request.method in fault.methods:
            if fault.after:
                self.reply(request)
            await self.fail(fault, receive, send)
            return
        await answer(self.reply(request), send)

    def reply(self, request: Request) -> Reply:
        try:
            return self.routed(request)
        except Refused as refusal:
            return refusal.reply

    def reply_to(self, method: str, path: str) -> Reply:
        """What an administrator would be answered."""
        headers = {"authorization": f"Bearer {KEYS['admin']}"}
        return self.reply(Request(method, path, headers, b""))

    def routed(self, request: Request) -> Reply:
        path, _, query_text = request.path.partition("?")
        query = dict(parse_qsl(query_text, keep_blank_values=True))
        method = request.method
        new = self.dialect.new_nest_errors
        if path == "/client-config":
            told = {} if self.version is None else {"appVersion": self.version}
            return success(told | {"signInPrefilled": False})
        if not path.startswith("/rest/") or path.startswith(self.refused_routes):
            raise no_route(method, path, new=new)
        body = self.parsed(request)
        name = self.authenticated(request, query)
        if path == _BATCH:
            return self.dialect.create(body)
        base = next((each for each in _ROUTES if f"{path}/".startswith(f"{each}/")), "")
        if not base:
            raise no_route(method, path, new=new)
        if base == _ROUTES[1]:
            unknown = self.dialect.no_metadata_route(path)
            if unknown is not None:
                raise unknown
        self.dialect.permit(name)
        webhook_id = path[len(base) + 1 :]
        if method == "GET":
            if webhook_id:
                return self.dialect.get(webhook_id)
            return self.dialect.find_many(query, path)
        if method == "POST":
            return self.dialect.create(body)
        if not webhook_id:
            raise self.dialect.without_id(method)
        if method == "DELETE":
            return self.dialect.delete(webhook_id)
        change = self.dialect.put if method == "PUT" else self.dialect.update
        return change(webhook_id, body)

    def authenticated(self, request: Request, query: dict[str, str]) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given: str | None = token if scheme == "Bearer" else None
        # Until 1.8 a token in the query counted too.
        if given is None and not self.dialect.new_nest_errors:
            given = query.get("token")
        name = NAMES.get(given or "")
        self.dialect.authenticate(given, name)
        assert name is not None
        return name

    def parsed(self, request: Request) -> Any:
        if not request.body:
            return None
        try:
            return json.loads(request.body)
        except ValueError:
            # What V8 says of the two broken bodies that were recorded.
            message = "Unexpected end of JSON input"
            if request.body == b'{"a"':
                message = (
                    "Expected ':' after property name in JSON at position 4 "
                    "(line 1 column 5)"
                )
            raise from_nest(message, new=self.dialect.new_nest_errors) from None

    async def fail(self, fault: Fault, receive: Receive, send: Send) -> None:
        if fault.kind == "reply":
            location = fault.location or None
            reply = Reply(fault.status, fault.body, fault.content_type, location)
            await answer(reply, send, fault.headers)
        elif fault.kind == "stall":
            await self.hold()
        else:
            await self.break_off(fault, receive.__self__.transport)  # type: ignore[attr-defined]

    async def break_off(self, fault: Fault, transport: Any) -> None:
        """Past the server, straight onto the connection."""
        if fault.kind == "reset":
            at_once = struct.pack("ii", 1, 0)
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        elif fault.kind == "garbage":
            transport.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        elif fault.kind in ("half-body", "trickle"):
            transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: 1000\r\n\r\n[{"
            )
        while fault.kind == "trickle" and not (
            self.released.is_set() or transport.is_closing()
        ):
            transport.write(b" ")
            await asyncio.sleep(0.02)
        transport.close()

    async def hold(self) -> None:
        # Let go of from another thread, which an asyncio.Event can't be.
        while not self.released.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    def release(self) -> None:
        """Let go of every request that is being stalled."""
        self.released.set()


def only(fake: FakeTwenty) -> Row:
    """The one webhook that it stores."""
    assert len(fake.rows) == 1
    return next(iter(fake.rows.values()))


async def answer(
    reply: Reply, send: Send, headers: tuple[tuple[str, str], ...] = ()
) -> None:
    shown = list(headers)
    if reply.content_type is not None:
        shown.append(("content-type", reply.content_type))
    if reply.location is not None:
        shown.append(("location", reply.location))
    shown.append(("content-length", str(len(reply.body))))
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [(name.encode(), value.encode()) for name, value in shown],
        }
    )
    await send({"type": "http.response.body", "body": reply.body})
