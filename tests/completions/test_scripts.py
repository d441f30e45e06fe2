"""The completion scripts: fresh, static, and driven in the shells themselves."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from twenty_hooks.completions import SCRIPTS

DIRECTORY = Path(__file__).parents[2] / "completions"
IDS = ("abcd0000-0000-4000-8000-000000000001", "abce0000-0000-4000-8000-000000000002")
LATEST = {"@1", "@2", "@3"}
PATIENCE_S = 60

Complete = Callable[[str], list[str]]


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_committed_scripts_are_the_generated_ones(shell: str, run: Run) -> None:
    name = SCRIPTS[shell].file_name
    assert (DIRECTORY / name).read_text("utf-8") == run("completion", shell).text, (
        f"stale: hooks completion {shell} > completions/{name}"
    )


def test_an_unknown_shell_is_a_usage_error(run: Run) -> None:
    assert run("completion", "tcsh").code == 2


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Stubs of the programs that must not start, and the cache of `hooks list`."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("hooks", "twenty-hooks", "python", "python3"):
        stub = programs / name
        stub.write_text(f"#!/bin/sh\necho {name} >> {tmp_path}/started\n")
        stub.chmod(0o755)
    cache = tmp_path / "cache"
    cache.mkdir()
    lines = [f"{each}\texample.com/a:b$(touch {tmp_path}/ran)\n" for each in IDS]
    (cache / "webhooks").write_text("".join(lines))
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "TWENTY_HOOKS_CACHE_DIR": str(cache),
    }


@pytest.fixture(params=["bash", "fish", "zsh"])
def complete(
    request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path
) -> Iterator[Complete]:
    """Return what a shell offers for a line. No program may have been started."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: apt-get install {shell}")
    run_shell = {"bash": _in_bash, "fish": _in_fish, "zsh": _in_zsh}[shell]
    yield lambda line: run_shell(line, environment, tmp_path)
    assert not (tmp_path / "started").exists()
    assert not (tmp_path / "ran").exists()


def _in_bash(line: str, environment: dict[str, str], directory: Path) -> list[str]:
    code = """
    source "$1"
    COMP_WORDS=($2); [[ $2 == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _hooks
    printf '%s\\n' "${COMPREPLY[@]}"
    """
    script = DIRECTORY / "hooks.bash"
    # bash splits words like this: `=`, `@` and `=@` are words of their own.
    words = re.sub("([=@]+)", r" \1 ", line)
    words = words.rstrip() if line.endswith("@") else words
    return _run(
        ["bash", "--norc", "-f", "-c", code, "x", str(script), words],
        environment,
        directory,
    )


def _in_fish(line: str, environment: dict[str, str], directory: Path) -> list[str]:
    code = f"source {DIRECTORY}/hooks.fish; complete -C {line!r}"
    shown = _run(["fish", "--no-config", "-c", code], environment, directory)
    return [each.partition("\t")[0].rpartition("=")[2] for each in shown]


# An interactive zsh inside zsh. Every completion calls compadd in the end: here it
# prints the words that match.
_ZSH = r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT=; fpath=('$1' $fpath); autoload -Uz compinit; compinit -u -D'
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  typeset -a fitting; builtin compadd -A fitting "$@"
  print -rl -- "<${(@)^fitting}>"; builtin compadd "$@"
}'
zpty -w shell 'offer() { zle complete-word; print "<""<end>>" }
zle -N offer; bindkey "^X" offer'
zpty -n -w shell $2$'\x18'
while zpty -r shell line; do
  print -rn -- "$line"
  [[ $line == *'<<end>>'* ]] && break
done
zpty -d shell
"""


def _in_zsh(line: str, environment: dict[str, str], directory: Path) -> list[str]:
    command = ["zsh", "-f", "-c", _ZSH, "x", str(DIRECTORY), line]
    shown = "\n".join(_run(command, environment, directory))
    return re.findall(r"<([^<>\n\r]+)>\r", shown.replace("\n", "\r\n"))


def _run(command: list[str], environment: dict[str, str], directory: Path) -> list[str]:
    ran = subprocess.run(
        command,
        env=environment,
        cwd=directory,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ran.stderr == b""
    return [each for each in ran.stdout.decode().splitlines() if each]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("hooks cr", {"create"}),
        ("hooks ", {"create", "list", "show", "update", "delete", "verify", "config"}),
        ("twenty-hooks lis", {"list"}),
        ("hooks config ", {"show", "path"}),
        ("hooks create --op", {"--operation"}),
        ("hooks create -o person.cr", {"person.created"}),
        ("hooks create https://a.example/ -o workflowRun.up", {"workflowRun.updated"}),
        ("hooks verify --color ", {"auto", "always", "never"}),
        ("hooks verify --color=al", {"always"}),
        ("hooks completion ", {"bash", "zsh", "fish"}),
        ("hooks show abc", set(IDS)),
        ("hooks delete abce", {IDS[1]}),
        ("hooks update ", set(IDS)),
        ("hooks config show --pro", {"--profile"}),
        ("hooks sample person.cr", {"person.created"}),
        ("hooks deliveries show ", LATEST),
        ("hooks deliveries show @", LATEST),
        ("hooks deliveries diff @2 @", LATEST),
        ("hooks deliveries export @2 @1 @", LATEST),
        ("hooks send --from @", LATEST),
        ("hooks send --from=@", LATEST),
        ("hooks send --from=@2", {"@2"}),
        ("hooks verify @3", {"@3"}),
        ("hooks replay @2 @", LATEST),
        ("hooks deliveries list --webhook abce", {IDS[1]}),
    ],
)
def test_a_shell_offers_the_words_that_match(
    complete: Complete, line: str, offered: set[str]
) -> None:
    found = set(complete(line))
    assert offered <= found
    if not line.endswith(" "):
        typed = line.split()[-1].rpartition("=")[2]
        assert all(each.startswith(typed) for each in found)


@pytest.mark.parametrize("line", ["hooks show ", "hooks deliveries list --record "])
def test_no_delivery_is_offered_for_something_else(
    complete: Complete, line: str
) -> None:
    assert not LATEST & set(complete(line))


@pytest.mark.parametrize("command", ["sample", "send", "replay"])
def test_no_file_is_offered_for_a_path_in_a_record(
    complete: Complete, tmp_path: Path, command: str
) -> None:
    (tmp_path / "job.json").touch()
    assert complete(f"hooks {command} --unset jo") == []


def test_files_are_offered_beside_deliveries(
    complete: Complete, tmp_path: Path
) -> None:
    (tmp_path / "body.json").touch()
    assert {"body.json", *LATEST} <= set(complete("hooks verify "))
    assert complete("hooks verify bod") == ["body.json"]


def test_wildcards_are_quoted_for_bash(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert r"person.\*" in _in_bash("hooks create -o person.", environment, tmp_path)


def test_files_are_offered_for_files(complete: Complete, tmp_path: Path) -> None:
    (tmp_path / "body.json").touch()
    assert "body.json" in complete("hooks sign bod")


@pytest.mark.parametrize(
    ("shell", "typed", "shown"),
    [
        ("bash", "hooks verify --toler\t", "--tolerance"),
        ("fish", "hooks verify --toler\t", "--tolerance"),
        ("zsh", "hooks verify --toler\t", "--tolerance"),
        ("bash", "hooks show abce\t", IDS[1]),
        ("fish", "hooks show abce\t", IDS[1]),
        ("zsh", "hooks show abce\t", IDS[1]),
        ("bash", "hooks send --from=@\t\t", "@3"),  # bash splits words at @
        ("zsh", "hooks verify @\t\t", "@3"),
    ],
)
def test_a_real_tab_on_a_real_terminal(
    shell: str, typed: str, shown: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """Type, press tab, and read what the terminal shows."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: apt-get install {shell}")
    set_up = {
        "bash": f"source {DIRECTORY}/hooks.bash",
        "fish": f"source {DIRECTORY}/hooks.fish",
        "zsh": f"fpath=({DIRECTORY} $fpath); autoload -Uz compinit; compinit -u -D",
    }[shell]
    command = {
        "bash": ["bash", "--norc", "--noprofile", "-i"],
        "fish": ["fish", "--no-config", "-i"],
        "zsh": ["zsh", "-f", "-i"],
    }[shell]
    with Terminal(command, environment, tmp_path) as terminal:
        terminal.type(f"{set_up}; echo re''ady\r")
        terminal.wait_for("ready")
        terminal.type(typed)
        terminal.wait_for(shown)
    assert not (tmp_path / "started").exists()


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(
        self, command: list[str], environment: dict[str, str], directory: Path
    ) -> None:
        self.seen = ""
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chdir(directory)
            os.execvpe(command[0], command, environment)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_error: object) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)

    def type(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def wait_for(self, text: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while text not in self.seen:
            assert time.monotonic() < until, self.seen
            if select.select([self.descriptor], [], [], 1)[0]:
                self.seen += os.read(self.descriptor, 65_536).decode("utf-8", "replace")
