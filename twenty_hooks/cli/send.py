"""`hooks send`: send signed deliveries to a receiver."""

from __future__ import annotations

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
from twenty_hooks.cli.options.send import (
    BodyOption,
    ConcurrencyOption,
    DataOption,
    EventArgument,
    FromOption,
    TargetOption,
    UnsignedOption,
)
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    CountOption,
    DryRunOption,
    HeaderOption,
    InsecureOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    TimeoutOption,
    YesOption,
    timeout_ms,
)
from twenty_hooks.console.output import Output

_TWENTYS_CONCURRENCY = 20


def send(
    event: EventArgument = None,
    to: TargetOption = None,
    as_: AsOption = EraChoice.v2x,
    actor: ActorOption = ActorChoice.key,
    set_: SetOption = None,
    unset: UnsetOption = None,
    seed: SeedOption = None,
    data: DataOption = None,
    body: BodyOption = None,
    from_: FromOption = None,
    store: StoreOption = None,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    unsigned: UnsignedOption = False,
    header: HeaderOption = None,
    timeout: TimeoutOption = "5s",
    insecure: InsecureOption = False,
    count: CountOption = 1,
    concurrency: ConcurrencyOption = _TWENTYS_CONCURRENCY,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Send signed deliveries to your receiver, as Twenty does.

    Requests have Twenty's headers in Twenty's order, 5 seconds for the whole call,
    and no retry. Exit code 0: every response was 2xx and in time; 1: one was not;
    5: there was no response at all.

    \b
    hooks send person.created --to http://127.0.0.1:8020
    hooks send person.updated --set jobTitle=CTO --to http://127.0.0.1:8020/hook
    hooks send company.created --count 100 --to http://127.0.0.1:8020
    hooks send person.created --to http://127.0.0.1:8020 --dry-run
    hooks send --from @1 --set jobTitle=CTO --to http://127.0.0.1:8020
    """
    from twenty_hooks.send import run
    from twenty_hooks.send.plan import SendOptions

    options = SendOptions(
        event=event,
        to=to,
        sample=sample_arguments(as_, actor, set_, unset, seed),
        has_sample_options=(as_, actor, seed) != (EraChoice.v2x, ActorChoice.key, None),
        is_seeded=seed is not None,
        record_file=data,
        body_file=body,
        from_delivery=from_,
        store=store,
        secret=secret,
        secret_file=secret_file,
        is_unsigned=unsigned,
        headers=header,
        count=count,
        concurrency=concurrency,
        timeout_ms=timeout_ms(timeout),
        insecure=insecure,
        dry_run=dry_run,
        yes=yes,
    )
    return run.send(options, Output(as_json=as_json, color=color.value))
