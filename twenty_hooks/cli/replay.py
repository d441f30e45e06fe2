"""`hooks replay`: resend received deliveries."""

from __future__ import annotations

from twenty_hooks.cli.options.query import FilterOptions, with_filters
from twenty_hooks.cli.options.replay import (
    AllOption,
    AsReceivedOption,
    FailedOption,
    InFlightOption,
    NamesArgument,
    OriginalTimingOption,
    RateOption,
    RepeatOption,
    ShuffleOption,
    ToOption,
)
from twenty_hooks.cli.options.sample import SetOption, UnsetOption
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
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


@with_filters
def replay(
    names: NamesArgument = None,
    to: ToOption = None,
    *,
    filters: FilterOptions,
    all_: AllOption = False,
    failed: FailedOption = False,
    as_received: AsReceivedOption = False,
    set_: SetOption = None,
    unset: UnsetOption = None,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    header: HeaderOption = None,
    count: RepeatOption = 1,
    shuffle: ShuffleOption = False,
    rate: RateOption = None,
    original_timing: OriginalTimingOption = False,
    concurrency: InFlightOption = None,
    timeout: TimeoutOption = "5s",
    insecure: InsecureOption = False,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Resend deliveries with a fresh signature.

    Sends the received bytes and headers in their original order, re-signed with the
    current time, and stores the results. Refused deliveries are skipped unless you
    name them or their verdict. Exit code 0: every response was 2xx and in time; 1:
    one was not; 5: there was no response at all.

    \b
    hooks replay @1 --to http://127.0.0.1:3000/webhooks
    hooks replay --failed
    hooks replay --event 'person.*' --since 1h --rate 20/s --to http://127.0.0.1:3000
    hooks replay today.jsonl --as-received --to http://127.0.0.1:3000
    """
    from twenty_hooks.replay import run
    from twenty_hooks.replay.options import ReplayOptions

    options = ReplayOptions(
        names=names or (),
        to=to,
        selection=filters.selection(),
        whole_store=all_,
        failed=failed,
        as_received=as_received,
        sets=set_ or (),
        unsets=unset or (),
        secret=secret,
        secret_file=secret_file,
        headers=header,
        count=count,
        shuffle=shuffle,
        rate=rate,
        original_timing=original_timing,
        concurrency=concurrency,
        timeout_ms=timeout_ms(timeout),
        insecure=insecure,
        dry_run=dry_run,
        store=store,
        yes=yes,
    )
    return run.replay(options, Output(as_json=as_json, color=color.value))
