"""Messages and help use the words of the field, and none that only we would know.

The retired words are those of `../docs/architecture.md`; a newcomer would have to ask
what they mean. Messages are read out of the source: every string that is no docstring.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import twenty_hooks

PACKAGE = Path(twenty_hooks.__file__).parent
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if path.is_dir())

RETIRED = re.compile(
    r"""
    \bjudg(?:e|ed|es|ing|ement)\b
    | \bcame\ (?:back|in|once\ more)\b | \b(?:what|that|than)\ came\b
    | \basked\ for\ came\b | \bdeliveries\ came\b
    | \bsigned\ anew\b | \bsign\ anew\b | \banew\b
    | \bis\ none\b | \bare\ none\b
    | \bnobody\b | \bsomebody\b | \bwhoever\b
    | \boff\ a\ terminal\b
    | \bmend(?:s|ed|ing)?\b
    | \bis\ like\ this\b
    | \bmisbehav\w+
    | \bwhere\ to\?
    | \bdoubt(?:s|ful)?\b
    | \bowed\b | \bunforwarded\b
    | \ba\ word\ for\ people\b
    | \blooks?\ wrong\b
    | \bsent\ (?:on|once\ more)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """Strings of a module a person may read, with their lines; docstrings of commands
    too, for they are the help."""
    tree = ast.parse(path.read_text())
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0] if node.body else None
            is_help = "cli" in path.parts and isinstance(node, ast.FunctionDef)
            if isinstance(first, ast.Expr) and not is_help:
                docstrings.add(id(first.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and " " in node.value
        ):
            yield node.lineno, node.value


@pytest.mark.parametrize("room", ROOMS)
def test_messages_use_no_retired_words(room: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text!r}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for line, text in messages(path)
        if RETIRED.search(text)
    ]
    assert not found, "\n".join(found)


# Rooms whose docstrings and comments are in plain English, too.
PLAIN = ("text", "system", "console", "protocol", "deliveries", "diagnosis")
MODULES = ("__init__.py", "api.py", "errors.py", "pytest_plugin.py")
RIDDLE = re.compile(
    r"^(?:That|Those|These|All\ that|As|Nothing|Some|None)\b"
    r"|\bwhat\ it\ is\b|\bis\ told\b|\bare\ told\b|\bsays?\ itself\b"
)


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the docstrings and comments of a module, with their lines."""
    source = path.read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield getattr(node, "lineno", 1), docstring
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize("room", [*PLAIN, *MODULES])
def test_docstrings_and_comments_are_plain(room: str) -> None:
    place = PACKAGE / room
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text!r}"
        for path in sorted(place.rglob("*.py") if place.is_dir() else [place])
        for line, text in prose(path)
        if RETIRED.search(text) or RIDDLE.search(text)
    ]
    assert not found, "\n".join(found)
