"""`hooks secret`, and the file of the secrets."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run, hooks_command
from twenty_hooks.config import secrets_file


def test_the_local_secret_is_made_once_and_stored_privately(
    run: Run, home: Path
) -> None:
    first = run("secret")
    assert first.code == 0
    assert len(bytes.fromhex(first.text.strip())) == 32
    assert run("secret").text == first.text
    file = home / "config" / "secrets.json"
    assert secrets_file.path() == file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_new_replaces_the_local_secret_alone(run: Run) -> None:
    old = run("secret").text
    path = secrets_file.path()
    path.write_text(
        path.read_text("utf-8").replace(
            "{", '{"webhooks": {"w1": {"secret": "x", "targetUrl": "http://h/"}},', 1
        ),
        "utf-8",
    )
    new = run("secret", "--new").text
    assert new != old
    known = secrets_file.load()
    assert known.local == new.strip()
    assert known.secrets_by_webhook() == {"w1": "x"}


def test_the_secret_as_json(run: Run) -> None:
    shape = run("secret", "--json").json
    assert shape == {
        "secret": secrets_file.local_secret(),
        "path": str(secrets_file.path()),
    }


@pytest.mark.parametrize(
    "content", ["not json", "[]", '{"local": 5}', '{"webhooks": {"a": {}}}']
)
def test_a_damaged_file_is_not_overwritten(run: Run, content: str) -> None:
    path = secrets_file.path()
    path.parent.mkdir()
    path.write_text(content, "utf-8")
    for arguments in (("secret",), ("secret", "--new")):
        ran = run(*arguments)
        assert ran.code == 3
        assert "is not a file of remembered secrets" in ran.stderr
        assert "hint: move it away" in ran.stderr
        assert path.read_text("utf-8") == content


def test_a_directory_that_can_not_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a file"
    file.write_text("", "utf-8")
    monkeypatch.setenv("TWENTY_HOOKS_CONFIG_DIR", str(file / "below"))
    ran = run("secret")
    assert ran.code == 3
    assert "TWENTY_HOOKS_CONFIG_DIR" in ran.stderr


def test_processes_that_start_together_agree() -> None:
    """A listener and a sender that start together must have the same secret."""
    processes = [
        subprocess.Popen(hooks_command("secret"), stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    made = {process.communicate()[0] for process in processes}
    assert len(made) == 1
