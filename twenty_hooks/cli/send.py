"""`hooks send`: realistic signed deliveries, sent as Twenty sends them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from twenty_hooks.cli import confirm, outgoing, stored_choice
from twenty_hooks.cli.options import (
    ColorChoice,
    ColorOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    YesOption,
    duration_ms,
)
from twenty_hooks.cli.sample_options import (
    ActorChoice,
    ActorOption,
    AsOption,
    EraChoice,
    SeedOption,
    SetOption,
    UnsetOption,
    sample_arguments,
)
from twenty_hooks.cli.secret_choice import SigningSecret, signing_secret
from twenty_hooks.delivery import Delivery
from twenty_hooks.errors import EXIT_NO, EXIT_NO_ANSWER, EXIT_OK, UsageError
from twenty_hooks.inward import kind_of_network
from twenty_hooks.output import Output
from twenty_hooks.replies import Reply
from twenty_hooks.terminal import visible

if TYPE_CHECKING:  # an edge, and rich: imported by the command that needs them
    from twenty_hooks.target import Outgoing

_TWENTYS_CONCURRENCY = 20
# Of many, this many failures are shown in full; the summary counts them all.
_FAILURES_SHOWN = 3


def send(
    event: Annotated[
        str | None,
        typer.Argument(
            metavar="EVENT",
            help="person.created, company.updated, ...; see 'hooks events'.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The receiver.")] = "",
    as_: AsOption = EraChoice.v2x,
    actor: ActorOption = ActorChoice.key,
    set_: SetOption = None,
    unset: UnsetOption = None,
    seed: SeedOption = None,
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            metavar="FILE|-",
            help="Send exactly this record (the whole body, if it has an eventName), "
            "written as JSON.stringify does.",
            show_default=False,
        ),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(
            "--body",
            metavar="FILE|-",
            help="Send exactly these bytes, whatever they are.",
            show_default=False,
        ),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DELIVERY",
            help="Send the body of this delivery in the store (an id, @1, @2), signed "
            "anew.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="As a webhook without a secret sends.")
    ] = False,
    header: Annotated[
        list[str] | None,
        typer.Option(
            "--header",
            metavar="'K: V'",
            help="One more header, or another value for one of Twenty's. Repeatable.",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        str, typer.Option("--timeout", metavar="DURATION", help="For the whole call.")
    ] = "5s",
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Don't check TLS certificates.")
    ] = False,
    count: Annotated[
        int, typer.Option("--count", min=1, metavar="N", help="How many.")
    ] = 1,
    concurrency: Annotated[
        int,
        typer.Option("--concurrency", min=1, max=500, metavar="N", help="At once."),
    ] = _TWENTYS_CONCURRENCY,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the exact request; send nothing.")
    ] = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Send a signed delivery to your own code, as Twenty would.

    Twenty's headers in Twenty's order, five seconds for the whole call, no retry.
    Exit code 0 when it was answered 2xx in time, 1 when it was not, 5 when nobody
    answered at all.

    \b
    hooks send person.created --to http://127.0.0.1:8020
    hooks send person.updated --set jobTitle=CTO --to http://127.0.0.1:8020/hook
    hooks send company.created --count 100 --to http://127.0.0.1:8020
    hooks send person.created --to http://127.0.0.1:8020 --dry-run
    hooks send --from @1 --set jobTitle=CTO --to http://127.0.0.1:8020
    """
    from twenty_hooks import sender
    from twenty_hooks.target import Target

    if not to:
        raise UsageError(
            "where to? --to is missing",
            hint=f"hooks send {event or 'person.created'} --to http://127.0.0.1:8020",
        )
    target = Target.of(to)
    timeout_ms = duration_ms(timeout, "--timeout")
    if not timeout_ms:
        raise UsageError("--timeout must be more than nothing")
    if unsigned and (secret or secret_file):
        raise UsageError("--unsigned and a secret exclude each other")
    extra = outgoing.parse_headers(header)
    if from_ is not None and (event or data or body):
        raise UsageError("--from stands alone: without an EVENT, --data and --body")
    template = None if from_ is None else stored_choice.find(from_, store)
    bodies = outgoing.Bodies(
        event,
        sample_arguments(as_, actor, set_, unset, seed),
        # 0.55 stores the URL as it was typed.
        target_url=to if as_ is EraChoice.v055 else target.registered,
        record_file=data,
        body_file=body,
        template=template.arrival.judgement.delivery.body if template else None,
        is_seeded=seed is not None,
    )
    given = bodies.given
    signing = None
    if not unsigned:
        body_given = given.data if given else None
        signing = signing_secret(secret, secret_file, body=body_given, target_url=to)
    output = Output(as_json=as_json, color=color.value)
    deliveries = outgoing.make(target, bodies, count, signing=signing, extra=extra)
    if dry_run:
        for _, request in deliveries:
            _print_request(output, request, alone=count == 1)
        return EXIT_OK
    if count > 1 and kind_of_network(target.host) is None:
        confirm.ask(f"send {count} deliveries to {target.host}, a public host?", yes)
    report = _Report(output, count, signing)
    with report:
        sender.send(
            report.remember(deliveries),
            report.reply,
            timeout_ms=timeout_ms,
            concurrency=min(concurrency, count),
            insecure=insecure,
        )
    return report.exit_code


class _Report:
    """Shows what comes back: one reply in full, of many the failures and a summary."""

    def __init__(
        self, output: Output, count: int, signing: SigningSecret | None
    ) -> None:
        from twenty_hooks.render import console, progress

        self._output = output
        self._count = count
        self._signing = signing
        self._events: list[str] = []
        self._replies: list[Reply] = []
        self._failures = 0
        self._screen = console.stdout(output.color)
        self._progress = progress.sending(count, output.color)
        self._task = self._progress.add_task("sending", total=count)

    def __enter__(self) -> None:
        self._progress.start()

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Sum up, also when Ctrl-C ended it early."""
        self._progress.stop()
        if failure is not None and failure is not KeyboardInterrupt:
            return
        if failure is KeyboardInterrupt:
            self._output.words(
                f"stopped: {len(self._replies)} of {self._count} were answered, "
                f"{self._on_their_way} more were on their way"
            )
        if self._count > 1:
            self._sum_up()
        elif self._signing is not None and not self._signing.is_given:
            self._output.words(f"signed with {self._signing.origin}")

    @property
    def _on_their_way(self) -> int:
        return len(self._events) - len(self._replies)

    @property
    def exit_code(self) -> int:
        if all(reply.is_ok for reply in self._replies):
            return EXIT_OK
        answered = any(reply.was_answered for reply in self._replies)
        return EXIT_NO if answered else EXIT_NO_ANSWER

    def remember(
        self, deliveries: Iterator[tuple[str, Outgoing]]
    ) -> Iterator[Outgoing]:
        """Pass them on, and note which event each place had."""
        for event, delivery in deliveries:
            self._events.append(event)
            yield delivery

    def reply(self, place: int, reply: Reply) -> None:
        """Show one reply, as it comes."""
        from twenty_hooks.render.replies import reply_lines

        event = self._events[place]
        self._replies.append(reply)
        self._progress.advance(self._task)
        if self._output.as_json:
            shape = {"event": event, **reply.to_json()}
            if self._count == 1:
                self._output.json_document(shape)
            else:
                self._output.json_line({"type": "reply", "index": place, **shape})
            return
        self._failures += not reply.is_ok
        if self._count > 1 and (reply.is_ok or self._failures > _FAILURES_SHOWN):
            return
        for line in reply_lines(event, reply):
            self._screen.line(line)

    def _sum_up(self) -> None:
        from twenty_hooks.render.replies import summary, summary_lines

        if self._output.as_json:
            self._output.json_line(
                {
                    "type": "summary",
                    "asked": self._count,
                    "onTheirWay": self._on_their_way,
                    **summary(self._replies),
                }
            )
            return
        if self._failures > _FAILURES_SHOWN:
            self._output.data(f"… and {self._failures - _FAILURES_SHOWN} more failures")
        for line in summary_lines(self._replies):
            self._screen.line(line)


def _print_request(output: Output, request: Outgoing, *, alone: bool) -> None:
    if output.as_json:
        delivery = Delivery(request.headers, request.body, path=request.target.path)
        if alone:
            output.json_document(delivery.to_json())
        else:
            output.json_line(delivery.to_json())
    elif sys.stdout.isatty():
        text = request.as_http().decode("utf-8", "backslashreplace")
        output.data(visible(text.replace("\r\n", "\n"), keep="\n"))
    else:
        output.raw(request.as_http())
