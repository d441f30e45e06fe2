"""The help of every command, and the errors of a command line that is not valid."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re

import pytest
import typer

import twenty_hooks.cli
from tests.conftest import Run
from twenty_hooks import __version__
from twenty_hooks.cli.app import COMMANDS as ENTRIES
from twenty_hooks.cli.app import app
from twenty_hooks.cli.group import CommandEntry
from twenty_hooks.completions import Command, read

COMMANDS = [entry.name for entry in ENTRIES]
ALL = [each for each in read(typer.main.get_command(app)).walk() if each.path]

# Remove a command from here when it is done.
WITH_NOISE = {("listen",)}


def typer_apps() -> dict[str, typer.Typer]:
    """Return every Typer app in the modules of the commands, by module."""
    found = {}
    for module in pkgutil.walk_packages(twenty_hooks.cli.__path__, "twenty_hooks.cli."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, typer.Typer):
                found[module.name] = value
    return found


def test_no_app_offers_to_install_a_completion() -> None:
    """Typer's own completion edits the start-up files of the shell."""
    apps = typer_apps()
    assert {"twenty_hooks.cli.app", "twenty_hooks.cli.config"} <= apps.keys()
    for each in apps.values():
        names = [
            name
            for parameter in typer.main.get_command(each).params
            for name in parameter.opts
        ]
        assert "--install-completion" not in names
        assert "--show-completion" not in names


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_summary_is_the_first_line_of_the_docstring(entry: CommandEntry) -> None:
    assert entry.load().help.split("\n\n")[0] == entry.summary


@pytest.mark.parametrize("command", COMMANDS)
def test_help_starts_with_a_verb_and_shows_an_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert ran.stderr == ""
    assert f"hooks {command}" in ran.text.split("Options:")[0].split("\n", 1)[1]
    assert all(len(row) <= 90 for row in ran.lines)


def test_help_lists_every_command_once_under_a_heading(run: Run) -> None:
    rows = [row.split() for row in run("--help").lines if row.startswith("  ")]
    for command in COMMANDS:
        assert sum(row[0] == command for row in rows if row) == 1
    assert "Commands:" not in run("--help").text  # every command is under a heading


@pytest.mark.parametrize("command", ALL, ids=lambda command: " ".join(command.path))
def test_help_has_no_technical_noise(run: Run, command: Command) -> None:
    text = run(*command.path, "--help").text
    has_noise = bool(
        re.search(r"<(int|float|str|text|file|path|boolean)\b", text)
        or "[default: (" in text
    )
    assert has_noise == (command.path in WITH_NOISE)


@pytest.mark.parametrize("command", ALL, ids=lambda command: " ".join(command.path))
def test_every_command_has_the_color_option(command: Command) -> None:
    names = [name for option in command.options for name in option.names]
    assert command.commands or "--color" in names


@pytest.mark.parametrize("words", [(), ("send",), ("deliveries", "list")])
def test_the_help_command_prints_the_help(run: Run, words: tuple[str, ...]) -> None:
    ran = run("help", *words)
    assert ran.code == 0
    assert ran.text == run(*words, "--help").text


def test_the_version_command_prints_the_version(run: Run) -> None:
    assert run("version").text == run("--version").text == f"hooks {__version__}\n"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("sned",), "no such command 'sned'; did you mean 'send'?", "hooks --help"),
        (("help", "lsit"), "no such command 'lsit'; did you mean 'list'?", "hooks"),
        (("xyzzy",), "no such command 'xyzzy'", "hooks --help"),
        (
            ("config", "sohw"),
            "no such command 'sohw'; did you mean 'show'?",
            "hooks config --help",
        ),
        (
            ("sample", "a.created", "--sed", "1"),
            "no such option '--sed'; did you mean '--seed'?",
            "hooks sample --help",
        ),
        (("create",), "missing argument 'URL'", "hooks create --help"),
        (
            ("sample", "a.created", "--seed", "x"),
            "invalid value for '--seed': 'x' is not a whole number",
            "hooks sample --help",
        ),
        (
            ("sample", "a.created", "--seed", "-1"),
            "invalid value for '--seed': -1 is less than 0",
            "hooks sample --help",
        ),
        (
            ("sign", "-", "--timestamp", "1" * 17),
            f"invalid value for '--timestamp': {'1' * 17} is greater than {'9' * 16}",
            "hooks sign --help",
        ),
        (
            ("sample", "a.created", "--as", "3.0"),
            (
                "invalid value for '--as': '3.0' is not one of '2.x', '1.8', '0.55', "
                "'documented'"
            ),
            "hooks sample --help",
        ),
    ],
)
def test_a_usage_error_is_one_line_with_a_hint(
    run: Run, words: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert ran.stdout == b""
    first, second = ran.stderr.splitlines()
    assert first == f"error: {message}"
    assert second.startswith(f"hint: see '{hint}")
    assert "\t" not in ran.stderr


def test_a_usage_error_as_json(run: Run) -> None:
    ran = run("sign", "--json-file", "--json")
    assert json.loads(ran.stderr)["error"]["code"] == "usage"
