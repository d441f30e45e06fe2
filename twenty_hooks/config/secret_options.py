"""Read the secrets that the user gives: --secret, --secret-file, the environment.

A secret file holds one secret, on one line, or a JSON object of webhookId to secret.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.system import files

SECRET_VARIABLE = "TWENTY_WEBHOOK_SECRET"  # noqa: S105 - its name, not its value

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A line of a .env file. No secret of Twenty or of ours begins with such a name.
_ASSIGNMENT = re.compile(r"(export )?[A-Z][A-Z0-9_]*SECRET[A-Z0-9_]*=", re.ASCII)


class GivenSecrets(NamedTuple):
    """The secrets of the options, or else of the environment.

    Attributes:
        plain: the secrets that are for any webhook.
        by_webhook: webhookId to secret; an empty secret says that the webhook is
            unsigned.
    """

    plain: tuple[str, ...] = ()
    by_webhook: Mapping[str, str] = {}

    @property
    def are_given(self) -> bool:
        """Whether there is any."""
        return bool(self.plain or self.by_webhook)


def read(
    secret: Sequence[str] | None, secret_file: Sequence[Path] | None
) -> GivenSecrets:
    """Return all secrets of the options; with none, the one of the environment.

    Raises SetupError for a file that can't be read, UsageError for one without a
    secret.
    """
    plain = [text for text in secret or () if text]
    by_webhook: dict[str, str] = {}
    for path in secret_file or ():
        content = _read_file(path)
        if isinstance(content, str):
            plain += [content] if content else []
        else:
            by_webhook |= content
    if secret_file and not plain and not any(by_webhook.values()):
        raise UsageError(
            f"there is no secret in {', '.join(map(str, secret_file))}",
            hint="write the secret into the file, or leave --secret-file out",
        )
    from_environment = os.environ.get(SECRET_VARIABLE)
    if not plain and not by_webhook and from_environment:
        plain.append(from_environment)
    return GivenSecrets(tuple(plain), by_webhook)


def read_one(secret: str | None, secret_file: Path | None) -> str | None:
    """Return the one secret of the options for a new webhook; None if none is given.

    The environment is not read: its secret is for verifying. Raises UsageError for an
    empty secret or several, SetupError for a file that can't be read.
    """
    if secret is not None and secret_file is not None:
        raise UsageError("give --secret or --secret-file, not both")
    found: str | dict[str, str] | None = secret
    source = "--secret"
    if secret_file is not None:
        found, source = _read_file(secret_file), str(secret_file)
    if isinstance(found, dict):
        raise UsageError(
            f"{source} is a JSON object of secrets, and a webhook has one secret",
            hint="write the secret alone into a file",
        )
    if found == "":
        raise UsageError(
            f"there is no secret in {source}",
            hint="leave it out to have a secret made, or use --unsigned",
        )
    return found


def _read_file(path: Path) -> str | dict[str, str]:
    """Return the secret in a file, or its secrets by webhookId."""
    data = files.read_bytes(path, "the secret file").removeprefix(codecs.BOM_UTF8)
    if b"\0" in data or data.startswith(_UTF_16):
        raise _bad_file(path, "is not text in UTF-8", "save it as UTF-8")
    if data.lstrip()[:1] in (b"{", b"[", b'"'):
        return _read_object(path, data)
    text = data.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")
    if "\n" in text:
        raise _bad_file(path, "has several lines", "write one secret, on one line")
    if _ASSIGNMENT.match(text):
        raise _bad_file(path, "is NAME=VALUE", "write only the secret into it")
    return text


def _read_object(path: Path, data: bytes) -> dict[str, str]:
    from twenty_hooks.text import js_json

    hint = 'write {"webhookId": "secret", ...}, or one secret without quotes'
    try:
        value = js_json.parse(data)
    except ValueError as error:
        raise _bad_file(path, f"begins like JSON, but is {error}", hint) from error
    if not isinstance(value, dict):
        raise _bad_file(path, "is JSON, but not an object", hint)
    for webhook_id, secret in value.items():
        if not isinstance(secret, str):
            raise _bad_file(path, f"has no text as the secret of '{webhook_id}'", hint)
    return value


def _bad_file(path: Path, problem: str, hint: str) -> SetupError:
    return SetupError(
        f"the secret file {path} {problem}", hint=hint, code="bad-secrets"
    )
