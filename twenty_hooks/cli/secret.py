"""`hooks secret`: the secret of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli.options.shared import JsonOption
from twenty_hooks.config import secrets_file
from twenty_hooks.console.output import Output


def secret(
    new: Annotated[
        bool, typer.Option("--new", help="Forget it and make another.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Print the local secret of this machine.

    `hooks send`, `sign` and `listen` use it when no other secret is given, so that
    they agree with no set-up. It is made on first use and kept readable by you alone.

    \b
    hooks secret
    hooks secret --new
    """
    value = secrets_file.replace_local_secret() if new else secrets_file.local_secret()
    output = Output(as_json=as_json)
    if as_json:
        output.json_document({"secret": value, "path": str(secrets_file.path())})
    else:
        output.data(value)
