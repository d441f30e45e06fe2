"""`hooks demo`: the real listener and the real sender, together, in one go."""

from __future__ import annotations

import queue
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from twenty_hooks import samples
from twenty_hooks.cli.options.shared import ColorChoice, ColorOption
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.errors import EXIT_NO, EXIT_OK
from twenty_hooks.protocol import events
from twenty_hooks.protocol.signature import VerdictName, signed_headers
from twenty_hooks.text.units import to_iso

if TYPE_CHECKING:  # edges: imported by the command that needs them
    from twenty_hooks.client.request import Target

_PATIENCE_SECONDS = 10.0
_MAX_BODY = 1_000_000
_ADA: dict[str, object] = {
    "name.firstName": "Ada",
    "name.lastName": "Lovelace",
    "emails.primaryEmail": "ada@analytical.example",
    "emails.additionalEmails": [],
    "linkedinLink.primaryLinkUrl": "",
    "jobTitle": "Mathematician",
    "phones.primaryPhoneNumber": "7911123456",
    "phones.primaryPhoneCountryCode": "GB",
    "phones.primaryPhoneCallingCode": "+44",
    "companyId": None,
}
_NEW_JOB = "Chief Mathematician"
_TAMPERED_JOB = "Thief Mathematician"


@dataclass(frozen=True, slots=True)
class _Step:
    """One delivery of the demo, and what must become of it."""

    words: str
    event: str
    record: dict[str, object]
    edits: samples.Edits = samples.Edits()  # noqa: RUF009 - frozen
    is_tampered: bool = False

    @property
    def expected(self) -> tuple[VerdictName, int]:
        return ("mismatch", 401) if self.is_tampered else ("valid", 200)


def demo(color: ColorOption = ColorChoice.auto) -> int:
    """Send deliveries to a listener here, and watch a forged one fail.

    Starts a listener on a free port of this machine, sends it the life of one person,
    and ends. Needs no set-up and leaves nothing behind; exit code 0 says that this
    installation works, 1 that it does not.

    \b
    hooks demo
    """
    from twenty_hooks.client.request import Target
    from twenty_hooks.server import app as listener
    from twenty_hooks.server import server as serving

    output = Output(color=color.value)
    arrived: queue.SimpleQueue[ReceivedDelivery] = queue.SimpleQueue()
    secret = secrets.token_hex(32)  # of this run alone: nothing is written
    verify = Secrets(given=(secret,)).verify
    app = listener.Listener(
        verify=verify,
        show=arrived.put,
        notice=output.info,
        max_body=_MAX_BODY,
    )
    listening = serving.bind("127.0.0.1", 0)
    url = f"{serving.url_of(listening)}/demo"
    server = serving.Server(app, listening, output.info)
    thread = threading.Thread(target=server.run, daemon=True)
    output.info(f"A listener on {url}, a sender, and a secret that both know.")
    thread.start()
    problems = []
    target = Target.of(url)
    for step in _steps():
        output.info(f"\n{step.words}")
        reply = _send(target, step, secret)
        try:
            received = arrived.get(timeout=_PATIENCE_SECONDS)
        except queue.Empty:
            problems.append(f"{step.event}: it never arrived ({reply.reason})")
            break
        _show(output, received)
        problems += _differences(step, received, reply)
    server.stop()
    thread.join(_PATIENCE_SECONDS)
    return _conclude(output, problems)


def _show(output: Output, received: ReceivedDelivery) -> None:
    """Print a delivery as `hooks listen` does."""
    from twenty_hooks.render import console
    from twenty_hooks.render.deliveries import delivery_lines

    screen = console.stdout(output.color)
    for line in delivery_lines(
        received.verified, received.status, view="summary", width=screen.width
    ):
        screen.line(line)
    sys.stdout.flush()


def _steps() -> Iterator[_Step]:
    now_ms = time.time_ns() // 1_000_000
    created = samples.compose(
        "person.created",
        random=Random("demo"),  # noqa: S311 - a sample hides nothing
        now_ms=now_ms,
        edits=samples.Edits.of(_ADA),
    )
    record = dict(events.parse(created.body).record or {})
    yield _Step("Somebody creates a person in Twenty,", "person.created", record)
    promoted = samples.Edits.of({"jobTitle": _NEW_JOB})
    yield _Step("changes the job title,", "person.updated", record, promoted)
    deleted = {**record, "deletedAt": to_iso(now_ms), "updatedAt": to_iso(now_ms)}
    yield _Step("and deletes the person.", "person.deleted", deleted)
    yield _Step(
        "Somebody else changes one letter of a signed body on its way:",
        "person.updated",
        record,
        promoted,
        is_tampered=True,
    )


def _send(target: Target, step: _Step, secret: str) -> ReceiverResponse:
    from twenty_hooks.client import sender
    from twenty_hooks.client.request import OutgoingRequest, headers_as_twenty

    now_ms = time.time_ns() // 1_000_000
    sample = samples.wrap(
        step.event,
        step.record,
        random=Random(step.event),  # noqa: S311 - a sample hides nothing
        now_ms=now_ms,
        edits=step.edits,
        target_url=target.url,
    )
    signature = signed_headers(sample.body, secret, str(now_ms), secrets.token_hex(16))
    body = sample.body
    if step.is_tampered:
        body = body.replace(_NEW_JOB.encode(), _TAMPERED_JOB.encode())
    headers = headers_as_twenty(target, body, signature, era=sample.era)
    replies: list[ReceiverResponse] = []
    sender.send(
        [OutgoingRequest(target, headers, body)],
        lambda _, reply: replies.append(reply),
    )
    return replies[0]


def _differences(
    step: _Step, received: ReceivedDelivery, reply: ReceiverResponse
) -> Iterator[str]:
    """What is not exactly as it must be."""
    verdict, status = step.expected
    verified = received.verified
    came = (verified.verdict.name, received.status, reply.status, verified.event.name)
    wanted = (verdict, status, status, step.event)
    if came != wanted:
        yield f"{step.event}: expected {wanted}, came {came}"


def _conclude(output: Output, problems: list[str]) -> int:
    if problems:
        output.info("\nThis installation does not work as it should:")
        for problem in problems:
            output.info(f"  ✗ {problem}")
        return EXIT_NO
    output.info("\nAll as it should be: three verified, one refused. Now your turn,")
    output.info("in two terminals:")
    hooks = "hooks" if shutil.which("hooks") else _where_it_is()
    output.info(f"  {hooks} listen")
    output.info(f"  {hooks} send person.created --to http://127.0.0.1:8020")
    return EXIT_OK


def _where_it_is() -> str:
    """How to start this program where `hooks` alone does not, as typed just now."""
    started = Path(sys.argv[0])
    return (
        str(started) if started.name == "hooks" else f"{sys.executable} -m twenty_hooks"
    )
