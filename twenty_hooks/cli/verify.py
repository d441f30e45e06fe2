"""`hooks verify`: are these deliveries what Twenty signed?"""

from __future__ import annotations

import contextlib
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from twenty_hooks.cli import arguments
from twenty_hooks.cli.diagnosis_output import Diagnosing
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    ToleranceOption,
    duration_ms,
)
from twenty_hooks.config.secrets import verification_secrets
from twenty_hooks.console import file_input
from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.deliveries.verification import VerifiedDelivery
from twenty_hooks.errors import EXIT_NO, EXIT_OK, EXIT_SETUP, UsageError
from twenty_hooks.formats import reader
from twenty_hooks.formats.problems import Unreadable
from twenty_hooks.formats.reader import Found, Problem
from twenty_hooks.protocol.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER

_LONGEST_VERDICT = len("from-the-future")
_WIDEST_NAME = 60
_LATEST = "@1"


class InputForm(StrEnum):
    """What the input is."""

    auto = "auto"
    body = "body"
    http = "http"
    delivery = "delivery"


def verify(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE|-|DELIVERY]",
            help="A body, a raw HTTP request, a delivery, JSON Lines of deliveries, or "
            "a HAR file; or one in the store, by id or as @1. [default: stdin; on a "
            "terminal @1]",
            show_default=False,
        ),
    ] = None,
    signature: Annotated[
        str | None,
        typer.Option(
            "--signature",
            metavar="HEX",
            help=f"The {SIGNATURE_HEADER} of a bare body.",
            show_default=False,
        ),
    ] = None,
    timestamp: Annotated[
        str | None,
        typer.Option(
            "--timestamp",
            metavar="MS",
            help=f"The {TIMESTAMP_HEADER} of a bare body.",
            show_default=False,
        ),
    ] = None,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    tolerance: ToleranceOption = None,
    now: Annotated[
        int | None,
        typer.Option(
            "--now",
            metavar="MS",
            min=0,
            help="Measure age at this time, Unix milliseconds, where a delivery does "
            "not say when it came. [default: now]",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    form: Annotated[
        InputForm, typer.Option("--input", help="What the input is.")
    ] = InputForm.auto,
    no_diagnose: Annotated[
        bool,
        typer.Option("--no-diagnose", help="Don't search for the cause of a bad one."),
    ] = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Verify signatures, and find out why one fails.

    For one that is not valid it searches for the cause: a change under which the
    signature does match. Exit code 0 when all are valid, 1 when any is not, 3 when
    there is no secret to check them with.

    \b
    hooks verify delivery.jsonl --secret-file secrets.json
    hooks verify body.json --signature 3cd2... --timestamp 1735066639761
    nc -l 8020 > request.http; hooks verify request.http
    hooks verify @1
    """
    tolerance_ms = duration_ms(tolerance, "--tolerance")
    path = file or (
        _LATEST if sys.stdin is not None and sys.stdin.isatty() else file_input.STDIN
    )
    headers = _bare_headers(path, signature, timestamp, form)
    if headers and path.startswith("@"):
        raise UsageError(
            "a bare body is not in the store: give a file, or pipe one in",
            hint="hooks verify body.json --signature HEX --timestamp MS",
        )
    stored = None if headers else arguments.named(path, store)
    secrets = verification_secrets(secret, secret_file)
    now_ms = time.time_ns() // 1_000_000 if now is None else now
    name = "stdin" if path == file_input.STDIN else path
    diagnosing = None if no_diagnose else Diagnosing(secrets)
    printer = _Printer(Output(as_json=as_json, color=color.value), name, diagnosing)
    with contextlib.ExitStack() as stack:
        items: Iterable[Found | Problem]
        if stored is not None:
            items = [Found(1, stored.delivery)]
        elif headers:
            stream = stack.enter_context(file_input.opened(path, "the deliveries"))
            items = reader.bare_body(stream, headers, name)
        else:
            stream = stack.enter_context(file_input.opened(path, "the deliveries"))
            printer.waits = not stream.seekable()
            itself = f"hooks verify {shlex.quote(path)} --signature HEX --timestamp MS"
            items = reader.deliveries(stream, form.value, name, for_a_body=itself)
        for item in items:
            if isinstance(item, Problem):
                printer.problem(item)
                continue
            printer.verdict(
                secrets.verify(item.delivery, now_ms=now_ms, tolerance_ms=tolerance_ms)
            )
    return printer.finish()


def _bare_headers(
    path: str, signature: str | None, timestamp: str | None, form: InputForm
) -> Headers:
    """The two headers of a bare body; none when the input brings its own."""
    if signature is None and timestamp is None and form is not InputForm.body:
        return ()
    if form not in (InputForm.auto, InputForm.body):
        raise UsageError(
            f"--input {form.value} does not go with --signature and --timestamp",
            hint="leave them out: the headers are in the input",
        )
    if signature is None or timestamp is None:
        missing = "--signature HEX" if signature is None else "--timestamp MS"
        raise UsageError(
            f"a bare body needs both headers: {missing} is missing",
            hint=f"hooks verify {path} --signature HEX --timestamp MS",
        )
    return ((TIMESTAMP_HEADER, timestamp), (SIGNATURE_HEADER, signature))


class _Printer:
    """Prints each verdict as it is reached, and keeps count."""

    def __init__(
        self, output: Output, source_name: str, diagnosing: Diagnosing | None
    ) -> None:
        self.output = output
        self.diagnosing = diagnosing
        self.source_name = source_name
        self.verdicts: Counter[str] = Counter()
        # From a file the next line is there at once, and nobody waits for this one.
        self.waits = True
        self.judged = 0
        self._unreadable = Unreadable(output)

    def verdict(self, verified: VerifiedDelivery) -> None:
        index = self.judged
        verdict, event = verified.verdict, verified.event
        self.judged += 1
        self.verdicts[verdict.name] += 1
        if self.output.as_json:
            line = {
                "index": index,
                "event": event.name,
                "webhookId": event.webhook_id,
                "verdict": verdict.name,
                "valid": bool(verdict),
            }
            if self.diagnosing is not None and not verdict:
                line |= self.diagnosing.to_json(verified)
            self.output.json_line(line, at_once=self.waits or not verdict)
            return
        # What came from outside stands last, where it can't push anything aside.
        mark, paint = ("✓", "green") if verdict else ("✗", "red")
        if verdict.name in ("unsigned", "no-secret", "redacted"):
            mark, paint = "!", "yellow"
        name = visible(shorten(event.name or "(no event name)", _WIDEST_NAME))
        label = visible(shorten(event.label, _WIDEST_NAME))
        self.output.data(
            f"{index:>4}  "
            + self.output.style(f"{mark} {verdict.name:<{_LONGEST_VERDICT}}", fg=paint)
            + f"  {name}"
            + (f"  {label}" if label else "")
            + ("" if verdict else f"  ({verdict.reason})")
        )
        if self.diagnosing is not None:
            for text in self.diagnosing.lines(verified):
                self.output.data(text)

    def problem(self, problem: Problem) -> None:
        self._unreadable.tell(self.source_name, problem)

    def finish(self) -> int:
        total = self.judged
        if not self.output.as_json:
            self.output.info(", ".join(self._summary(total)))
        if self.verdicts["valid"] == total and not self._unreadable.count and total:
            return EXIT_OK
        only_no_secret = self.verdicts["no-secret"] + self.verdicts["valid"] == total
        if only_no_secret and not self._unreadable.count and total:
            if not self.output.as_json:
                self.output.info(
                    "no secret here fits: give one with --secret-file FILE"
                )
            return EXIT_SETUP
        return EXIT_NO

    def _summary(self, total: int) -> Iterator[str]:
        noun = "delivery" if total == 1 else "deliveries"
        counts = [f"{count} {name}" for name, count in self.verdicts.most_common()]
        yield f"{total} {noun}: " + counts.pop(0) if counts else f"no {noun}"
        yield from counts
        if self._unreadable.count:
            yield f"{self._unreadable.count} unreadable"
