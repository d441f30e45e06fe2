"""Plan the deliveries of files and pipes."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from twenty_hooks.console import file_input
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import HooksError
from twenty_hooks.formats import reader
from twenty_hooks.formats.reader import Problem
from twenty_hooks.replay.pipe_reader import PipeReader
from twenty_hooks.replay.plan import PipeSource, PlannedSend, ReplayPlan
from twenty_hooks.replay.spool import Spool

_WHAT = "the deliveries"


def plan_files(
    files: Sequence[str],
    to: str,
    spool: Spool,
    report_problem: Callable[[str, Problem], None],
) -> ReplayPlan:
    """Plan the deliveries of files, in any format that can be read.

    Raises HooksError if there is no delivery in them.
    """
    for file in files:
        name = _name(file)
        with file_input.opened(file, _WHAT) as stream:
            hint = _send_command(file, to)
            for found in reader.deliveries(stream, "auto", name, bare_body_hint=hint):
                if isinstance(found, Problem):
                    report_problem(name, found)
                else:
                    spool.add(found)
    if not spool.moments:
        raise HooksError(
            f"there is no delivery in {', '.join(map(_name, files))}",
            code="unreadable-delivery",
        )
    items = [
        PlannedSend(number, to, moment_ms)
        for number, moment_ms in enumerate(spool.moments)
    ]
    return ReplayPlan(items, spool.load, is_stored=False)


def plan_pipe(
    pipe: str,
    to: str,
    secrets: Secrets,
    report_problem: Callable[[str, Problem], None],
) -> ReplayPlan:
    """Plan the deliveries of a pipe, each to be sent as soon as it is written.

    Returns once the first delivery is read. Raises HooksError if there is none.
    """
    name = _name(pipe)
    pipe_reader = PipeReader(name, secrets, report_problem)
    stream = file_input.opened_for_good(pipe, _WHAT)
    hint = _send_command(pipe, to)
    pipe_reader.start(
        lambda: reader.deliveries(stream, "auto", name, bare_body_hint=hint)
    )
    return ReplayPlan(
        (), lambda _: None, is_stored=False, pipe=PipeSource(pipe_reader, to)
    )


def _send_command(file: str, to: str) -> str:
    """Return the command that sends a file that is only a body."""
    return f"hooks send --body {shlex.quote(file)} --to {shlex.quote(to)}"


def _name(file: str) -> str:
    return "stdin" if file == file_input.STDIN else file
