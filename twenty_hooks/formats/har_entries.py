"""What an HTTP Archive (HAR 1.2) holds, in the delivery format.

Archives come from `hooks deliveries export`, from proxies and from browsers; these
record every request there was. Only one that carried a body can be a delivery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from twenty_hooks.text import units

_TARGET = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*(.*)", re.DOTALL | re.IGNORECASE)


def is_archive(value: Any) -> bool:
    """Whether a JSON value means to be an archive."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("log"), dict)
        and isinstance(value["log"].get("entries"), list)
    )


def deliveries(archive: Any) -> Iterator[dict[str, Any] | str]:
    """Each in the delivery format, with its id and the status it was answered with; or
    what is wrong with an entry."""
    for number, entry in enumerate(archive["log"]["entries"], start=1):
        try:
            shape = _shape(entry)
        except (AttributeError, KeyError, TypeError):
            yield f"entry {number} of the archive holds no request as HAR describes it"
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
            # HTTP/2 says there what HTTP/1 says in its first line.
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
    """None where it is not known, for which a HAR has no word but a time long ago."""
    try:
        moment_ms = units.from_iso(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return units.to_iso(moment_ms) if moment_ms else None
