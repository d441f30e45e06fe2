"""The README is run: every command in it, against the output that stands there."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fake_twenty import KEYS, FakeTwenty, serve
from tests.support.listening import running
from twenty_hooks.cli.app import COMMANDS
from twenty_hooks.config import secrets_file
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.protocol.signature import signed_headers

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PORT = "8020"

# What differs from run to run, on both sides of the comparison.
VARIABLE = [
    (r"\b[0-9a-hjkmnp-tv-z]{8}(?=  (?:[0-9]{4}-|[✓✗!] ))", "ID"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME"),
    (r"\d\d:\d\d:\d\d\.\d{3}", "TIME"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "MOMENT"),
    (r"127\.0\.0\.1:\d+", "ADDRESS"),
    (r"\b[\d.]+ (ms|s)\b", "DURATION"),
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID"),
    (r"\b[0-9a-f]{64}\b", "DIGEST"),
    (r"\b[0-9a-f]{32}\b", "NONCE"),
    (r"\b1[0-9]{12}\b", "TIMESTAMP"),
    (r"^/\S+/config\.toml$", "CONFIG FILE"),
]
# The known answer of the signature is compared as it stands.
KEPT = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"


@dataclass(frozen=True)
class Example:
    """One `$ command` of a console block, and what stands below it."""

    line: int
    command: str
    output: str
    needs: str


def examples() -> Iterator[Example]:
    blocks = re.finditer(
        r"(?:<!-- with (?P<needs>[^>]*) -->\n)?```console\n(?P<text>.*?)```",
        README,
        re.DOTALL,
    )
    for block in blocks:
        line = README.count("\n", 0, block.start("text")) + 1
        for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Example(line, command, output.rstrip("\n"), block["needs"] or "")


def settled(text: str) -> str:
    text = text.replace(KEPT, "KNOWN ANSWER")
    for pattern, name in VARIABLE:
        text = re.sub(pattern, name, text)
    return re.sub(r" {2,}", "  ", text).strip()


def prepare(directory: Path) -> None:
    body = '{"eventName":"person.created","record":{"id":"1","name":"José"}}'
    (directory / "body.json").write_text(body, "utf-8")
    ada = (
        '{"eventName":"person.created","webhookId":"w",'
        '"record":{"name":"Ada Lovelace"}}'
    )
    engines = '{"eventName":"company.updated","record":{"name":"Analytical Engines"}}'
    headers = signed_headers(ada.encode(), "s3cret", "1735066639761", "00" * 16)
    lines = [{"headers": headers, "body": ada}, {"headers": [], "body": engines}]
    (directory / "deliveries.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), "utf-8"
    )
    (directory / "secrets.json").write_text('{"w": "s3cret"}', "utf-8")


@contextlib.contextmanager
def a_twenty() -> Iterator[dict[str, str]]:
    """A Twenty with one webhook, and the environment that reaches it."""
    fake = FakeTwenty("2.21")
    fake.add(
        id="beefbeef-0000-4000-8000-000000000000",
        targetUrl="https://hooks.example.com/crm",
        operations=["*.*"],
        secret="",
    )
    with serve(fake) as origin:
        yield {"TWENTY_API_URL": origin, "TWENTY_API_KEY": KEYS["admin"]}


@pytest.mark.parametrize(
    "example",
    tuple(examples()),
    ids=lambda example: f"line {example.line}: {example.command}",
)
def test_example(example: Example, tmp_path: Path) -> None:
    prepare(tmp_path)
    command = example.command
    beside = str(Path(sys.executable).parent)  # where `hooks` is installed
    with contextlib.ExitStack() as stack:
        if example.needs == "a listener":
            secrets = Secrets(local=secrets_file.local_secret())
            port = str(stack.enter_context(running(secrets)).port)
            command = command.replace(PORT, port)
        environment = dict(os.environ)
        if example.needs == "a Twenty":
            environment |= stack.enter_context(a_twenty())
        if command.startswith("hooks listen"):
            command += " --port 0"
            command += "" if "--for" in command else " --for 10ms"
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**environment, "PATH": os.pathsep.join([beside, os.environ["PATH"]])},
            check=False,
            timeout=60,
        )
    printed = done.stdout.decode()
    if example.command.startswith("hooks listen") and "--for" not in example.command:
        printed = printed.replace("no deliveries came\n", "")
    # The two streams of a pipe may come in another order than on a terminal.
    assert sorted(settled(printed).split("\n")) == sorted(
        settled(example.output).split("\n")
    )


def test_every_command_has_an_example_and_a_row() -> None:
    shown = {example.command.split()[1] for example in examples()}
    for entry in COMMANDS:
        assert entry.name in shown, entry.name
        assert f"| [`hooks {entry.name}`](#hooks-{entry.name}) |" in README


def test_the_two_commands_stand_there_word_for_word() -> None:
    install = "python3 -m venv .venv && .venv/bin/pip install"
    for rest in (". && .venv/bin/hooks demo", "-e '.[dev]' && .venv/bin/pytest"):
        assert f"```sh\n{install} {rest}\n```" in README


def test_every_option_named_exists() -> None:
    """An option that the README speaks of is one that some command has."""
    known = {"--help", "--version"}
    for entry in COMMANDS:
        command = entry.load()
        for one in (command, *getattr(command, "commands", {}).values()):
            for parameter in one.params:
                known.update(parameter.opts)
    others = {"--data-binary"}  # curl's
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert named - known - others == set()


def test_exit_codes_are_the_ones_in_the_code() -> None:
    from twenty_hooks import errors

    table = README.split("## Exit codes")[1].split("##")[0]
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    defined = {
        value for name, value in vars(errors).items() if name.startswith("EXIT_")
    }
    assert listed == defined
