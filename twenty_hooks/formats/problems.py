"""What of a file of deliveries could not be read: told at once, and remembered."""

from __future__ import annotations

from twenty_hooks.console.output import Output, show_error
from twenty_hooks.errors import EXIT_NO, EXIT_OK, HooksError
from twenty_hooks.formats.reader import Problem


class Unreadable:
    """Tells each problem; reading goes on after it, and the exit code says so."""

    def __init__(self, output: Output) -> None:
        self.count = 0
        self._output = output

    @property
    def code(self) -> int:
        return EXIT_NO if self.count else EXIT_OK

    def tell(self, name: str, problem: Problem) -> None:
        """name: of the file, or the pipe."""
        self.count += 1
        show_error(
            HooksError(
                f"{name}, line {problem.line}: {problem.reason}",
                code="unreadable-delivery",
            ),
            as_json=self._output.as_json,
        )
