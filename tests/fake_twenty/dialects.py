"""What each era stores and replies: everything that differs between releases.

0.55 is era C (a record like any other), 1.8 era D (a table), 2.21 era F (an entity of
an application); all three as recorded. 2.47 is era G, from Twenty's source: everything
else in it is as in 2.21.
"""

from __future__ import annotations

import re
from typing import Any

from tests.fake_twenty.replies import (
    Rejected,
    Reply,
    boolean,
    from_nest,
    not_authenticated,
    nothing,
    rejected,
    success,
)
from tests.fake_twenty.values import Values
from twenty_hooks.protocol import urls

Row = dict[str, Any]
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TableDialect:
    """1.8, and what later releases have in common with it."""

    version = "1.8.4"
    workspace_id = "3b8e6458-5fc1-4e63-8563-008ccddaa6db"
    new_nest_errors = False
    stored_keys: tuple[str, ...] = (
        *("id", "targetUrl", "operations", "description", "secret", "workspaceId"),
        *("createdAt", "updatedAt", "deletedAt"),
    )
    bad_target = ("Invalid target URL provided", "Error")
    bad_target_on_update = bad_target

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.values = Values()

    # Authentication

    def authenticate(self, token: str | None, name: str | None) -> None:
        """Raise an error unless the token is a valid key. name: None if unknown."""
        if token is None:
            raise not_authenticated(
                403, "Missing authentication token", "FORBIDDEN_EXCEPTION"
            )
        if name is None:
            raise self.unknown_token(token)
        if name == "expired":
            raise not_authenticated(401, "Token has expired.", "UNAUTHENTICATED")
        if name == "revoked":
            raise not_authenticated(
                403, "This API Key is revoked", "FORBIDDEN_EXCEPTION"
            )

    def unknown_token(self, token: str) -> Rejected:
        if token.count(".") == 2:
            return not_authenticated(400, "Unknown token error.", "INVALID_INPUT")
        return not_authenticated(401, "No payload", "UNAUTHENTICATED")

    def permit(self, name: str) -> None:
        """Raise an error for a key that may not manage webhooks. Here all may."""

    # The five operations

    def find_many(self, query: dict[str, str], path: str) -> Reply:
        return success(list(self.rows.values()))

    def get(self, webhook_id: str) -> Reply:
        self.check_uuid(webhook_id)
        row = self.rows.get(webhook_id)
        return nothing() if row is None else success(row)

    def create(self, body: Any) -> Reply:
        body = body if isinstance(body, dict) else {}
        target = self.target(body.get("targetUrl"), self.bad_target)
        operations = self.operations(body.get("operations"))
        row: Row = {"targetUrl": target, "operations": operations}
        if body.get("description") is not None:
            row["description"] = body["description"]
        if body.get("secret") is None:
            raise not_null("secret")
        row |= {"secret": body["secret"], "workspaceId": self.workspace_id}
        row.setdefault("description", None)
        row |= {
            "id": self.values.new_id(),
            "createdAt": self.values.created_at(),
            "updatedAt": self.values.updated_at(),
            "deletedAt": None,
        }
        self.store(row)
        return success(row, 201)

    def update(self, webhook_id: str, body: Any) -> Reply:
        self.check_uuid(webhook_id)
        if webhook_id not in self.rows:
            return nothing()
        for key in body:
            if key not in self.stored_keys:
                raise rejected(
                    f'Property "{key}" was not found in "WebhookEntity". '
                    "Make sure your query is correct.",
                    "EntityPropertyNotFoundError",
                )
        changed = self.changed(body)
        row = self.rows.pop(webhook_id)  # an updated row moves to the end of the heap
        self.rows[webhook_id] = row | changed
        return success(self.rows[webhook_id])

    def delete(self, webhook_id: str) -> Reply:
        self.check_uuid(webhook_id)
        return boolean(self.rows.pop(webhook_id, None) is not None)

    def without_id(self, method: str) -> Rejected:
        if method == "PATCH":
            return rejected("Activate feature flag to use UpdateMany in the REST API")
        return rejected(
            "Activate feature flag IS_COMMON_API_ENABLED to use Delete in the REST API"
        )

    def put(self, webhook_id: str, body: Any) -> Reply:
        raise rejected("object 'webhooks' not found. eg: companies")

    def no_metadata_route(self, path: str) -> Rejected | None:
        return None

    # Checks

    def target(self, value: Any, problem: tuple[str, str]) -> str:
        try:
            return str(urls.parse(value if isinstance(value, str) else ""))
        except urls.BadUrl:
            raise rejected(*problem) from None

    def operations(self, value: Any) -> list[str]:
        if value is None:
            return ["*.*"]
        if not isinstance(value, list):
            raise rejected(f'malformed array literal: "{value}"')
        return [str(each) for each in value]

    def changed(self, body: Row) -> Row:
        changed = {key: value for key, value in body.items() if key in self.stored_keys}
        for key in ("secret", "targetUrl", "operations"):
            if key in changed and changed[key] is None:
                raise not_null(key)
        if "targetUrl" in changed:
            changed["targetUrl"] = self.target(
                changed["targetUrl"], self.bad_target_on_update
            )
        if "operations" in changed:
            changed["operations"] = self.operations(changed["operations"])
        return changed | {"updatedAt": self.values.updated_at()}

    def store(self, row: Row) -> None:
        self.rows[row["id"]] = {key: row[key] for key in self.stored_keys}

    def check_uuid(self, text: str) -> None:
        if not _UUID.fullmatch(text):
            raise rejected(f'invalid input syntax for type uuid: "{text}"')


class EntityDialect(TableDialect):
    """2.21: webhooks have an application, roles count, unknown ids are errors."""

    version = "2.21.0"
    workspace_id = "20202020-1c25-4d02-bf25-6aeccf7ea419"
    application_id = "3ab6a59c-9709-4f71-b770-c7e392ea7c4a"
    new_nest_errors = True
    stored_keys = (
        *("id", "targetUrl", "operations", "description", "secret", "workspaceId"),
        *("applicationId", "createdAt", "updatedAt", "deletedAt"),
    )
    bad_target = (
        "Multiple validation errors occurred while creating webhook",
        "WorkspaceMigrationBuilderException",
    )
    bad_target_on_update = (
        "Multiple validation errors occurred while updating webhook",
        "WorkspaceMigrationBuilderException",
    )
    status_of_no_permission = 400
    status_of_not_found = 400

    def authenticate(self, token: str | None, name: str | None) -> None:
        super().authenticate(token, name)
        if name == "expiredrow":
            raise not_authenticated(
                403, "This API Key is expired", "FORBIDDEN_EXCEPTION"
            )

    def unknown_token(self, token: str) -> Rejected:
        if token.count(".") == 2:
            return not_authenticated(
                403, "Invalid token type", "INVALID_JWT_TOKEN_TYPE"
            )
        return not_authenticated(401, "Token invalid.", "UNAUTHENTICATED")

    def permit(self, name: str) -> None:
        if name == "noperm":
            raise rejected(
                "Entity performing the request does not have permission",
                "Error",
                "PERMISSION_DENIED",
                self.status_of_no_permission,
            )

    def create(self, body: Any) -> Reply:
        if body is None:
            raise rejected(
                "Cannot read properties of undefined (reading 'targetUrl')", "TypeError"
            )
        body = body if isinstance(body, dict) else {}
        target = self.target(body.get("targetUrl"), self.bad_target)
        if body.get("id") in self.rows:
            raise rejected(*self.bad_target)
        secret = body.get("secret")
        operations = self.operations(body.get("operations"))
        row = {
            "id": body.get("id") or self.values.new_id(),
            "targetUrl": target,
            "operations": operations,
            "description": body.get("description"),
            "secret": self.values.new_secret() if secret is None else secret,
            "workspaceId": self.workspace_id,
            "applicationId": self.application_id,
            "createdAt": self.values.created_at(),
            "updatedAt": self.values.updated_at(),
            "deletedAt": None,
        }
        self.store(row)
        return success(row, 201)

    def update(self, webhook_id: str, body: Any) -> Reply:
        if webhook_id not in self.rows:
            raise self.not_found()
        self.rows[webhook_id] |= self.changed(body)  # the list is by createdAt
        return success(self.rows[webhook_id])

    def delete(self, webhook_id: str) -> Reply:
        if self.rows.pop(webhook_id, None) is None:
            raise self.not_found()
        return boolean(True)

    def not_found(self) -> Rejected:
        return rejected(
            "Webhook not found", "Error", "WEBHOOK_NOT_FOUND", self.status_of_not_found
        )


class LatestDialect(EntityDialect):
    """2.47: meaningful status codes, and an envelope on the metadata route."""

    version = "2.47.1"
    status_of_no_permission = 403
    status_of_not_found = 404

    def find_many(self, query: dict[str, str], path: str) -> Reply:
        if "/metadata/" not in path:
            return super().find_many(query, path)
        ids = list(self.rows)
        start = 0
        if "starting_after" in query:
            self.check_uuid(query["starting_after"])
            start = ids.index(query["starting_after"]) + 1
        limit = min(int(query.get("limit") or 60), 200)
        page = ids[start : start + limit]
        info = {
            "hasNextPage": start + limit < len(ids),
            "startCursor": page[0] if page else None,
            "endCursor": page[-1] if page else None,
        }
        rows = [self.rows[webhook_id] for webhook_id in page]
        return success({"data": rows, "pageInfo": info, "totalCount": len(ids)})


def not_null(column: str) -> Rejected:
    return rejected(
        f'null value in column "{column}" of relation "webhook" '
        "violates not-null constraint"
    )


def no_route(method: str, path: str, *, new: bool) -> Rejected:
    return from_nest(f"Cannot {method} {path}", "Not Found", 404, new=new)
