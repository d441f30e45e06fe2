"""Prompts on a real terminal: Ctrl-C interrupts, and no changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import hooks_command
from tests.fake_twenty import FakeTwenty
from tests.support.screens import window
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.store import Store
from twenty_hooks.system import paths

pytestmark = [
    pytest.mark.usefixtures("workspace"),
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no pseudo-terminal"
    ),
]
SEND = ("send", "person.created", "--to", "https://example.com", "--count", "2")
PRUNE = ("deliveries", "prune", "--older-than", "1d")
DELETE = ("delete", "https://example.com/hooks")
TRUST = ("list",)
CTRL_C = "\x03"


@pytest.fixture
def prompting(
    twenty: FakeTwenty, project: Path, monkeypatch: pytest.MonkeyPatch
) -> FakeTwenty:
    """A webhook, an old delivery, and a project file with the URL of Twenty."""
    twenty.add()
    delivery = Delivery((), b"{}", received_at_ms=1)
    with Store(paths.store_file(), writable=True) as store:
        store.add([("k3f9a2xq", ReceivedDelivery(Secrets().verify(delivery), 200))])
    project.write_text(f'api_url = "{twenty.origin}"')
    return twenty


def answer(words: Sequence[str], typed: str) -> int:
    """Type at the prompt of a command, and return its exit code."""
    if words == TRUST:  # the URL must be the one of the project file
        os.environ.pop("TWENTY_API_URL")
    with window(hooks_command(*words)) as terminal:
        terminal.prints(r"\[y/N\]: ?$")
        terminal.type(typed)
        # A signal between the prompt and the system call that reads is not noticed
        # before the next one.
        while typed == CTRL_C:
            try:
                terminal.process.wait(3)
            except subprocess.TimeoutExpired:
                terminal.type(typed)
            else:
                break
        return terminal.ends()


@pytest.mark.parametrize(
    "words", [SEND, PRUNE, DELETE, TRUST], ids=lambda each: each[0]
)
def test_ctrl_c_at_a_prompt_exits_with_130(
    prompting: FakeTwenty, words: tuple[str, ...]
) -> None:
    assert answer(words, CTRL_C) == 130
    assert not prompting.requests or words == DELETE
    assert len(prompting.rows) == 1


@pytest.mark.parametrize(
    "words", [SEND, PRUNE, DELETE, TRUST], ids=lambda each: each[0]
)
def test_no_at_a_prompt_exits_with_1(
    prompting: FakeTwenty, words: tuple[str, ...]
) -> None:
    assert answer(words, "n\r") == 1
    assert len(prompting.rows) == 1


def test_yes_at_a_prompt_goes_on(prompting: FakeTwenty) -> None:
    assert answer(DELETE, "y\r") == 0
    assert prompting.rows == {}
