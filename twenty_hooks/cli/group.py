"""The Typer group behind `hooks`: help under headings, errors as exit codes.

Exceptions are translated inside the group, so that a shell and
`typer.testing.CliRunner` see the same messages and exit codes.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from twenty_hooks.console import output
from twenty_hooks.errors import (
    EXIT_BUG,
    EXIT_NO,
    EXIT_OK,
    EXIT_TERMINATED,
    HooksError,
    SetupError,
    Terminated,
    UsageError,
)
from twenty_hooks.text.suggest import closest

# What a shell reports for a program that ends with SIGPIPE: 128 + 13.
_EXIT_BROKEN_PIPE = 141
# The errors of a stdout that can't be written: full disk, quota, failing device.
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


def new_app(**options: Any) -> typer.Typer:
    """Return a Typer app with the settings that every app of `hooks` needs.

    Without them Typer formats help with rich, hides tracebacks, and offers an
    `--install-completion` that edits the user's shell start-up files.
    """
    options.setdefault("cls", HooksGroup)
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=SETTINGS,
        **options,
    )


class _ClosedPipeError(Exception):
    """The program that read our output has closed the pipe."""


class CommandEntry(NamedTuple):
    """A line in the help of `hooks`, and where to import the command from.

    The module `twenty_hooks.cli.NAME` holds a function NAME (or `function`), or an
    `app` with subcommands.
    """

    name: str
    heading: str
    summary: str
    function: str = ""

    def load(self) -> Any:
        """Import the command and return it."""
        module = importlib.import_module(f"twenty_hooks.cli.{self.name}")
        single: typer.Typer | None = getattr(module, "app", None)
        if single is None:
            single = new_app()
            single.command(self.name)(getattr(module, self.function or self.name))
        return typer.main.get_command(single)


class HooksGroup(TyperGroup):
    """List commands under headings; turn exceptions into exit codes.

    A command returns its exit code, or None for 0.
    """

    entries: tuple[CommandEntry, ...] = ()

    # Typer's own copy of click is private, so its types are not named here.
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in the order of the help."""
        return [entry.name for entry in self.entries] + list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command of this name and return it, or None."""
        for entry in self.entries:
            if entry.name == cmd_name:
                return entry.load()
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments name; suggest one for a typo."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            near = closest(name, known)
            question = f"; did you mean '{near}'?" if near else ""
            raise UsageError(
                f"no such command '{name}'{question}",
                hint=f"see '{ctx.command_path} --help'",
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the summaries of the commands under their headings."""
        if not self.entries:
            super().format_commands(ctx, formatter)
            return
        width = max(len(entry.name) for entry in self.entries)
        headings = dict.fromkeys(entry.heading for entry in self.entries)
        for heading in headings:
            with formatter.section(heading):
                # One width for all sections, so that the columns line up.
                formatter.write_dl(
                    [
                        (entry.name.ljust(width), entry.summary)
                        for entry in self.entries
                        if entry.heading == heading
                    ]
                )

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Translates errors of stdout before Typer handles them."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ClosedPipeError from error
        except Terminated:
            return EXIT_TERMINATED
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            raise SetupError(
                f"can't write the output: {error.strerror}", code="unwritable-output"
            ) from error
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,  # noqa: ARG002 - completion is our own
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and exit with the exit code (or return it, without standalone mode)."""
        arguments = _help_as_option(list(sys.argv[1:] if args is None else args))
        extra["windows_expand_args"] = windows_expand_args
        code = self._run(arguments, prog_name or "hooks", extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _run(self, arguments: list[str], prog_name: str, extra: dict[str, Any]) -> int:
        as_json = "--json" in arguments
        try:
            result = super().main(arguments, prog_name, standalone_mode=False, **extra)
        except (_ClosedPipeError, SystemExit):
            # Typer raises SystemExit if the pipe closes while it prints help. From now
            # on nothing can be printed, not even by the interpreter when it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _EXIT_BROKEN_PIPE
        except HooksError as error:
            if isinstance(error, UsageError) and not error.hint:
                error.hint = f"see '{self._command_path(arguments)} --help'"
            output.show_error(error, as_json=as_json)
            return error.exit_code
        except TyperException as error:
            return _usage(error, as_json=as_json)
        except typer.Abort:
            stopped = HooksError("cancelled: nothing was changed")
            if as_json:
                output.show_error(stopped, as_json=True)
            else:  # the user answered no, which is not an error
                output.Output().info(stopped.message)
            return EXIT_NO
        except Exception:  # noqa: BLE001 - a bug: show the traceback, exit with 70
            import traceback  # only a bug pays for it

            traceback.print_exc()
            output.show_error(
                HooksError("this is a bug in hooks, not in your command", code="bug"),
                as_json=as_json,
            )
            return EXIT_BUG
        return result if isinstance(result, int) else EXIT_OK

    def _command_path(self, arguments: list[str]) -> str:
        """Return the command in the arguments, such as `hooks deliveries import`."""
        entries = {entry.name: entry for entry in self.entries}
        words = iter(arguments)
        name = next((word for word in words if word in entries), None)
        if name is None:
            return "hooks"
        subcommands = getattr(entries[name].load(), "commands", {})
        subcommand = next((word for word in words if word in subcommands), None)
        return f"hooks {name} {subcommand}" if subcommand else f"hooks {name}"


def _usage(error: TyperException, *, as_json: bool) -> int:
    """Print an error of Typer as one line, and return the exit code."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        sys.stderr.write(context.get_help() + "\n")
        return UsageError.exit_code
    format_message = getattr(error, "format_message", None)
    message = format_message() if format_message else str(error)
    # Click breaks its messages into lines with tabs.
    message = " ".join(message.split()).removesuffix(".")
    if hasattr(error, "possibilities"):
        option = getattr(error, "option_name", "")
        near = closest(option, error.possibilities or ())
        message = f"no such option '{option}'"
        message += f"; did you mean '{near}'?" if near else ""
    path = context.command_path if context is not None else "hooks"
    usage = UsageError(message[:1].lower() + message[1:], hint=f"see '{path} --help'")
    output.show_error(usage, as_json=as_json)
    return usage.exit_code


def _help_as_option(arguments: list[str]) -> list[str]:
    """Turn `help [COMMAND ...]` and `version` into the options of the same meaning."""
    match arguments:
        case ["help", *command] if all(not word.startswith("-") for word in command):
            return [*command, "--help"]
        case ["version"]:
            return ["--version"]
    return arguments
