"""One run of `hooks send`."""

from __future__ import annotations

from twenty_hooks.client import sender
from twenty_hooks.client.confirm import confirm_deliveries
from twenty_hooks.client.headers import unusual_method
from twenty_hooks.console.output import Output
from twenty_hooks.errors import EXIT_OK
from twenty_hooks.send.plan import SendOptions, plan_send
from twenty_hooks.send.report import Report, Sent, print_request


def send(options: SendOptions, output: Output) -> int:
    """Send what the options ask for, print the responses, and return the exit code."""
    plan = plan_send(options)
    requests = plan.requests()
    if options.dry_run:
        for _, request in requests:
            print_request(output, request, alone=plan.count == 1)
        return EXIT_OK
    confirm_deliveries([plan.target.url] * plan.count, options.yes)
    report = Report(output, plan.count)
    with report:
        sender.send(
            report.track((Sent(event), request) for event, request in requests),
            report.add,
            timeout_ms=options.timeout_ms,
            concurrency=min(options.concurrency, plan.count),
            insecure=options.insecure,
        )
    if plan.template and (method := unusual_method(plan.template)):
        output.info(f"received with {method}, sent with POST as Twenty does")
    if plan.count == 1 and plan.signing is not None and not plan.signing.is_given:
        output.info(f"signed with {plan.signing.origin}")
    return report.exit_code
