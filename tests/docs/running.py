"""Runs a page: every block that is not marked otherwise, in order."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from tests.docs.markdown import Command, Step, console, steps, with_blocks
from tests.docs.session import Background, Session, has_program
from tests.docs.variable import settled


@dataclass(frozen=True)
class Ran:
    """A command of a page, and what it printed now."""

    step: Step
    command: Command
    printed: str

    @property
    def is_stale(self) -> bool:
        return settled(self.printed) != settled(self.command.output)


def run_page(path: Path) -> list[Ran]:
    """Run the commands of a page; return them with what they printed."""
    ran: list[Ran] = []
    page = path.read_text("utf-8")
    with _Runner(path.stem, page, ran) as runner:
        for step in steps(page):
            try:
                runner.take(step)
            except AssertionError as error:
                raise AssertionError(
                    f"{path.name}, line {step.line}: {error}"
                ) from None
        runner.stop()
    return sorted(ran, key=lambda each: each.command.line)


def json_keys(text: str) -> set[str]:
    """Return all keys of a JSON document, or of lines of them."""
    try:
        values = [json.loads(text)]
    except ValueError:
        values = [json.loads(line) for line in text.splitlines()]
    found: set[str] = set()
    while values:
        value = values.pop()
        if isinstance(value, dict):
            # How often each status occurred: its keys are values.
            found |= value.keys()
            values += [each for key, each in value.items() if key != "outcomes"]
        elif isinstance(value, list):
            values += value
    return found


def updated(page: str, ran: list[Ran]) -> str:
    """Return the page with the output of every stale command replaced."""
    blocks: dict[int, list[Ran]] = {}
    for each in ran:
        blocks.setdefault(each.step.start, []).append(each)
    texts = {
        start: console(
            [
                (
                    each.command.text,
                    each.printed if each.is_stale else each.command.output,
                )
                for each in block
            ]
        )
        for start, block in blocks.items()
        if any(each.is_stale for each in block)
    }
    return with_blocks(page, texts)


class _Runner:
    """The session of a page, which <!-- fresh --> replaces by a new one."""

    def __init__(self, name: str, page: str, ran: list[Ran]) -> None:
        self._name = name
        self._explained = set(re.findall(r"`(\w+)`", page))
        self._ran = ran
        self._sessions = 0
        self._session = self._new_session()
        self._running: dict[int, tuple[Step, Command]] = {}

    def __enter__(self) -> _Runner:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def take(self, step: Step) -> None:
        """Do what a step of the page asks for."""
        if step.is_block:
            self._take_block(step)
            return
        for name, value in step.directives.items():
            self._obey(name, value)

    def _obey(self, name: str, value: str) -> None:
        match name:
            case "run":
                self._session.run(value, must_succeed=True)
            case "start":
                self._session.run_in_background(value)
            case "wait":
                self._session.wait(value)
            case "keys":
                self._compare_keys(value)
            case "stop":
                self.stop()
            case "twenty":
                self._session.add_twenty()
            case "fresh":
                self.stop()
                self._session.close()
                self._session = self._new_session()
            case "generated" | "end":
                pass
            case _:
                raise AssertionError(f"unknown directive: {name}")

    def _compare_keys(self, command: str) -> None:
        """Fail if the command prints a key that the page does not explain."""
        printed = self._session.run(f"{command} 2>/dev/null")
        keys = json_keys(printed)
        assert keys, f"$ {command}\nprinted no JSON: {printed}"
        missing = sorted(keys - self._explained)
        assert not missing, (
            f"$ {command}\nprints keys that are not explained: {missing}"
        )

    def stop(self) -> None:
        """End the background commands and keep what they printed."""
        for running, printed in self._session.stop():
            if id(running) in self._running:
                step, command = self._running.pop(id(running))
                self._ran.append(Ran(step, command, printed))

    def _take_block(self, step: Step) -> None:
        directives = dict(step.directives)
        if "not run" in directives:
            return
        if not has_program(directives.pop("needs", "bash")):
            return
        is_background = directives.pop("background", None) is not None
        for name, value in directives.items():
            if name == "file":
                self._session.write(value, step.text)
            elif name == "patch":
                self.stop()
                self._session.patch(value, step.text)
            else:
                self._obey(name, value)
        if step.language == "sh":
            self._session.run(step.text, must_succeed=True)
        for command in step.commands:
            if is_background:
                running: Background = self._session.run_in_background(command.text)
                self._running[id(running)] = (step, command)
            else:
                self._ran.append(Ran(step, command, self._session.run(command.text)))

    def _new_session(self) -> Session:
        self._sessions += 1
        return Session(f"{self._name} {self._sessions}")
