"""Show a progress bar on stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from twenty_hooks.console.output import Color, wants_color


class ProgressBar:
    """A bar on stderr, removed at the end. Not shown unless stderr is a terminal."""

    def __init__(self, count: int | None, color: Color = "auto") -> None:
        """Prepare the bar.

        Args:
            count: number of deliveries; None if unknown.
        """
        self._is_shown = (count is None or count > 1) and sys.stderr.isatty()
        # The bar must make room for lines on the same terminal.
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
            # Else rich captures writes to stdout and prints them on stderr.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("sending", total=count)

    def start(self) -> None:
        """Show the bar."""
        self._progress.start()

    def stop(self) -> None:
        """Remove the bar."""
        self._progress.stop()

    def advance(self) -> None:
        """Count one more delivery."""
        self._progress.advance(self._task)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Remove the bar while the block writes lines on stdout."""
        if not self._shares:
            yield
            return
        self._progress.stop()
        yield
        sys.stdout.flush()
        self._progress.start()
