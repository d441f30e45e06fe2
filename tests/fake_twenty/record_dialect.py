"""0.55, era C: a webhook is a record like any other, with pages and filters."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from tests.fake_twenty.dialects import Row, TableDialect, not_null
from tests.fake_twenty.replies import Rejected, Reply, from_nest, rejected, success

_DEFAULTS: Row = {
    "targetUrl": "",
    "operations": ["*.*"],
    "description": "",
    "secret": "",
}


class RecordDialect(TableDialect):
    """0.55: nothing is validated, and the body is stored as it is."""

    version = ""
    stored_keys = (
        *("targetUrl", "operations", "description", "secret", "id"),
        *("createdAt", "updatedAt", "deletedAt"),
    )

    def find_many(self, query: dict[str, str], path: str) -> Reply:
        rows = sorted(self.rows.values(), key=lambda row: str(row["id"]))
        keys: tuple[str, ...] = ("id",)
        if query.get("order_by") == "createdAt":
            keys = ("createdAt", "id")
            rows.sort(key=lambda row: str(row["createdAt"]))
        wanted = re.fullmatch(r"(\w+)\[eq\]:(.*)", query.get("filter", ""))
        if wanted:
            rows = [row for row in rows if str(row[wanted[1]]) == wanted[2]]
        limit = self.limit(query.get("limit", "0"))
        after, before = query.get("starting_after"), query.get("ending_before")
        if after is not None:
            start = self.read_cursor(after)
            rows = [row for row in rows if row["id"] > start]
        if before is not None:
            end = self.read_cursor(before)
            rows = [row for row in rows if row["id"] < end]
        page = rows[:limit] if before is None else rows[-limit:]
        # Backwards, the cursors are those of the page as it was read: in reverse.
        ends = page if before is None else page[::-1]
        info = {
            "hasNextPage": len(rows) > limit,
            "startCursor": cursor(ends[0], keys) if ends else None,
            "endCursor": cursor(ends[-1], keys) if ends else None,
        }
        return success(
            {"data": {"webhooks": page}, "pageInfo": info, "totalCount": len(rows)}
        )

    def limit(self, text: str) -> int:
        if not text.isdigit():
            raise rejected(f"limit '{text}' is invalid. Should be an integer")
        return int(text) or 60

    def read_cursor(self, text: str) -> str:
        try:
            return str(json.loads(base64.b64decode(text, validate=True))["id"])
        except (ValueError, KeyError, TypeError):
            raise rejected(f"Invalid cursor: {text}") from None

    def get(self, webhook_id: str) -> Reply:
        self.check_uuid(webhook_id)
        if webhook_id not in self.rows:
            raise rejected("Record not found")
        return success({"data": {"webhook": self.rows[webhook_id]}})

    def create(self, body: Any) -> Reply:
        if isinstance(body, list) and body:  # /rest/batch/webhooks
            rows = [self.made(each) for each in body]
            return success({"data": {"createWebhooks": rows}}, 201)
        row = self.made(body if isinstance(body, dict) else {})
        return success({"data": {"createWebhook": row}}, 201)

    def made(self, body: Row) -> Row:
        given = self.checked(body)
        if given.get("id") in self.rows:
            raise rejected("Record already exists")
        row: Row = _DEFAULTS | given
        row |= {
            "id": given.get("id") or self.values.new_id(),
            "createdAt": self.values.created_at(),
            "updatedAt": self.values.updated_at(),
            "deletedAt": None,
        }
        self.store(row)
        return self.rows[row["id"]]

    def checked(self, body: Row) -> Row:
        for key, value in body.items():
            if key not in self.stored_keys:
                raise rejected(
                    f'Field metadata for field "{key}" is missing in object metadata',
                    "Error",
                )
            if value is None and key != "description":
                raise not_null(key)
        given = dict(body)
        if "operations" in given:
            given["operations"] = self.operations(given["operations"])
        if "targetUrl" in given:
            given["targetUrl"] = str(given["targetUrl"])
        return given

    def update(self, webhook_id: str, body: Any) -> Reply:
        self.check_uuid(webhook_id)
        given = self.checked(body)
        if webhook_id not in self.rows:
            raise missing(webhook_id)
        self.rows[webhook_id] |= given | {"updatedAt": self.values.updated_at()}
        return success({"data": {"updateWebhook": self.rows[webhook_id]}})

    def put(self, webhook_id: str, body: Any) -> Reply:
        return self.update(webhook_id, body)

    def delete(self, webhook_id: str) -> Reply:
        self.check_uuid(webhook_id)
        if self.rows.pop(webhook_id, None) is None:
            raise missing(webhook_id)
        return success({"data": {"deleteWebhook": {"id": webhook_id}}})

    def without_id(self, method: str) -> Rejected:
        return rejected("Record ID not found")

    def no_metadata_route(self, path: str) -> Rejected | None:
        name = path.rpartition("/")[2]
        return from_nest(
            f"Query path '{path}' invalid. Metadata path \"{name}\" does not exist. "
            "Valid examples: /rest/metadata/fields or /rest/metadata/objects or "
            "/rest/metadata/relations"
        )

    def check_uuid(self, text: str) -> None:
        try:
            super().check_uuid(text)
        except Rejected:
            raise rejected(f"'{text}' is not a valid UUID") from None


def cursor(row: Row, keys: tuple[str, ...]) -> str:
    text = json.dumps({key: row[key] for key in keys}, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def missing(webhook_id: str) -> Rejected:
    where = json.dumps({"where": {"id": webhook_id}}, indent=4)
    return rejected(
        f'Could not find any entity of type "webhook" matching: {where}',
        "EntityNotFoundError",
    )
