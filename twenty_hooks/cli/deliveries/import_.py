"""`hooks deliveries import`."""

from __future__ import annotations

from twenty_hooks.cli.arguments import open_store
from twenty_hooks.cli.options.deliveries import ImportArgument
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
)
from twenty_hooks.config.secrets import verification_secrets
from twenty_hooks.console import file_input
from twenty_hooks.console.output import Output
from twenty_hooks.formats.importing import Import
from twenty_hooks.formats.problems import ProblemLog


def import_(
    file: ImportArgument,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Import saved deliveries into the store.

    Verifies each with the secrets that are known here. Deliveries that are already
    stored are skipped, so the same file can be imported again. Exit code 1 if a part
    of it can't be read.

    \b
    hooks deliveries import today.jsonl
    hooks deliveries import - --secret-file secrets.json < exported.jsonl
    """
    secrets = verification_secrets(secret, secret_file)
    output = Output(as_json=as_json, color=color.value)
    problems = ProblemLog(output)
    with file_input.opened(file, "the deliveries") as stream:
        saved = Import(stream, file, secrets)
        with open_store(store, writable=True) as database:
            result = saved.run(database.add, problems)
    output.emit(result, result.lines)
    return problems.exit_code
