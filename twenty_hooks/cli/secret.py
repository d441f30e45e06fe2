"""`hooks secret`: the local secret of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.config import secrets_file
from twenty_hooks.console.output import Output


def secret(
    new: Annotated[
        bool, typer.Option("--new", help="Replace it by a new secret.")
    ] = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Print the local secret of this machine.

    `hooks send`, `sign` and `listen` use it if no other secret is given, so that they
    agree without any setup. It is made on first use, and only you can read its file.

    \b
    hooks secret
    hooks secret --new
    """
    value = secrets_file.replace_local_secret() if new else secrets_file.local_secret()
    output = Output(as_json=as_json, color=color.value)
    document = {"secret": value, "path": str(secrets_file.path())}
    output.emit(document, lambda: [value])
