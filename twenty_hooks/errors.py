"""The errors of the project, and what each means to a shell.

    HooksError              1   (never raised bare)
    ├── UsageError          2   the command was asked for something it can't mean
    ├── SetupError          3   this machine is not ready: no key, file, port, secret
    ├── TwentyError         4   Twenty answered, and refused
    └── NoAnswer            5   nobody answered, or not as Twenty would

A *no* (a signature that is not valid, a receiver that answers 500) is a value,
not an exception: the command ends with `EXIT_NO`. Edges translate the exceptions
of their library at their own border, so that nothing above them knows the library.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_NO = 1
EXIT_USAGE = 2
EXIT_SETUP = 3
EXIT_REFUSED = 4
EXIT_NO_ANSWER = 5
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
# What a shell reports for a program that SIGTERM ended, whether it had a say or not.
EXIT_TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """SIGTERM came, and ends things in the order in which Ctrl-C does."""


class HooksError(Exception):
    """An error a person can mend: what happened, and the next thing to type.

    `code` is a stable slug for scripts; `hint` may be empty.
    """

    exit_code = EXIT_NO
    code = "error"

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code:
            self.code = code


class UsageError(HooksError):
    """The command line can't be meant as it stands."""

    exit_code = EXIT_USAGE
    code = "usage"


class SetupError(HooksError):
    """This machine is not ready for the command."""

    exit_code = EXIT_SETUP
    code = "setup"


class TwentyError(HooksError):
    """Twenty answered, and refused."""

    exit_code = EXIT_REFUSED
    code = "refused"


class NoAnswer(HooksError):  # noqa: N818 - it reads as what it is
    """No answer came, or none that Twenty would give."""

    exit_code = EXIT_NO_ANSWER
    code = "no-answer"
