"""Read and write deliveries as an HTTP Archive (HAR 1.2).

Fields that HAR does not define begin with `_`, as the format allows. Archives of
proxies and browsers hold every request; only those with a body can be deliveries.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.text import units

_TARGET = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*(.*)", re.DOTALL | re.IGNORECASE)


def document(deliveries: Iterable[StoredDelivery], version: str) -> Iterator[str]:
    """Yield the archive in pieces, one delivery at a time.

    Args:
        version: version of this program.
    """
    creator = json.dumps({"name": "twenty-hooks", "version": version})
    yield f'{{"log": {{"version": "1.2", "creator": {creator}, "entries": ['
    separator = "\n"
    for stored in deliveries:
        yield separator + json.dumps(entry(stored))
        separator = ",\n"
    yield "\n]}}\n"


def entry(stored: StoredDelivery) -> dict[str, Any]:
    """Return one HAR entry: the delivery and the status of our response."""
    verified, status = stored.received.verified, stored.received.status
    delivery = verified.delivery
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
        "_event": verified.event.name,
        "_verdict": verified.verdict.name,
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


def is_archive(value: Any) -> bool:
    """Whether a JSON value has the shape of an archive."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("log"), dict)
        and isinstance(value["log"].get("entries"), list)
    )


def deliveries(archive: Any) -> Iterator[dict[str, Any] | str]:
    """Yield each delivery of an archive.

    A delivery is a dict in the delivery format, with its `id` and response `status`. A
    string says what is wrong with an entry.
    """
    for number, entry in enumerate(archive["log"]["entries"], start=1):
        try:
            shape = _shape(entry)
        except (AttributeError, KeyError, TypeError):
            yield f"entry {number} of the archive is not a valid HAR request"
        else:
            if shape is not None:
                yield shape


def _shape(entry: Any) -> dict[str, Any] | None:
    request = entry["request"]
    sent = request.get("postData") or {}
    if "text" not in sent:
        return None
    is_base64 = "base64" in (sent.get("_encoding"), sent.get("encoding"))
    target = _TARGET.match(request["url"])
    shape: dict[str, Any] = {
        "id": entry.get("_id"),
        "status": (entry.get("response") or {}).get("status"),
        "method": request["method"],
        "path": (target[1] if target else request["url"]) or "/",
        "headers": [
            [header["name"], header["value"]]
            for header in request["headers"]
            # Pseudo-headers of HTTP/2: the request line of HTTP/1.
            if not header["name"].startswith(":")
        ],
        "bodyBase64" if is_base64 else "body": sent["text"],
    }
    if moment := _moment(entry.get("startedDateTime")):
        shape["receivedAt"] = moment
    if entry.get("_redacted") is True:
        shape["redacted"] = True
    return shape


def _moment(text: Any) -> str | None:
    """Return the time of an entry; None if unknown, which HAR writes as the epoch."""
    try:
        moment_ms = units.from_iso(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return units.to_iso(moment_ms) if moment_ms else None
