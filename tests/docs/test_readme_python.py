"""README's receivers and its pytest example, run as they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import twenty_hooks
from tests.support.recordings import deliveries_file
from twenty_hooks.diagnosis.causes import CAUSES

README = Path(__file__).parents[2] / "README.md"
SECRET = "the secret your receiver is configured with"
# A call to a receiver: body and headers in, status and JSON out.
Call = Callable[[bytes, dict[str, str]], tuple[int, Any]]


def block(marker: str) -> str:
    """The code below `<!-- marker -->`."""
    text = README.read_text("utf-8")
    found = re.search(
        rf"<!-- {re.escape(marker)} -->.*?```python\n(.*?)```", text, re.DOTALL
    )
    assert found, f"README has no '<!-- {marker} -->' followed by code"
    return found[1]


def module(marker: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", SECRET)
    receiver = ModuleType("receiver")
    exec(compile(block(marker), str(README), "exec"), receiver.__dict__)
    return receiver


@pytest.fixture
def fastapi(monkeypatch: pytest.MonkeyPatch) -> Call:
    from fastapi.testclient import TestClient

    client = TestClient(module("receiver: fastapi", monkeypatch).app)

    def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        answer = client.post("/webhooks/twenty", content=body, headers=headers)
        return answer.status_code, answer.json()

    return call


@pytest.fixture
def flask(monkeypatch: pytest.MonkeyPatch) -> Call:
    client = module("receiver: flask", monkeypatch).app.test_client()

    def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        answer = client.post("/webhooks/twenty", data=body, headers=headers)
        return answer.status_code, answer.get_json(silent=True)

    return call


@pytest.fixture
def django(monkeypatch: pytest.MonkeyPatch) -> Call:
    import json

    from django.conf import settings

    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="x")
    from django.test import RequestFactory

    view = module("receiver: django", monkeypatch).twenty

    def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        request = RequestFactory().post(
            "/webhooks/twenty",
            data=body,
            content_type="application/json",
            headers=headers,
        )
        answer = view(request)
        return answer.status_code, json.loads(answer.content)

    return call


@pytest.mark.parametrize("framework", ["fastapi", "flask", "django"])
def test_the_receiver_of(framework: str, request: pytest.FixtureRequest) -> None:
    call: Call = request.getfixturevalue(framework)
    body = twenty_hooks.sample("person.created", set={"name.firstName": "José"}).body
    headers = {"Content-Type": "application/json"}
    signed = headers | twenty_hooks.sign(body, SECRET)
    assert call(body, signed) == (200, {"received": "person.created"})
    assert call(body + b" ", signed)[0] == 401
    assert call(body, headers)[0] == 401
    assert call(body, headers | twenty_hooks.sign(body, SECRET, 1))[0] == 401
    assert call(body, headers | twenty_hooks.sign(body, "another"))[0] == 401


def test_the_pytest_example(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", SECRET)
    pytester.makepyfile(receiver=block("receiver: fastapi"))
    pytester.makepyfile(test_it=block("pytest: fixture"))
    captures = pytester.mkdir("captures")
    lines = deliveries_file("2.21").read_bytes().split(b"\n")
    (captures / "a.jsonl").write_bytes(b"\n".join(lines[:3]))
    result = pytester.runpytest_subprocess("-p", "no:xdist", "--strict-markers")
    result.assert_outcomes(passed=5)


def test_every_cause_is_in_the_table() -> None:
    table = README.read_text("utf-8").split("| what went wrong |")[1].split("\n\n")[0]
    assert sorted(re.findall(r"`([a-z0-9-]+)`", table)) == sorted(CAUSES)
