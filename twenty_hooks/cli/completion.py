"""`hooks completion`: a script that teaches a shell to complete `hooks`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from twenty_hooks.console.output import Output


class Shell(StrEnum):
    """The shells there is a script for."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="For which shell.")],
) -> None:
    """Print a shell completion script.

    \b
    bash        hooks completion bash > ~/.local/share/bash-completion/completions/hooks
    zsh         hooks completion zsh > ~/.zfunc/_hooks   (with ~/.zfunc in $fpath)
    fish        hooks completion fish > ~/.config/fish/completions/hooks.fish
    powershell  hooks completion powershell >> $PROFILE
    """
    from twenty_hooks.completions import SHELLS, read

    make, _ = SHELLS[shell.value]
    Output().data(make(read(context.find_root().command)).removesuffix("\n"))
