"""Read a settings file strictly: a mistyped name is an error, never ignored."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from twenty_hooks.errors import SetupError
from twenty_hooks.system import files


def read(path: Path, what: str) -> dict[str, Any]:
    """Return the content of a file. Raises SetupError if it is not readable TOML.

    Args:
        what: names the file in the error.
    """
    try:
        return tomllib.loads(files.read_bytes(path, what).decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise bad_config(path, f"is not TOML: {error}") from error


def check_names(
    content: dict[str, Any], known: Iterable[str], path: Path, table: str = ""
) -> None:
    """Raise SetupError for a name that is not a known setting.

    Args:
        table: the heading of the table in the error, with a blank behind it.
    """
    known = tuple(known)
    for name in content:
        if name not in known:
            raise bad_config(
                path, f"{table}has no setting '{name}', only {', '.join(known)}"
            )


def text(content: dict[str, Any], name: str, path: Path) -> str | None:
    """Return a setting that is text; None if it is missing or empty."""
    value = content.get(name)
    if value is not None and not isinstance(value, str):
        raise bad_config(path, f"'{name}' is not text: write {name} = \"...\"")
    return value or None


def bad_config(path: Path, problem: str) -> SetupError:
    """Return the error for a settings file with a problem."""
    return SetupError(
        f"{path}: {problem}",
        hint="show the settings and their files: hooks config show",
        code="bad-config",
    )
