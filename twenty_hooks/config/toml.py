"""Reading a settings file, strictly: a mistyped name is an error, never ignored."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from twenty_hooks.errors import SetupError
from twenty_hooks.system import files


def read(path: Path, what: str) -> dict[str, Any]:
    """Its content. Raises SetupError when it can't be read or is not TOML."""
    try:
        return tomllib.loads(files.read_bytes(path, what).decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, f"is not TOML: {error}") from error


def refuse_unknown(
    content: dict[str, Any], known: Iterable[str], path: Path, where: str = ""
) -> None:
    """Raise SetupError for any name that means nothing."""
    known = tuple(known)
    for name in content:
        if name not in known:
            raise _bad(path, f"{where}has no setting '{name}', only {', '.join(known)}")


def text(content: dict[str, Any], name: str, path: Path) -> str | None:
    """A setting that is text; None when it is not there or empty."""
    value = content.get(name)
    if value is not None and not isinstance(value, str):
        raise _bad(path, f"'{name}' is not text: write {name} = \"...\"")
    return value or None


def _bad(path: Path, problem: str) -> SetupError:
    return SetupError(
        f"{path}: {problem}",
        hint="see the README for what a settings file holds",
        code="bad-config",
    )
