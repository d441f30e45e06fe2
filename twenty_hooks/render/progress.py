"""How far many deliveries are: a bar on stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from twenty_hooks.console.output import Color, wants_color


class Bar:
    """A bar on stderr while it runs, gone afterwards; nothing off a terminal."""

    def __init__(self, count: int | None, color: Color = "auto") -> None:
        """count: None where nobody knows how many there will be."""
        self._is_shown = (count is None or count > 1) and sys.stderr.isatty()
        # Lines on the same terminal would run into the bar.
        self._shares = self._is_shown and sys.stdout.isatty()
        self._progress = Progress(
            TextColumn("sending"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(
                stderr=True,
                no_color=not wants_color(sys.stderr, color),
                legacy_windows=False,
            ),
            transient=True,
            disable=not self._is_shown,
            # Otherwise rich takes what is written to stdout, and prints it on stderr.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("sending", total=count)

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        self._progress.stop()

    def advance(self) -> None:
        self._progress.advance(self._task)

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Room for lines on stdout."""
        if not self._shares:
            yield
            return
        self._progress.stop()
        yield
        sys.stdout.flush()
        self._progress.start()
