"""Rules for all commands that talk to Twenty."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"


def test_the_metadata_route_is_used_only_if_the_other_is_unknown(
    any_twenty: FakeTwenty, run: Run
) -> None:
    any_twenty.unknown_routes = ("/rest/webhooks",)
    for number in range(70):
        any_twenty.add(targetUrl=f"https://example.com/{number}")
    ran = run("list", "--json")
    if any_twenty.era == "0.55":  # it has neither route
        assert ran.code == 5
        return
    assert ran.code == 0
    assert {each["id"] for each in ran.json} == set(any_twenty.rows)
    assert run("create", URL).code == 0
    assert run("delete", URL, "--yes").code == 0


def test_no_text_of_twenty_can_act_on_a_terminal(twenty: FakeTwenty, run: Run) -> None:
    row = twenty.add(
        targetUrl="https://example.com/\x1b[31m\u202e",
        operations=["person.\x1b]0;x\x07"],
        description="[red]\x1b[2J",
    )
    shown = [run("list"), run("show", str(row["id"])), run("list", "--json")]
    shown.append(run("delete", str(row["id"]), "--yes"))
    for ran in shown:
        for character in ("\x1b", "\x07", "\u202e"):
            assert character not in ran.text + ran.stderr
    assert "[red]" in shown[1].text


def test_help_and_completion_load_no_heavy_library() -> None:
    code = (
        "import sys; sys.argv = ['hooks', *{words!r}]\n"
        "import atexit; from twenty_hooks.cli import run\n"
        "atexit.register(lambda: print(sorted(sys.modules), file=sys.stderr))\n"
        "run()"
    )
    for words in (["create", "--help"], ["completion", "bash"], ["config", "path"]):
        ran = subprocess.run(
            [sys.executable, "-c", code.format(words=words)],
            capture_output=True,
            text=True,
            check=True,
        )
        heavy = {"httpx", "rich", "asyncio", "aiohttp", "ssl", "pydantic"}
        assert not heavy & set(ast.literal_eval(ran.stderr)), words
