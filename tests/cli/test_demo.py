"""`hooks demo`: four deliveries, one refused; anything else is a failure."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from twenty_hooks.cli import demo
from twenty_hooks.protocol import signature


def test_the_life_of_a_person(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/hooks")
    ran = run("demo")
    assert ran.code == 0
    headlines = [line for line in ran.lines if re.match(r"\d\d:\d\d:\d\d", line)]
    assert [re.split(r"\s{2,}", line)[1] for line in headlines] == [
        "✓ person.created",
        "✓ person.updated",
        "✓ person.deleted",
        "✗ person.updated",
    ]
    names = {re.split(r"\s{2,}", line)[2] for line in headlines}
    assert len(names) == 1
    assert headlines[3].endswith("mismatch → 401")
    assert (
        "refused: the signature does not match this body, timestamp and secret"
        in ran.text
    )
    assert ran.stderr.rstrip().endswith(
        "hooks listen\n  hooks send person.created --to http://127.0.0.1:8020"
    )
    assert list(home.iterdir()) == []  # nothing is left behind


def test_it_needs_no_home(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWENTY_HOOKS_CONFIG_DIR", "/dev/null/nowhere")
    assert run("demo").code == 0


def test_a_signature_that_accepts_everything_is_noticed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature.hmac, "compare_digest", lambda a, b: True)  # type: ignore[attr-defined]
    ran = run("demo")
    assert ran.code == 1
    assert "does not work as it should" in ran.stderr
    assert "✗ person.updated: expected" in ran.stderr


def test_a_delivery_that_never_arrives_is_noticed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr("twenty_hooks.client.sender.TWENTYS_TIMEOUT_MS", 100)
    monkeypatch.setattr(
        "twenty_hooks.server.server.url_of", lambda _: "http://127.0.0.1:1"
    )
    ran = run("demo")
    assert ran.code == 1
    assert "it never arrived" in ran.stderr


def test_what_to_type_next_can_be_typed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.argv", [".venv/bin/hooks", "demo"])
    assert "\n  .venv/bin/hooks listen\n" in run("demo").stderr


def test_it_is_the_same_for_everyone(run: Run) -> None:
    assert os.environ.get("TWENTY_API_KEY") is None
    assert run("demo", "--color", "always").code == 0
