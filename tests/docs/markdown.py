"""Pages of the documentation as a list of steps, and pages with new output."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_STEP = re.compile(
    r"^<!-- (?P<directive>.*?) -->$"
    r"|^```(?P<language>[a-z]*)(?P<info>.*?)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_GENERATED = re.compile(
    r"(?P<head>^<!-- generated: (?P<name>[\w -]+) -->\n)(?P<text>.*?)"
    r"(?P<foot>^<!-- end -->$)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Command:
    """A `$ command` of a console block, and the output below it."""

    line: int
    text: str
    output: str


@dataclass(frozen=True)
class Step:
    """A code block with the directives behind its language, or a comment with one.

    line: where it starts. start, end: the offsets of a block's text in the page.
    """

    line: int
    directives: Mapping[str, str]
    language: str = ""
    text: str = ""
    start: int = 0
    end: int = 0
    commands: tuple[Command, ...] = field(default=())

    @property
    def is_block(self) -> bool:
        return self.end > 0


def steps(page: str) -> list[Step]:
    """Return the blocks and directives of a page, in order."""
    found: list[Step] = []
    for match in _STEP.finditer(page):
        line = page.count("\n", 0, match.start()) + 1
        if match["directive"] is not None:
            name, _, value = match["directive"].partition(":")
            found.append(Step(line, {name: value.strip()}))
            continue
        text = match["text"]
        found.append(
            Step(
                line,
                _directives(match["info"]),
                match["language"],
                text,
                match.start("text"),
                match.end("text"),
                _commands(text, line) if match["language"] == "console" else (),
            )
        )
    return found


def _directives(text: str) -> dict[str, str]:
    parts = (part.partition(":") for part in text.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in parts}


def _commands(text: str, line: int) -> tuple[Command, ...]:
    commands = []
    for part in re.finditer(r"^\$ (.*?)(?=^\$ |\Z)", text, re.DOTALL | re.MULTILINE):
        lines = part[1].split("\n")
        length = 1
        while lines[length - 1].endswith("\\"):
            length += 1
        commands.append(
            Command(
                line + 1 + text.count("\n", 0, part.start()),
                "\n".join(lines[:length]),
                "\n".join(lines[length:]).rstrip("\n"),
            )
        )
    return tuple(commands)


def console(commands: list[tuple[str, str]]) -> str:
    """Return the text of a console block."""
    return "".join(
        f"$ {command}\n{output}\n" if output else f"$ {command}\n"
        for command, output in commands
    )


def with_blocks(page: str, texts: Mapping[int, str]) -> str:
    """Return the page with other texts in the blocks that start at these offsets."""
    for step in reversed(steps(page)):
        if step.is_block and step.start in texts:
            page = page[: step.start] + texts[step.start] + page[step.end :]
    return page


def generated_names(page: str) -> list[str]:
    """Return the names of the generated sections of a page."""
    return [match["name"] for match in _GENERATED.finditer(page)]


def with_sections(page: str, sections: Mapping[str, str]) -> str:
    """Return the page with its generated sections replaced."""
    return _GENERATED.sub(
        lambda match: match["head"] + sections[match["name"]] + match["foot"], page
    )
