"""Completion scripts for bash, zsh, fish and PowerShell, from a tree of commands.

Everything that can be known when they are generated stands in them: a tab never
starts Python. Only webhook ids are read when asked for, from the small file that `list`
leaves.
"""

from __future__ import annotations

from collections.abc import Callable

from twenty_hooks.completions import bash, fish, powershell, zsh
from twenty_hooks.completions.tree import Command, read

# shell: (how its script is made, its name in `completions/`)
SHELLS: dict[str, tuple[Callable[[Command], str], str]] = {
    "bash": (bash.script, "hooks.bash"),
    "zsh": (zsh.script, "_hooks"),
    "fish": (fish.script, "hooks.fish"),
    "powershell": (powershell.script, "hooks.ps1"),
}

__all__ = ["SHELLS", "Command", "read"]
