"""`hooks send`: realistic signed deliveries, sent as Twenty sends them."""

from __future__ import annotations

from typing import Annotated

import typer

from twenty_hooks.cli import arguments
from twenty_hooks.cli.options.sample import (
    ActorChoice,
    ActorOption,
    AsOption,
    EraChoice,
    SeedOption,
    SetOption,
    UnsetOption,
    sample_arguments,
)
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    DryRunOption,
    InsecureOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    TimeoutOption,
    YesOption,
    timeout_ms,
)
from twenty_hooks.client import confirm
from twenty_hooks.client.headers import came_otherwise, other_method
from twenty_hooks.config.secrets import signing_secret
from twenty_hooks.console.output import Output
from twenty_hooks.errors import EXIT_OK, UsageError
from twenty_hooks.send import payloads
from twenty_hooks.send.report import Report, Sent, print_request

_TWENTYS_CONCURRENCY = 20


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
    timeout: TimeoutOption = "5s",
    insecure: InsecureOption = False,
    count: Annotated[
        int, typer.Option("--count", min=1, metavar="N", help="How many.")
    ] = 1,
    concurrency: Annotated[
        int,
        typer.Option("--concurrency", min=1, max=500, metavar="N", help="At once."),
    ] = _TWENTYS_CONCURRENCY,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Send signed deliveries to your receiver, as Twenty does.

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
    from twenty_hooks.client import sender
    from twenty_hooks.client.request import Target

    if not to:
        raise UsageError(
            "where to? --to is missing",
            hint=f"hooks send {event or 'person.created'} --to http://127.0.0.1:8020",
        )
    target = Target.of(to)
    limit_ms = timeout_ms(timeout)
    if unsigned and (secret or secret_file):
        raise UsageError("--unsigned and a secret exclude each other")
    extra = payloads.parse_headers(header)
    if from_ is not None and (event or data or body):
        raise UsageError("--from stands alone: without an EVENT, --data and --body")
    if from_ is not None and _changes_a_sample(as_, actor, seed):
        raise UsageError("--from has a body: --as, --actor and --seed make a sample's")
    template = None if from_ is None else arguments.find(from_, store)
    bodies = payloads.Bodies(
        event,
        sample_arguments(as_, actor, set_, unset, seed),
        # 0.55 stores the URL as it was typed.
        target_url=to if as_ is EraChoice.v055 else target.registered,
        record_file=data,
        body_file=body,
        template=template.delivery.body if template else None,
        is_seeded=seed is not None,
    )
    given = bodies.given
    signing = None
    if not unsigned:
        body_given = given.data if given else None
        signing = signing_secret(secret, secret_file, body=body_given, target_url=to)
    output = Output(as_json=as_json, color=color.value)
    deliveries = payloads.make(target, bodies, count, signing=signing, extra=extra)
    if dry_run:
        for _, request in deliveries:
            print_request(output, request, alone=count == 1)
        return EXIT_OK
    confirm.sending([target.url] * count, yes)
    report = Report(output, count)
    with report:
        sender.send(
            report.remember((Sent(event), request) for event, request in deliveries),
            report.reply,
            timeout_ms=limit_ms,
            concurrency=min(concurrency, count),
            insecure=insecure,
        )
    if template and (method := other_method(template.delivery)):
        output.info(came_otherwise("it", method))
    if count == 1 and signing is not None and not signing.is_given:
        output.info(f"signed with {signing.origin}")
    return report.exit_code


def _changes_a_sample(as_: EraChoice, actor: ActorChoice, seed: int | None) -> bool:
    is_usual = (as_, actor, seed) == (EraChoice.v2x, ActorChoice.key, None)
    return not is_usual
