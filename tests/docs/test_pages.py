"""README and docs are run: every command in them, against the output shown below it."""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

import pytest

from tests.docs.markdown import PAGES, ROOT, generated_names, steps, with_sections
from tests.docs.running import run_page
from tests.docs.sections import PAGE_OF_COMMAND, SECTIONS
from tests.docs.variable import settled
from twenty_hooks import errors
from twenty_hooks.cli.app import COMMANDS

REGENERATE = "run: python -m tests.docs.generate"
README = ROOT / "README.md"


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_commands_print_what_the_page_shows(path: Path) -> None:
    stale = [
        f"{path.name}, line {each.command.line}: $ {each.command.text}\n"
        + "\n".join(
            difflib.unified_diff(
                settled(each.command.output).split("\n"),
                settled(each.printed).split("\n"),
                "page",
                "printed",
                lineterm="",
            )
        )
        for each in run_page(path)
        if each.is_stale
    ]
    assert not stale, f"{REGENERATE}\n" + "\n\n".join(stale)


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_generated_sections_are_up_to_date(path: Path) -> None:
    page = path.read_text("utf-8")
    sections = {name: SECTIONS[name]() for name in generated_names(page)}
    assert with_sections(page, sections) == page, REGENERATE


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_every_shell_block_is_run_or_says_why_not(path: Path) -> None:
    for step in steps(path.read_text("utf-8")):
        if step.language in ("sh", "console"):
            reason = step.directives.get("not run")
            assert reason != "", f"{path.name}, line {step.line}: no reason given"
        assert step.language not in ("bash", "shell"), f"{path.name}, line {step.line}"


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_links_lead_somewhere(path: Path) -> None:
    page = path.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page):
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), f"{path.name}: {target}"
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), f"{path.name}: {target}"


def anchors(page: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    without_code = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.*)$", without_code, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in headings
    }


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_every_option_named_exists(path: Path) -> None:
    if path.stem == "commands":  # made from the options themselves
        return
    known = {"--help", "--version"}
    for entry in COMMANDS:
        command = entry.load()
        for each in (command, *getattr(command, "commands", {}).values()):
            for parameter in each.params:
                known.update(parameter.opts)
    known |= {"--data-binary", "--check"}  # of curl and ruff
    page = re.sub(r"^<!-- .*? -->$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page))
    assert named <= known, sorted(named - known)


def test_every_command_is_explained() -> None:
    assert set(PAGE_OF_COMMAND) == {entry.name for entry in COMMANDS}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        if path.name != "index.md":
            assert f"({path.name})" in index, path.name


def test_readme_is_short() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 200


def test_the_two_commands_are_in_readme_word_for_word() -> None:
    """`.ci/run` finds and runs them."""
    install = "python3 -m venv .venv && .venv/bin/pip install"
    page = README.read_text("utf-8")
    for rest in (". && .venv/bin/hooks demo", "-e '.[dev]' && .venv/bin/pytest"):
        assert f"\n{install} {rest}\n```" in page


def test_exit_codes_are_those_of_the_code() -> None:
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    table = page.split("## Exit codes")[1].split("\n## ")[0]
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    defined = {
        value for name, value in vars(errors).items() if name.startswith("EXIT_")
    }
    assert listed == defined


def test_architecture_names_files_that_exist() -> None:
    """Paths such as `cli/app.py`, in the package or in the repository."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for name in re.findall(r"`([a-z0-9_./]+/[a-z0-9_.]+\.py)`", page):
        assert (ROOT / "twenty_hooks" / name).exists() or (ROOT / name).exists(), name
