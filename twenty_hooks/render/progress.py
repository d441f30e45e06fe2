"""How far many deliveries are: a bar on stderr."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from twenty_hooks.output import Color, wants_color


def sending(count: int, color: Color = "auto") -> Progress:
    """A progress bar on stderr; nothing where that is no terminal."""
    return Progress(
        TextColumn("sending"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(
            stderr=True,
            no_color=not wants_color(sys.stderr, color),
            legacy_windows=False,
        ),
        transient=True,
        disable=count == 1 or not sys.stderr.isatty(),
    )
