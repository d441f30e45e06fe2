"""Deliveries as an HTTP Archive (HAR 1.2), for browsers and HTTP tools.

What HAR has no word for stands in fields that begin with `_`, as it allows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from twenty_hooks.deliveries.stored import Stored
from twenty_hooks.text import units


def document(deliveries: Iterable[Stored], version: str) -> Iterator[str]:
    """The archive in pieces, one delivery at a time. version: of this program."""
    creator = json.dumps({"name": "twenty-hooks", "version": version})
    yield f'{{"log": {{"version": "1.2", "creator": {creator}, "entries": ['
    before = "\n"
    for stored in deliveries:
        yield before + json.dumps(entry(stored))
        before = ",\n"
    yield "\n]}}\n"


def entry(stored: Stored) -> dict[str, Any]:
    """One exchange: the delivery, and the status it was answered with."""
    judgement, status = stored.arrival.judgement, stored.arrival.status
    delivery = judgement.delivery
    host = delivery.header("host") or "localhost"
    content_type = delivery.header("content-type") or ""
    shape: dict[str, Any] = {
        "startedDateTime": units.to_iso(delivery.received_at_ms or 0),
        "time": 0,
        "request": {
            "method": delivery.method,
            "url": f"http://{host}{delivery.path}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(delivery.headers),
            "queryString": _pairs(_query(delivery.path)),
            "postData": {"mimeType": content_type, **_text(delivery.body)},
            "headersSize": -1,
            "bodySize": len(delivery.body),
        },
        "response": {
            "status": status or 0,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "content": {"size": 0, "mimeType": ""},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "_id": stored.id,
        "_event": judgement.event.name,
        "_verdict": judgement.verdict.name,
    }
    if delivery.is_redacted:
        shape["_redacted"] = True
    return shape


def _text(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode("ascii"), "_encoding": "base64"}


def _query(path: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(path).query, keep_blank_values=True)
    except ValueError:
        return []


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]
