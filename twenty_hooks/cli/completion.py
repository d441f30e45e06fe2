"""`hooks completion`: scripts that let a shell complete `hooks`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption
from twenty_hooks.console.output import Output


class Shell(StrEnum):
    """The supported shells."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Print a shell completion script.

    \b
    bash  hooks completion bash > ~/.local/share/bash-completion/completions/hooks
    zsh   hooks completion zsh > ~/.zfunc/_hooks   (with ~/.zfunc in $fpath)
    fish  hooks completion fish > ~/.config/fish/completions/hooks.fish
    """
    from twenty_hooks.completions import SCRIPTS, read

    script = SCRIPTS[shell.value].make(read(context.find_root().command))
    Output(color=color.value).data(script.removesuffix("\n"))
