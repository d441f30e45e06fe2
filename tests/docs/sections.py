"""The parts of the documentation that are made from the code."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import twenty_hooks
from tests.docs.markdown import ROOT
from twenty_hooks.cli import app
from twenty_hooks.cli.app import COMMANDS
from twenty_hooks.diagnosis.causes import CAUSES

PACKAGE = Path(twenty_hooks.__file__).parent
COLUMNS = "88"
# Where a command is explained.
PAGE_OF_COMMAND = {
    "create": "webhooks.md#create",
    "list": "webhooks.md#list-and-show",
    "show": "webhooks.md#list-and-show",
    "update": "webhooks.md#update-and-delete",
    "delete": "webhooks.md#update-and-delete",
    "demo": "listen.md#try-it-hooks-demo",
    "listen": "listen.md",
    "send": "send-and-replay.md#send",
    "replay": "send-and-replay.md#replay",
    "sample": "send-and-replay.md#sample",
    "events": "send-and-replay.md#events",
    "deliveries": "deliveries.md",
    "sign": "verify.md#sign",
    "verify": "verify.md",
    "secret": "verify.md#the-local-secret",
    "config": "configuration.md",
    "completion": "configuration.md#shell-completion",
}


def commands(prefix: str) -> str:
    """Return a table of all commands, linked to the pages that explain them."""
    lines = ["| command | what it does |", "|---|---|"]
    lines += [
        f"| [`hooks {entry.name}`]({prefix}{PAGE_OF_COMMAND[entry.name]}) "
        f"| {entry.summary.rstrip('.')} |"
        for entry in COMMANDS
    ]
    return "\n".join(lines) + "\n"


def commands_by_heading(prefix: str) -> str:
    """Return the same in a row for each heading, which takes less room."""
    rows: dict[str, list[str]] = {}
    for entry in COMMANDS:
        rows.setdefault(entry.heading, []).append(
            f"[`{entry.name}`]({prefix}{PAGE_OF_COMMAND[entry.name]}) "
            f"{entry.summary[0].lower()}{entry.summary[1:].rstrip('.')}"
        )
    lines = ["| | |", "|---|---|"]
    lines += [
        f"| {heading} | {'<br>'.join(cells)} |" for heading, cells in rows.items()
    ]
    return "\n".join(lines) + "\n"


def every_help() -> str:
    """Return the help of every command, under the headings of `hooks --help`."""
    parts = [_help()]
    heading = ""
    for entry in COMMANDS:
        if entry.heading != heading:
            heading = entry.heading
            parts.append(f"\n## {heading}\n")
        page = PAGE_OF_COMMAND[entry.name]
        parts.append(f"\n### hooks {entry.name}\n\nExplained in [{page}]({page}).\n\n")
        parts.append(_help(entry.name))
        for below in getattr(entry.load(), "commands", {}):
            parts.append(f"\n#### hooks {entry.name} {below}\n\n")
            parts.append(_help(entry.name, below))
    return "".join(parts)


def rooms() -> str:
    """Return a table of the rooms of the package, the highest layer first."""
    lines = ["| room | what is in it |", "|---|---|"]
    for names in layers():
        for name in names:
            path = PACKAGE / name
            if path.is_dir():
                lines.append(f"| `{name}/` | {_first_sentence(path / '__init__.py')} |")
            elif path.with_suffix(".py").is_file():
                sentence = _first_sentence(path.with_suffix(".py"))
                lines.append(f"| `{name}.py` | {sentence} |")
    return "\n".join(lines) + "\n"


def import_rule() -> str:
    """Return the layers of the import contract, as a block."""
    return "```text\n" + "\n".join(" | ".join(each) for each in layers()) + "\n```\n"


def causes() -> str:
    """Return a table of every cause that `hooks verify` can name."""
    lines = ["| cause | what happened |", "|---|---|"]
    lines += [
        f"| `{name}` | {_cell(cause.sentence)} |" for name, cause in CAUSES.items()
    ]
    return "\n".join(lines) + "\n"


def layers() -> Iterator[list[str]]:
    """Yield the rooms of each layer of the import contract, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        for layer in contract.get("layers", ()):
            yield layer.split(" | ")


SECTIONS: dict[str, Callable[[], str]] = {
    "commands of README": lambda: commands_by_heading("docs/"),
    "commands": lambda: commands(""),
    "every help": every_help,
    "rooms": rooms,
    "import rule": import_rule,
    "causes": causes,
}


def _help(*words: str) -> str:
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": COLUMNS})
    assert result.exit_code == 0, f"hooks {' '.join(words)} --help: {result.output}"
    return f"```text\n{result.stdout.rstrip()}\n```\n"


def _first_sentence(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return _cell(re.sub(r"\s+", " ", docstring.partition("\n\n")[0]))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
