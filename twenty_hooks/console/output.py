"""What a command prints. stdout carries data only; words to people go to stderr.

Data is either lines for a person or JSON for a program, never both. Standard
library and Typer's styling only: the commands that must start fast print through
here.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Literal, TextIO

import typer

from twenty_hooks.console.escape import visible
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

    def data(self, text: str) -> None:
        """A line of data for a person, already safe to show."""
        _write(sys.stdout, text + "\n")

    def raw(self, data: bytes) -> None:
        """Exact bytes of data, nothing added."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

    def json_line(self, value: Any, *, at_once: bool = True) -> None:
        """One object on one line. at_once: flushed, so that nobody waits for it."""
        sys.stdout.write(compact_json(value) + "\n")
        if at_once:
            sys.stdout.flush()

    def json_document(self, value: Any) -> None:
        """The one answer of a command that answers once."""
        sys.stdout.write(_escape_del(json.dumps(value, indent=2)) + "\n")

    def info(self, text: str) -> None:
        """A line to the person: progress, notes, hints."""
        _write(sys.stderr, text + "\n")

    def warning(self, text: str) -> None:
        """Something that looks wrong, and does not stop the command."""
        self.info(f"{self.style('warning:', err=True, fg='yellow')} {visible(text)}")

    def note(self, text: str) -> None:
        """Something worth knowing, and nothing wrong."""
        self.info(f"{self.style('note:', err=True, fg='cyan')} {visible(text)}")

    def style(self, text: str, *, err: bool = False, **how: Any) -> str:
        """Text in a colour, where the stream may have one."""
        stream = sys.stderr if err else sys.stdout
        return typer.style(text, **how) if wants_color(stream, self.color) else text


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked: stdin and stderr are terminals."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def wants_color(stream: TextIO, color: Color = "auto") -> bool:
    """`--color` decides, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def compact_json(value: Any) -> str:
    """JSON in ASCII on one line: nothing in it can act on a terminal."""
    return _escape_del(_encode_compact(value))


def show_error(error: HooksError, *, as_json: bool) -> None:
    """`error:` and `hint:` on stderr, or the same as one JSON object."""
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
    _write(sys.stderr, f"{label} {visible(error.message)}\n")
    if error.hint:
        label = typer.style("hint:", fg="cyan") if paint else "hint:"
        _write(sys.stderr, f"{label} {visible(error.hint)}\n")


def fit(text: str, stream: TextIO) -> str:
    """The text in the characters this stream has: ASCII stand-ins for our symbols,
    escapes for the rest."""
    encoding = stream.encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for symbol, plain in _ASCII.items():
            text = text.replace(symbol, plain)
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _write(stream: TextIO, text: str) -> None:
    stream.write(fit(text, stream))


def _escape_del(text: str) -> str:
    return text.replace("\x7f", "\\u007f")
