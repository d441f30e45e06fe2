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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import Run
from twenty_hooks.completions import SHELLS

DIRECTORY = Path(__file__).parents[2] / "completions"
IDS = ("abcd0000-0000-4000-8000-000000000001", "abce0000-0000-4000-8000-000000000002")
DELIVERIES = ("k3f9a2xq", "k3faaaaa", "yyyy2222", "zzzz1111")
PATIENCE_S = 60

Complete = Callable[[str], list[str]]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_scripts_are_as_generated(shell: str, run: Run) -> None:
    _, name = SHELLS[shell]
    assert (DIRECTORY / name).read_text("utf-8") == run("completion", shell).text, (
        f"stale: hooks completion {shell} > completions/{name}"
    )


def test_an_unknown_shell_is_usage(run: Run) -> None:
    assert run("completion", "tcsh").code == 2


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Programs that complete must not start, and the cache that `list` leaves."""
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
    write_deliveries(tmp_path / ".local/share/twenty-hooks/deliveries.db", tmp_path)
    write_deliveries(tmp_path / "other.db", tmp_path, ids=("0therid1",))
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "TWENTY_HOOKS_CACHE_DIR": str(cache),
    }


def write_deliveries(
    store: Path, directory: Path, ids: Sequence[str] = DELIVERIES
) -> None:
    """What a listener leaves beside its store, and a line that it never would."""
    names = ("person.created", "", "company.deleted")
    lines = [f"{one}\t{names[place % 3]}\n" for place, one in enumerate(ids)]
    lines.append(f"$(touch {directory}/ran)\t`touch {directory}/ran`;'\"\n")
    store.parent.mkdir(parents=True, exist_ok=True)
    store.with_name(f"{store.name}-recent").write_text("".join(lines))


@pytest.fixture(params=["bash", "fish", "zsh"])
def complete(
    request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path
) -> Iterator[Complete]:
    """What a shell offers for a line; at the end nothing has been started."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: apt-get install {shell}")
    how = {"bash": _in_bash, "fish": _in_fish, "zsh": _in_zsh}[shell]
    yield lambda line: how(line, environment, tmp_path)
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
    # Words as bash itself would split them: `=`, `@` and `=@` stand alone.
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


# An interactive zsh inside zsh. compadd is where every completion ends up: it prints
# what it is given to match, after zsh has thrown out what does not fit.
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
        ("hooks completion ", {"bash", "zsh", "fish", "powershell"}),
        ("hooks show abc", set(IDS)),
        ("hooks delete abce", {IDS[1]}),
        ("hooks update ", set(IDS)),
        ("hooks config show --pro", {"--profile"}),
        ("hooks sample person.cr", {"person.created"}),
        ("hooks deliveries show ", {"@1", "@2", "@3", *DELIVERIES}),
        ("hooks deliveries show @", {"@1", "@2", "@3"}),
        ("hooks deliveries show k3", set(DELIVERIES[:2])),
        ("hooks deliveries diff @2 k3", set(DELIVERIES[:2])),
        ("hooks deliveries export @2 @1 zz", {DELIVERIES[3]}),
        ("hooks send --from k3f9", {DELIVERIES[0]}),
        ("hooks send --from=@", {"@1", "@2", "@3"}),
        ("hooks send --from=@2", {"@2"}),
        ("hooks verify k3f9", {DELIVERIES[0]}),
        ("hooks verify @3", {"@3"}),
        ("hooks replay @2 k3f9", {DELIVERIES[0]}),
        ("hooks deliveries list --webhook abce", {IDS[1]}),
    ],
)
def test_what_a_shell_offers(complete: Complete, line: str, offered: set[str]) -> None:
    found = set(complete(line))
    assert offered <= found
    if not line.endswith(" "):
        typed = line.split()[-1].rpartition("=")[2]
        assert all(each.startswith(typed) for each in found)


@pytest.mark.parametrize("line", ["hooks show ", "hooks deliveries list --record "])
def test_where_something_else_is_meant_no_delivery_is_offered(
    complete: Complete, line: str
) -> None:
    assert not {"@1", *DELIVERIES} & set(complete(line))


def test_deliveries_are_those_of_the_store_in_use(
    complete: Complete, environment: dict[str, str], tmp_path: Path
) -> None:
    environment["TWENTY_HOOKS_STORE"] = str(tmp_path / "other.db")
    found = set(complete("hooks deliveries show "))
    assert {"@1", "0therid1"} <= found
    assert not set(DELIVERIES) & found


@pytest.mark.parametrize(
    "line",
    [
        "hooks deliveries show --store {} ",
        "hooks deliveries show --store={} ",
        "hooks replay --event x.y --store {} ",
        "hooks send --store {} --from ",
        "hooks deliveries diff --store {} @1 ",
    ],
)
@pytest.mark.parametrize("name", ["other.db", "~/other.db", "$DIRECTORY/other.db"])
def test_a_store_on_the_line_is_the_one_in_use(
    complete: Complete, tmp_path: Path, line: str, name: str
) -> None:
    found = set(complete(line.format(name.replace("$DIRECTORY", str(tmp_path)))))
    assert "0therid1" in found
    assert not set(DELIVERIES) & found


@pytest.mark.parametrize("command", ["sample", "send", "replay"])
def test_a_path_into_a_record_is_no_file(
    complete: Complete, tmp_path: Path, command: str
) -> None:
    (tmp_path / "job.json").touch()
    assert complete(f"hooks {command} --unset jo") == []


def test_without_a_store_there_is_nothing_to_offer(
    complete: Complete, environment: dict[str, str], tmp_path: Path
) -> None:
    environment["TWENTY_HOOKS_STORE"] = str(tmp_path / "none.db")
    assert complete("hooks deliveries show @") == []


@pytest.mark.skipif(not shutil.which("fish"), reason="apt-get install fish")
def test_fish_describes_deliveries_by_their_event(
    environment: dict[str, str], tmp_path: Path
) -> None:
    code = f"source {DIRECTORY}/hooks.fish; complete -C 'hooks deliveries show '"
    shown = _run(["fish", "--no-config", "-c", code], environment, tmp_path)
    assert shown[:5] == [
        "@1\tperson.created",
        "@2",
        "@3\tcompany.deleted",
        "k3f9a2xq\tperson.created",
        "k3faaaaa",
    ]


def test_files_are_offered_beside_deliveries(
    complete: Complete, tmp_path: Path
) -> None:
    (tmp_path / "k3f9.json").touch()
    assert {"k3f9.json", DELIVERIES[0]} <= set(complete("hooks verify k3f9"))


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
        ("bash", "hooks deliveries show k3fa\t", "k3faaaaa"),
        ("fish", "hooks deliveries show k3fa\t", "k3faaaaa"),
        ("zsh", "hooks deliveries show k3fa\t", "k3faaaaa"),
        ("bash", "hooks send --from=@\t\t", "@3"),  # bash splits words at @
        ("zsh", "hooks deliveries show @\t\t", "company.deleted"),
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
