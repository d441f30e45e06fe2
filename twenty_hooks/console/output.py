"""Print the result of a command on stdout, and messages to the user on stderr.

A result is either text for a person or JSON for a program, never both; messages never
go to stdout. Standard library and Typer's styling only: commands that must start fast
print through this module.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, Literal, TextIO

import typer

from twenty_hooks.console.escape import visible
from twenty_hooks.console.wrapping import width_of, wrap
from twenty_hooks.errors import HooksError

Color = Literal["auto", "always", "never"]

# Made once: json.dumps would make one for each line.
_encode_compact = json.JSONEncoder(separators=(",", ":")).encode
_ASCII = {"✓": "ok", "✗": "x", "!": "!", "→": "->", "·": "-", "…": "..."}


class Output:
    """The two streams of one run of one command."""

    def __init__(self, *, as_json: bool = False, color: Color = "auto") -> None:
        self.as_json = as_json
        self.color = color

    @property
    def width(self) -> int | None:
        """Columns of the terminal on stdout; None if it is not a terminal."""
        return width_of(sys.stdout)

    @property
    def has_color(self) -> bool:
        """Whether stdout shows colours."""
        return wants_color(sys.stdout, self.color)

    def emit(self, value: Any, text: Callable[[], Iterable[str]]) -> None:
        """Print the one result of a command.

        Args:
            value: for `--json`, printed as one document. JSON-ready, or an object
                with a `to_json` method.
            text: gives the lines for a person, already escaped. Not called with
                `--json`.
        """
        if self.as_json:
            self.json_document(_json_ready(value))
            return
        for line in text():
            self.data(line)

    def emit_item(self, value: Any, text: Callable[[], Iterable[str]]) -> None:
        """Print one result of a stream, flushed: JSON on one line, or lines of text."""
        if self.as_json:
            self.json_line(_json_ready(value))
            return
        for line in text():
            self.data(line)
        sys.stdout.flush()

    def data(self, text: str) -> None:
        """Print a line of the result for a person. The text must be escaped."""
        _write(sys.stdout, text + "\n")

    def raw(self, data: bytes) -> None:
        """Print bytes of the result exactly, without a newline."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

    def json_line(self, value: Any, *, at_once: bool = True) -> None:
        """Print a value as JSON on one line; `at_once` flushes it."""
        sys.stdout.write(compact_json(value) + "\n")
        if at_once:
            sys.stdout.flush()

    def json_document(self, value: Any) -> None:
        """Print a value as an indented JSON document."""
        sys.stdout.write(_escape_del(json.dumps(value, indent=2)) + "\n")

    def info(self, text: str) -> None:
        """Print a message on stderr, wrapped at the width of the terminal."""
        _message(text)

    def warning(self, text: str) -> None:
        """Print a warning: something is probably wrong, and the command goes on."""
        label = self.style("warning:", err=True, fg="yellow")
        _message(f"{label} {visible(text)}", indent="  ")

    def note(self, text: str) -> None:
        """Print a note: something the user should know, and nothing is wrong."""
        label = self.style("note:", err=True, fg="cyan")
        _message(f"{label} {visible(text)}", indent="  ")

    def style(self, text: str, *, err: bool = False, **how: Any) -> str:
        """Return the text in colour, if the stream shows colours."""
        stream = sys.stderr if err else sys.stdout
        return typer.style(text, **how) if wants_color(stream, self.color) else text


def is_terminal() -> bool:
    """Whether the user can be asked: stdin and stderr are both terminals."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def wants_color(stream: TextIO, color: Color = "auto") -> bool:
    """Whether to use colour: `--color`, NO_COLOR, FORCE_COLOR, then the terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def compact_json(value: Any) -> str:
    """Return JSON in ASCII on one line, without anything a terminal would act on."""
    return _escape_del(_encode_compact(value))


def show_error(error: HooksError, *, as_json: bool) -> None:
    """Print an error and its hint on stderr, or both as one JSON object."""
    if as_json:
        shape = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint or None,
        }
        sys.stderr.write(compact_json({"error": shape}) + "\n")
        return
    paint = wants_color(sys.stderr)
    label = typer.style("error:", fg="red", bold=True) if paint else "error:"
    _message(f"{label} {visible(error.message)}", indent="  ")
    if error.hint:
        label = typer.style("hint:", fg="cyan") if paint else "hint:"
        _message(f"{label} {visible(error.hint)}", indent="  ")


def fit(text: str, stream: TextIO) -> str:
    """Return the text in the encoding of the stream.

    Our symbols become ASCII where it lacks them, other characters an escape.
    """
    encoding = stream.encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for symbol, plain in _ASCII.items():
            text = text.replace(symbol, plain)
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _message(text: str, indent: str = "") -> None:
    _write(sys.stderr, wrap(text, width_of(sys.stderr), indent) + "\n")


def _json_ready(value: Any) -> Any:
    to_json = getattr(value, "to_json", None)
    return value if to_json is None else to_json()


def _write(stream: TextIO, text: str) -> None:
    stream.write(fit(text, stream))


def _escape_del(text: str) -> str:
    return text.replace("\x7f", "\\u007f")
