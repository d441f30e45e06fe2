"""The application: Twenty's routing and authentication, and the chosen fault."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from tests.fake_twenty.dialects import Row, no_route
from tests.fake_twenty.eras import dialect
from tests.fake_twenty.faults import Fault
from tests.fake_twenty.keys import KEYS, NAMES
from tests.fake_twenty.replies import Rejected, Reply, from_nest, success
from tests.fake_twenty.serving import Request

_ROUTES = ("/rest/webhooks", "/rest/metadata/webhooks")
_BATCH = "/rest/batch/webhooks"


class FakeTwenty:
    """One workspace of one era.

    Attributes:
        version: what `/client-config` contains; None if it is left out, as in some
            builds.
        fault: the failure of the requests to `/rest/`, until it is removed.
        unknown_routes: paths that this server does not know.
    """

    def __init__(self, era: str) -> None:
        self.era = era
        self.origin = ""
        self.dialect = dialect(era)
        self.version: str | None = self.dialect.version or None
        self.fault: Fault | None = None
        self.requests: list[Request] = []
        self.unknown_routes: tuple[str, ...] = ()

    @property
    def rows(self) -> dict[str, Row]:
        """The stored webhooks, by id."""
        return self.dialect.rows

    def add(self, **given: Any) -> Row:
        """Store a webhook without any validation, and return it."""
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
        """Return the received requests with this method."""
        return [request for request in self.requests if request.method == method]

    def __call__(self, request: Request) -> Reply | Fault:
        self.requests.append(request)
        fault = self.fault
        is_rest = request.path.startswith("/rest/")
        if fault is None or not is_rest or request.method not in fault.methods:
            return self.reply(request)
        if fault.after:
            self.reply(request)
        return fault

    def reply(self, request: Request) -> Reply:
        """Carry a request out, and return the reply."""
        try:
            return self.route(request)
        except Rejected as rejected:
            return rejected.reply

    def reply_to(self, method: str, path: str) -> Reply:
        """Return the reply to an administrator."""
        headers = {"authorization": f"Bearer {KEYS['admin']}"}
        return self.reply(Request(method, path, headers, b""))

    def route(self, request: Request) -> Reply:
        path, _, query_text = request.path.partition("?")
        query = dict(parse_qsl(query_text, keep_blank_values=True))
        method = request.method
        new = self.dialect.new_nest_errors
        if path == "/client-config":
            version = {} if self.version is None else {"appVersion": self.version}
            return success(version | {"signInPrefilled": False})
        if not path.startswith("/rest/") or path.startswith(self.unknown_routes):
            raise no_route(method, path, new=new)
        body = self.parse(request)
        name = self.authenticate(request, query)
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

    def authenticate(self, request: Request, query: dict[str, str]) -> str:
        """Return the name of the key in the request."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given: str | None = token if scheme == "Bearer" else None
        # Until 1.8, a token in the query was accepted too.
        if given is None and not self.dialect.new_nest_errors:
            given = query.get("token")
        name = NAMES.get(given or "")
        self.dialect.authenticate(given, name)
        assert name is not None
        return name

    def parse(self, request: Request) -> Any:
        if not request.body:
            return None
        try:
            return json.loads(request.body)
        except ValueError:
            # The messages of V8 for the two broken bodies that were recorded.
            message = "Unexpected end of JSON input"
            if request.body == b'{"a"':
                message = (
                    "Expected ':' after property name in JSON at position 4 "
                    "(line 1 column 5)"
                )
            raise from_nest(message, new=self.dialect.new_nest_errors) from None


def only(fake: FakeTwenty) -> Row:
    """Return the one stored webhook."""
    assert len(fake.rows) == 1
    return next(iter(fake.rows.values()))
