"""What can't be proved by computing, and speaks for itself all the same."""

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
    """Slug and evidence, where no signature came at all."""
    came = [
        name
        for name in (TIMESTAMP_HEADER, NONCE_HEADER)
        if delivery.header(name) is not None
    ]
    if came:
        yield "signature-header-lost", f"{' and '.join(came)} came without it"
    else:
        yield "webhook-has-no-secret", "none of the three signature headers came"


def of_mismatch(
    delivery: Delivery, event: Event, secrets: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Slug and evidence, where nothing that was computed gives the signature."""
    if delivery.header(TIMESTAMP_HEADER) is None:
        yield "timestamp-header-lost", "the signature came without its timestamp"
    length = delivery.header("Content-Length") or ""
    if length.isascii() and length.isdigit() and int(length[:18]) > len(delivery.body):
        yield (
            "body-truncated",
            f"Content-Length says {length[:18]} bytes, {len(delivery.body)} are here",
        )
    if _is_record_only(event):
        yield "record-only", "the body has the keys of a record, and no eventName"
    if event.kind == "record" and event.record is not None:
        path = _dropped_key(event.record)
        if path:
            yield "twenty-dropped-key", f"record.{path} is an empty object"
    if any(secret == event.webhook_id for secret in secrets):
        yield "secret-is-webhook-id", "the given secret is the body's webhookId"
    if any(_is_token(secret) for secret in secrets):
        yield "secret-is-api-key", "the given secret has the form of a JWT"
    yield from _other_spelling(delivery.body)
    if not key_orders.is_twentys_envelope(event.value):
        yield "body-keys-reordered", "eventName and the like are not in Twenty's order"


def _is_record_only(event: Event) -> bool:
    value = event.value
    return (
        event.kind == "unknown"
        and isinstance(value, dict)
        and "id" in value
        and "createdAt" in value
    )


def _dropped_key(record: Any) -> str:
    """Where in a RAW_JSON value an empty object stands; empty when nowhere.

    axios's merge drops such keys inside plain objects, not inside arrays. Twenty
    itself keeps `context` of an ACTOR empty.
    """
    for name, value in record.items():
        if not isinstance(value, dict) or key_orders.is_composite(value):
            continue
        path = _empty_object(value)
        if path is not None:
            return f"{name}{path}"
    return ""


def _empty_object(top: dict[str, Any]) -> str | None:
    waiting = [("", top)]
    while waiting:
        path, value = waiting.pop()
        if not value:
            return path
        waiting.extend(
            (f"{path}.{key}", item)
            for key, item in value.items()
            if isinstance(item, dict)
            and not key_orders.is_composite(item)
            and not (key == "context" and "source" in value)
        )
    return None


def _is_token(secret: str) -> bool:
    return secret.startswith(_JWT_START) and secret.count(".") == 2


def _other_spelling(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        text = body.decode("utf-8")
        canonical = js_json.stringify(js_json.parse(text))
    except ValueError:
        return
    if canonical != text:
        for slug in in_order(json_transforms.changes(text, canonical)):
            yield slug, "the body is not spelled as Twenty spells it"
