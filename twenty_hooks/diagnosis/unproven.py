"""Causes that recomputing a signature can't prove, and what points to them.

Each function yields the slug of a possible cause, and the evidence for it in one
sentence without a full stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.diagnosis import json_transforms, key_orders
from twenty_hooks.diagnosis.causes import in_order
from twenty_hooks.protocol.events import Event
from twenty_hooks.protocol.signature import NONCE_HEADER, TIMESTAMP_HEADER
from twenty_hooks.text import js_json

_JWT_START = "eyJ"


def of_unsigned(delivery: Delivery) -> Iterator[tuple[str, str]]:
    """Yield possible causes for a delivery without a signature header."""
    present = [
        name
        for name in (TIMESTAMP_HEADER, NONCE_HEADER)
        if delivery.header(name) is not None
    ]
    if present:
        verb = "is" if len(present) == 1 else "are"
        yield "signature-header-lost", f"{' and '.join(present)} {verb} present"
    else:
        yield "webhook-has-no-secret", "none of the three signature headers is present"


def of_mismatch(
    delivery: Delivery, event: Event, secrets: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield possible causes for a signature that no hypothesis gives."""
    if delivery.header(TIMESTAMP_HEADER) is None:
        yield "timestamp-header-lost", "the signature header is present"
    length = delivery.header("Content-Length") or ""
    if length.isascii() and length.isdigit() and int(length[:18]) > len(delivery.body):
        size = len(delivery.body)
        detail = f"Content-Length is {length[:18]} bytes, but the body has {size}"
        yield "body-truncated", detail
    if _is_record_only(event):
        yield "record-only", "the body has the keys of a record, but no eventName"
    if event.kind == "record" and event.record is not None:
        path = _dropped_key(event.record)
        if path:
            yield "twenty-dropped-key", f"record.{path} is an empty object"
    if any(secret == event.webhook_id for secret in secrets):
        yield "secret-is-webhook-id", "the secret equals the webhookId in the body"
    if any(_is_token(secret) for secret in secrets):
        yield "secret-is-api-key", "the secret has the form of a JWT"
    yield from _other_notation(delivery.body)
    if not key_orders.is_twentys_envelope(event.value):
        detail = "the top-level keys of the body are not in Twenty's order"
        yield "body-keys-reordered", detail


def _is_record_only(event: Event) -> bool:
    value = event.value
    return (
        event.kind == "unknown"
        and isinstance(value, dict)
        and "id" in value
        and "createdAt" in value
    )


def _dropped_key(record: Any) -> str:
    """Return the path of an empty object in a RAW_JSON field, or an empty text.

    An object that had only a dropped key is empty: axios, Twenty's HTTP client, drops
    such keys from plain objects, but not from objects in arrays. `context` of an ACTOR
    does not count, since Twenty regularly leaves it empty.
    """
    for name, value in record.items():
        if not isinstance(value, dict) or key_orders.is_composite(value):
            continue
        path = _empty_object(value)
        if path is not None:
            return f"{name}{path}"
    return ""


def _empty_object(top: dict[str, Any]) -> str | None:
    pending = [("", top)]
    while pending:
        path, value = pending.pop()
        if not value:
            return path
        pending.extend(
            (f"{path}.{key}", item)
            for key, item in value.items()
            if isinstance(item, dict)
            and not key_orders.is_composite(item)
            and not (key == "context" and "source" in value)
        )
    return None


def _is_token(secret: str) -> bool:
    return secret.startswith(_JWT_START) and secret.count(".") == 2


def _other_notation(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        text = body.decode("utf-8")
        canonical = js_json.stringify(js_json.parse(text))
    except ValueError:
        return
    if canonical != text:
        for slug in in_order(json_transforms.changes(text, canonical)):
            yield slug, "the JSON of the body is not written as Twenty writes it"
