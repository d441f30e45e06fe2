"""A body at the depth limit is compared, masked and diagnosed like any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import pytest

from twenty_hooks.deliveries import history, json_diff, redaction
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.history import State
from twenty_hooks.diagnosis import Diagnoser
from twenty_hooks.protocol import events
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.text import js_json

T = TypeVar("T")
# The text before and after one repetition, and how many levels it has.
SHAPES = {
    "arrays": ("[", "]", 1),
    "objects": ('{"a":', "}", 1),
    "both": ('[{"a":', "}]", 2),
}


def body_of(shape: str, value: str) -> bytes:
    """Return an event whose record has a value at the depth limit, and a token."""
    before, after, levels = SHAPES[shape]
    count = (js_json.MAX_DEPTH - 2) // levels
    record = f'{{"id":"p","token":"LEAK","f":{before * count}{value}{after * count}}}'
    body = f'{{"eventName":"person.updated","updatedFields":["f"],"record":{record}}}'
    assert js_json.depth(json.loads(body)) == js_json.MAX_DEPTH
    return body.encode()


def far_down(frames: int, call: Callable[[], T]) -> T:
    """Call a function below this many frames, as a command or a test runner has."""
    return call() if frames == 0 else far_down(frames - 1, call)


@pytest.mark.parametrize("shape", SHAPES)
def test_history(shape: str) -> None:
    before, after = (events.parse(body_of(shape, value)) for value in ("1", "2"))

    def compare() -> history.RecordHistory:
        state = history.previous_state(after, [State("d0", 1, before)])
        return history.compare(after, state)

    found = far_down(200, compare)
    assert found.previous is not None
    assert found.differences
    assert json.dumps(found.to_json())
    record = before.record or {}
    assert far_down(200, lambda: json_diff.same(record, dict(record)))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("too_deep", [False, True])
def test_redaction(shape: str, too_deep: bool) -> None:
    body = body_of(shape, "1")
    if too_deep:
        body = b"[" + body + b"]"
    assert (events.parse(body).kind == "not-json") is too_deep
    found = far_down(200, lambda: redaction.redact(Delivery((), body)))
    assert found.outcome == "masked"
    assert found.delivery.body == body.replace(b"LEAK", b"[redacted]")


@pytest.mark.parametrize("shape", SHAPES)
def test_diagnosis(shape: str) -> None:
    signed = body_of(shape, "1")
    headers = signed_headers(signed, "s", "1795489902574", "00" * 16)
    delivery = Delivery(headers, json.dumps(js_json.parse(signed), indent=1).encode())
    result = far_down(200, lambda: Diagnoser().diagnose(delivery, ["s"]))
    assert result.cause == "body-pretty-printed"
