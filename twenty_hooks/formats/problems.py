"""Report what can't be read in a file of deliveries."""

from __future__ import annotations

from twenty_hooks.console.output import Output, show_error
from twenty_hooks.errors import EXIT_NO, EXIT_OK, HooksError
from twenty_hooks.formats.reader import Problem


class ProblemLog:
    """Prints each problem as it is found, and counts them for the exit code."""

    def __init__(self, output: Output) -> None:
        self.count = 0
        self._output = output

    @property
    def exit_code(self) -> int:
        """1 if anything could not be read, else 0."""
        return EXIT_NO if self.count else EXIT_OK

    def report(self, source: str, problem: Problem) -> None:
        """Print one problem on stderr.

        Args:
            source: name of the file, or `stdin`.
        """
        self.count += 1
        show_error(
            HooksError(
                f"{source}, line {problem.line}: {problem.reason}",
                code="unreadable-delivery",
            ),
            as_json=self._output.as_json,
        )
