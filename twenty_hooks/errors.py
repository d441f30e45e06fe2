"""The errors of the project, and the exit code of each.

    HooksError              1   (never raised itself)
    ├── UsageError          2   the command line is wrong
    ├── SetupError          3   this machine is not ready: API key, file, port, secret
    ├── TwentyError         4   Twenty refused the request
    └── NoAnswer            5   there was no response, or not one of Twenty

A negative result (an invalid signature, a receiver that answers 500) is a value and not
an exception; the command ends with EXIT_NO. Modules at the edge translate the
exceptions of their library, so that no other module needs to know the library.
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
# The exit code that a shell reports for a program ended by SIGTERM.
EXIT_TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """SIGTERM was received; cleans up in the same way as Ctrl-C."""


class HooksError(Exception):
    """An error that the user can fix.

    Attributes:
        message: what happened, and where.
        hint: the next command to type, or what else to do; may be empty.
        code: a stable slug for scripts.
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
    """The command line is wrong."""

    exit_code = EXIT_USAGE
    code = "usage"


class SetupError(HooksError):
    """This machine is not ready for the command."""

    exit_code = EXIT_SETUP
    code = "setup"


class TwentyError(HooksError):
    """Twenty refused the request."""

    exit_code = EXIT_REFUSED
    code = "refused"


class NoAnswer(HooksError):  # noqa: N818 - reads well without "Error"
    """There was no response, or not one that Twenty would give."""

    exit_code = EXIT_NO_ANSWER
    code = "no-answer"
