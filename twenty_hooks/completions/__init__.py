"""Generate completion scripts for bash, zsh and fish from the tree of commands.

The scripts contain everything that is known when they are generated, so that pressing
tab never starts Python. Only webhook ids are read at that time, from a small file that
`hooks list` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from twenty_hooks.completions import bash, fish, zsh
from twenty_hooks.completions.tree import Command, read


class ShellScript(NamedTuple):
    """How to make the script of a shell, and its file in `completions/`."""

    make: Callable[[Command], str]
    file_name: str


SCRIPTS = {
    "bash": ShellScript(bash.script, "hooks.bash"),
    "zsh": ShellScript(zsh.script, "_hooks"),
    "fish": ShellScript(fish.script, "hooks.fish"),
}

__all__ = ["SCRIPTS", "Command", "ShellScript", "read"]
