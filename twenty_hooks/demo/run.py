"""One run of `hooks demo`."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.client import sender
from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.demo.listener import running_listener
from twenty_hooks.demo.scenario import Step, steps
from twenty_hooks.errors import EXIT_NO, EXIT_OK
from twenty_hooks.render import console
from twenty_hooks.render.deliveries import delivery_lines
from twenty_hooks.render.painting import painted


def demo(output: Output) -> int:
    """Send the deliveries of the scenario to a listener, and return the exit code."""
    secret = secrets.token_hex(32)  # for this run alone: nothing is written
    problems: list[str] = []
    with running_listener(output, secret) as listener:
        output.info(f"A listener on {listener.url}, a sender, and a shared secret.")
        target = Target.of(listener.url)
        for step in steps():
            output.info(f"\n{step.title}")
            response = _send(step.request(target, secret))
            received = listener.next_delivery()
            if received is None:
                problems.append(f"{step.event}: not received ({response.reason})")
                break
            _show(output, received)
            problems += _differences(step, received, response)
    if problems:
        _report(output, problems)
        return EXIT_NO
    _suggest(output)
    return EXIT_OK


def _send(request: OutgoingRequest) -> ReceiverResponse:
    responses: list[ReceiverResponse] = []
    sender.send([request], lambda _, response: responses.append(response))
    return responses[0]


def _show(output: Output, received: ReceivedDelivery) -> None:
    """Print a delivery as `hooks listen` does."""
    width = console.stdout(output.color).width
    lines = delivery_lines(
        received.verified, received.status, view="summary", width=width
    )
    for line in painted(lines, output.color):
        output.data(line)
    sys.stdout.flush()


def _differences(
    step: Step, received: ReceivedDelivery, response: ReceiverResponse
) -> Iterator[str]:
    """Yield what is different from what the step expects."""
    verdict, status = step.expected
    event = received.event.name
    actual = (received.verdict.name, received.status, response.status, event)
    expected = (verdict, status, status, step.event)
    if actual != expected:
        yield f"{step.event}: expected {expected}, got {actual}"


def _report(output: Output, problems: list[str]) -> None:
    output.info("\nThis installation does not work:")
    for problem in problems:
        output.info(f"  ✗ {problem}")


def _suggest(output: Output) -> None:
    output.info("\nAll works: three deliveries verified, one refused. Now try it")
    output.info("yourself, in two terminals:")
    hooks = "hooks" if shutil.which("hooks") else _own_command()
    output.info(f"  {hooks} listen")
    output.info(f"  {hooks} send person.created --to http://127.0.0.1:8020")


def _own_command() -> str:
    """Return the command that started this program, if `hooks` is not on the path."""
    started = Path(sys.argv[0])
    return (
        str(started) if started.name == "hooks" else f"{sys.executable} -m twenty_hooks"
    )
