"""One run of `hooks verify`."""

from __future__ import annotations

from functools import partial

from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import EXIT_SETUP
from twenty_hooks.formats.problems import ProblemLog
from twenty_hooks.formats.reader import Problem
from twenty_hooks.render.verdicts import VerdictLines
from twenty_hooks.text import units
from twenty_hooks.verifier.diagnosing import Diagnosing
from twenty_hooks.verifier.result import VerifyResult, VerifyTotals
from twenty_hooks.verifier.source import SourceRequest


def verify(
    request: SourceRequest,
    secrets: Secrets,
    output: Output,
    *,
    tolerance_ms: int | None,
    now_ms: int | None,
    diagnose: bool,
) -> int:
    """Verify all deliveries, print each verdict, and return the exit code.

    Args:
        tolerance_ms: maximum age of a signature, or time in the future.
        now_ms: time to measure the age of deliveries that do not say when they were
            received; None is the current time.
        diagnose: whether to search for the cause of an invalid signature.
    """
    now_ms = units.now_ms() if now_ms is None else now_ms
    diagnosing = Diagnosing(secrets) if diagnose else None
    problems = ProblemLog(output)
    totals = VerifyTotals()
    text = VerdictLines(output)
    with request.open() as source:
        for item in source.items:
            if isinstance(item, Problem):
                problems.report(source.name, item)
                continue
            verified = secrets.verify(
                item.delivery, now_ms=now_ms, tolerance_ms=tolerance_ms
            )
            diagnosis = diagnosing.diagnosis(verified) if diagnosing else None
            result = VerifyResult(totals.count, verified, diagnosis, diagnose)
            totals.verdicts[verified.verdict.name] += 1
            row = partial(text.lines, result.index, verified, diagnosis)
            output.emit_item(result, row)
    code = totals.exit_code(problems.count)
    if not output.as_json:
        output.info(totals.summary(problems.count))
        if code == EXIT_SETUP:
            output.info("no known secret matches: pass one with --secret-file FILE")
    return code
