"""`hooks demo`: three deliveries are verified, one is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from twenty_hooks.demo import listener
from twenty_hooks.protocol import signature


def test_three_deliveries_are_verified_and_one_is_refused(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/hooks")
    ran = run("demo")
    assert ran.code == 0
    headlines = [line for line in ran.lines if re.match(r"\d\d:\d\d:\d\d", line)]
    assert [re.split(r"\s{2,}", line)[1] for line in headlines] == [
        "✓ valid",
        "✓ valid",
        "✓ valid",
        "✗ mismatch",
    ]
    assert [re.split(r"\s{2,}", line)[2] for line in headlines] == [
        "person.created",
        "person.updated",
        "person.deleted",
        "person.updated",
    ]
    names = {re.split(r"\s{2,}", line)[3] for line in headlines}
    assert len(names) == 1
    assert headlines[3].endswith("→ 401")
    assert (
        "refused: the signature does not match this body, timestamp and secret"
        in ran.text
    )
    assert ran.stderr.rstrip().endswith(
        "hooks listen\n  hooks send person.created --to http://127.0.0.1:8020"
    )
    assert list(home.iterdir()) == []  # nothing is left behind


def test_it_needs_no_config_directory(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_HOOKS_CONFIG_DIR", "/dev/null/nowhere")
    assert run("demo").code == 0


def test_a_verification_that_accepts_everything_is_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature.hmac, "compare_digest", lambda a, b: True)  # type: ignore[attr-defined]
    ran = run("demo")
    assert ran.code == 1
    assert "This installation does not work" in ran.stderr
    assert "✗ person.updated: expected" in ran.stderr


def test_a_delivery_that_is_not_received_is_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "_TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr("twenty_hooks.client.sender.TWENTYS_TIMEOUT_MS", 100)
    monkeypatch.setattr(
        "twenty_hooks.server.server.url_of", lambda _: "http://127.0.0.1:1"
    )
    ran = run("demo")
    assert ran.code == 1
    assert "not received" in ran.stderr


def test_the_suggested_commands_can_be_typed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.argv", [".venv/bin/hooks", "demo"])
    assert "\n  .venv/bin/hooks listen\n" in run("demo").stderr


def test_it_needs_no_api_key(run: Run) -> None:
    assert os.environ.get("TWENTY_API_KEY") is None
    assert run("demo", "--color", "always").code == 0
