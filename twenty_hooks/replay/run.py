"""One run of `hooks replay`: send the deliveries, show and store the results."""

from __future__ import annotations

import contextlib

from twenty_hooks.client import sender
from twenty_hooks.client.confirm import confirm_deliveries, confirm_stream
from twenty_hooks.config.secrets import signing_secrets, verification_secrets
from twenty_hooks.console.hints import with_store
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import EXIT_NO, EXIT_OK
from twenty_hooks.formats.problems import ProblemLog
from twenty_hooks.replay.options import ReplayOptions, ReplayRequest
from twenty_hooks.replay.plan import ReplayPlan
from twenty_hooks.replay.requests import Replay, ResendOptions
from twenty_hooks.replay.result_writer import ResultWriter
from twenty_hooks.replay.schedule import Timing
from twenty_hooks.replay.selection import choose
from twenty_hooks.samples import Overrides
from twenty_hooks.send.payloads import parse_headers
from twenty_hooks.send.report import Report, print_request


def replay(options: ReplayOptions, output: Output) -> int:
    """Resend what the options ask for, and return the exit code."""
    options.check()
    timing = options.timing
    request = options.request()
    resend = _resend_options(options, request)
    problems = ProblemLog(output)
    with contextlib.ExitStack() as stack:
        plan = choose(request, stack, _secrets(options), problems.report, output.info)
        for note in plan.notes:
            output.info(note)
        if options.original_timing and plan.items:
            plan = plan.in_original_order()
        indexes = plan.indexes(options.count, shuffle=options.shuffle)
        run = Replay(plan.deliveries(indexes), resend)
        total = None if plan.pipe else len(plan.items) * options.count
        if options.dry_run:
            is_sendable = _print_requests(output, run, alone=total == 1)
            return problems.exit_code or (EXIT_OK if is_sendable else EXIT_NO)
        if plan.pipe:
            confirm_stream(plan.pipe.url, options.yes)
        else:
            urls = [item.url for item in plan.items]
            confirm_deliveries(urls * options.count, options.yes)
        report = Report(output, total, is_alone=plan.is_single and options.count == 1)
        _send(plan, run, report, options, timing, request, output)
        if options.is_plain and (note := _still_failing(plan, request)):
            output.info(note)
    return report.exit_code or problems.exit_code


def _secrets(options: ReplayOptions) -> Secrets:
    """Return the secrets that verify the deliveries of a file."""
    if options.as_received:
        return Secrets()
    return verification_secrets(options.secret, options.secret_file)


def _resend_options(options: ReplayOptions, request: ReplayRequest) -> ResendOptions:
    signing = None
    if not options.as_received:
        signing = signing_secrets(options.secret, options.secret_file)
    target = request.target
    return ResendOptions(
        signing,
        Overrides.parse(options.sets, options.unsets),
        parse_headers(options.headers),
        {} if target is None else {target.url: target},
    )


def _print_requests(output: Output, run: Replay, *, alone: bool) -> bool:
    """Print what would be sent, and return whether all of it could be."""
    is_sendable = True
    for _, request in run.requests():
        if isinstance(request, ReceiverResponse):
            output.info(f"can't be sent: {request.reason}")
            is_sendable = False
        else:
            print_request(output, request, alone=alone)
    return is_sendable


def _send(
    plan: ReplayPlan,
    run: Replay,
    report: Report,
    options: ReplayOptions,
    timing: Timing,
    request: ReplayRequest,
    output: Output,
) -> None:
    """Send all requests. However it ends, the results so far are shown and stored."""
    moments_ms = [item.moment_ms or 0 for item in plan.items]
    if plan.items and (note := timing.announcement(moments_ms, options.count)):
        output.info(note)
    has_results = plan.is_stored and plan.items
    results = ResultWriter(request.store_path) if has_results else None

    def on_response(index: int, response: ReceiverResponse) -> None:
        attempt = run.attempt(index, response)
        if results and attempt and response.failure != "unsendable":
            results.add(attempt)
        report.add(index, response, attempt)

    try:
        with results or contextlib.nullcontext(), report:
            sender.send(
                report.track(run.requests()),
                on_response,
                timeout_ms=options.timeout_ms,
                concurrency=options.concurrency or timing.concurrency,
                insecure=options.insecure,
                due_ms=timing.due(moments_ms, options.count) if plan.items else None,
                ready=plan.pipe.reader.ready if plan.pipe else None,
            )
    finally:
        for note in run.notes():
            output.info(note)
        if results and results.lost:
            problem = results.problem or "too many were waiting"
            noun = "result" if results.lost == 1 else "results"
            output.info(f"{results.lost} {noun} could not be stored: {problem}")
    if note := timing.missed(len(plan.items) * options.count, run.span_seconds):
        output.info(note)


def _still_failing(plan: ReplayPlan, request: ReplayRequest) -> str:
    """Return how to resend what failed; empty if nothing of this run did."""
    if not plan.is_stored or not plan.items:
        return ""
    with request.open_store() as store:
        undelivered = store.failed()
    has_failed = any(
        item.url == failure.target
        for item in plan.items
        for failure in undelivered.get(item.reference, ())
    )
    if not has_failed:
        return ""
    command = with_store("hooks replay --failed", request.store)
    count = len(undelivered)
    noun = "delivery is" if count == 1 else "deliveries are"
    pronoun = "it" if count == 1 else "them"
    return f"{count} undelivered {noun} stored; resend {pronoun} with: {command}"
