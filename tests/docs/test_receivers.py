"""The receivers in README and docs accept what Twenty signs, and nothing else."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

import twenty_hooks
from tests.docs.markdown import ROOT, steps
from tests.docs.session import free_ports, has_program

SECRET = "the secret your receiver is configured with"
PYTHON = (ROOT / "docs" / "python.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
# A call to a receiver: body and headers in, status and JSON out.
Call = Callable[[bytes, dict[str, str]], tuple[int, Any]]


def code(page: str, name: str) -> str:
    """Return the block of a page that is the file of this name."""
    (block,) = (
        step.text for step in steps(page) if step.directives.get("file") == name
    )
    return block


def module(page: str, name: str) -> ModuleType:
    made = ModuleType(name.removesuffix(".py"))
    exec(compile(code(page, name), name, "exec"), made.__dict__)
    return made


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", SECRET)


def fastapi(page: str, name: str) -> Call:
    from fastapi.testclient import TestClient

    client = TestClient(module(page, name).app)

    def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        response = client.post("/webhooks/twenty", content=body, headers=headers)
        return response.status_code, response.json()

    return call


def flask(page: str, name: str) -> Call:
    client = module(page, name).app.test_client()

    def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        response = client.post("/webhooks/twenty", data=body, headers=headers)
        return response.status_code, response.get_json(silent=True)

    return call


def django(page: str, name: str) -> Call:
    from django.conf import settings

    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="x")
    from django.test import RequestFactory

    view = module(page, name).twenty

    def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        request = RequestFactory().post(
            "/webhooks/twenty",
            data=body,
            content_type="application/json",
            headers=headers,
        )
        response = view(request)
        return response.status_code, json.loads(response.content)

    return call


def check(call: Call) -> None:
    """Send valid, forged, unsigned and old deliveries, and one of another secret."""
    body = twenty_hooks.sample("person.created", set={"name.firstName": "José"}).body
    headers = {"Content-Type": "application/json"}
    signed = headers | twenty_hooks.sign(body, SECRET)
    assert call(body, signed) == (200, {"received": "person.created"})
    assert call(body + b" ", signed)[0] == 401
    assert call(b"", signed)[0] == 401
    assert call(body, headers)[0] == 401
    assert call(body, headers | twenty_hooks.sign(body, SECRET, 1))[0] == 401
    assert call(body, headers | twenty_hooks.sign(body, "another"))[0] == 401
    malformed = {"X-Twenty-Webhook-Signature": "zz", "X-Twenty-Webhook-Timestamp": "x"}
    assert call(body, headers | malformed)[0] == 401


@pytest.mark.parametrize(
    ("page", "name", "client"),
    [
        pytest.param(README, "receiver.py", fastapi, id="README-fastapi"),
        pytest.param(PYTHON, "fastapi_receiver.py", fastapi, id="fastapi"),
        pytest.param(PYTHON, "flask_receiver.py", flask, id="flask"),
        pytest.param(PYTHON, "django_receiver.py", django, id="django"),
    ],
)
def test_a_python_receiver(
    page: str, name: str, client: Callable[[str, str], Call]
) -> None:
    check(client(page, name))


@contextlib.contextmanager
def express(directory: Path) -> Iterator[Call]:
    (port,) = free_ports(1)
    source = code(README, "server.js").replace("3000", str(port))
    (directory / "server.js").write_text(source, "utf-8")
    with subprocess.Popen(
        ["node", "server.js"], cwd=directory, env=dict(os.environ)
    ) as process:
        transport = httpx.HTTPTransport(retries=8)  # until it listens
        with httpx.Client(transport=transport, timeout=20) as client:

            def call(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
                url = f"http://127.0.0.1:{port}/webhooks/twenty"
                response = client.post(url, content=body, headers=headers)
                is_json = "json" in response.headers["content-type"]
                return response.status_code, response.json() if is_json else None

            try:
                yield call
            finally:
                process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="it is started as on Linux")
@pytest.mark.skipif(
    not has_program("express"),
    reason="Express is not installed: npm install express, and set NODE_PATH",
)
def test_the_express_receiver(tmp_path: Path) -> None:
    with express(tmp_path) as call:
        check(call)


def test_the_example_receiver_refuses_before_the_fix_only() -> None:
    """README's five minutes are about one line of this file."""
    example = (ROOT / "docs" / "examples" / "receiver.py").read_text("utf-8")
    (diff,) = (step.text for step in steps(README) if step.directives.get("patch"))
    old, new = (line[1:] for line in diff.splitlines())
    assert example.count(old) == 1
    assert new not in example
