"""`hooks replay`: send deliveries that came once more."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from twenty_hooks.cli.options.query import (
    EventOption,
    RecordOption,
    SearchOption,
    SinceOption,
    VerdictOption,
    WebhookOption,
    selection,
)
from twenty_hooks.cli.options.replay import (
    AllOption,
    AsReceivedOption,
    ConcurrencyOption,
    FailedOption,
    HeaderOption,
    OriginalTimingOption,
    RateOption,
    ShuffleOption,
    TimesOption,
    ToOption,
    WordsArgument,
)
from twenty_hooks.cli.options.sample import SetOption, UnsetOption
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
from twenty_hooks.config.secrets import signing_secrets, verification_secrets
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.errors import EXIT_NO, EXIT_OK, UsageError
from twenty_hooks.formats.problems import Unreadable
from twenty_hooks.replay import schedule
from twenty_hooks.send import payloads
from twenty_hooks.send.report import Report, print_request
from twenty_hooks.text import units

if TYPE_CHECKING:  # edges: imported by the command that needs them
    from twenty_hooks.client.request import OutgoingRequest

_EXCLUDES = {
    "--as-received": ("--set", "--unset", "--secret", "--secret-file"),
    "--original-timing": ("--shuffle", "--rate"),
}


def replay(
    words: WordsArgument = None,
    to: ToOption = None,
    event: EventOption = None,
    webhook: WebhookOption = "",
    record: RecordOption = "",
    verdict: VerdictOption = None,
    since: SinceOption = None,
    search: SearchOption = "",
    all_: AllOption = False,
    failed: FailedOption = False,
    as_received: AsReceivedOption = False,
    set_: SetOption = None,
    unset: UnsetOption = None,
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    header: HeaderOption = None,
    times: TimesOption = 1,
    shuffle: ShuffleOption = False,
    rate: RateOption = None,
    original_timing: OriginalTimingOption = False,
    concurrency: ConcurrencyOption = None,
    timeout: TimeoutOption = "5s",
    insecure: InsecureOption = False,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Resend deliveries with a fresh signature.

    The same bytes and headers, in the order they came, with a signature of now; what
    was refused is left out unless it is named. What becomes of each is kept beside it
    in the store. Exit code 0 when all were answered 2xx in time, 1 when one was not, 5
    when nobody answered at all.

    \b
    hooks replay @1 --to http://127.0.0.1:3000/webhooks
    hooks replay --failed
    hooks replay --event 'person.*' --since 1h --rate 20/s --to http://127.0.0.1:3000
    hooks replay today.jsonl --as-received --to http://127.0.0.1:3000
    """
    from twenty_hooks.client.request import Target
    from twenty_hooks.replay import run as running
    from twenty_hooks.replay import selection as replayed
    from twenty_hooks.replay.requests import Replay, ResendOptions, order
    from twenty_hooks.samples import Edits

    _check_together(
        {
            "--as-received": as_received,
            "--set": bool(set_),
            "--unset": bool(unset),
            "--secret": bool(secret),
            "--secret-file": bool(secret_file),
            "--original-timing": original_timing,
            "--shuffle": shuffle,
            "--rate": rate is not None,
        }
    )
    limit_ms = timeout_ms(timeout)
    timing = schedule.Timing(
        None if rate is None else _per_second(rate), original_timing
    )
    target = None if to is None else Target.of(to)
    manner = ResendOptions(
        None if as_received else signing_secrets(secret, secret_file),
        Edits.parse(set_ or (), unset or ()),
        payloads.parse_headers(header),
        {} if target is None else {target.url: target},
    )
    asked = replayed.ReplayRequest(
        tuple(words or ()),
        selection(event, webhook, record, verdict, since, search),
        failed,
        None if target is None else target.url,
        store,
        _needing_all(times, original_timing, shuffle=shuffle, rate=rate),
        whole_store=all_,
    )
    output = Output(as_json=as_json, color=color.value)
    unreadable = Unreadable(output)
    with contextlib.ExitStack() as stack:
        judges = Secrets() if as_received else verification_secrets(secret, secret_file)
        found = replayed.choose(asked, stack, judges, unreadable.tell, output.info)
        for text in found.notes:
            output.info(text)
        if original_timing and found.items:
            found = found.by_moment()
        count = None if found.arriving else len(found.items) * times
        numbers = order(len(found.items), times, shuffle=shuffle)
        run = Replay(found.each(numbers), manner)
        if dry_run:
            shown = [
                _show(output, sent, alone=count == 1) for _, sent in run.requests()
            ]
            return unreadable.code or (EXIT_OK if all(shown) else EXIT_NO)
        if found.arriving:
            confirm.streaming(found.arriving[1], yes)
        else:
            confirm.sending([item.url for item in found.items] * times, yes)
        report = Report(output, count, is_alone=found.is_one and times == 1)
        running.send(
            found,
            run,
            report,
            output.info,
            pace=running.Pace(timing, times, concurrency),
            store=asked.path,
            timeout_ms=limit_ms,
            insecure=insecure,
        )
        is_plain = not (as_received or set_ or unset or header or secret or secret_file)
        if is_plain and not insecure and (text := found.still_failing(asked)):
            output.info(text)
    return report.exit_code or unreadable.code


def _check_together(given: Mapping[str, bool]) -> None:
    for option, others in _EXCLUDES.items():
        for other in others:
            if given[option] and given[other]:
                raise UsageError(f"{option} and {other} exclude each other")


def _needing_all(
    times: int, original_timing: bool, *, shuffle: bool, rate: str | None
) -> str:
    """The option that can't begin before it is known how many there are."""
    needing = {
        "--times": times > 1,
        "--original-timing": original_timing,
        "--shuffle": shuffle,
        "--rate": rate is not None,
    }
    return next((option for option, is_given in needing.items() if is_given), "")


def _per_second(rate: str) -> float:
    try:
        return units.parse_rate(rate)
    except ValueError as error:
        raise UsageError(f"--rate: {error}") from error


def _show(
    output: Output, request: OutgoingRequest | ReceiverResponse, *, alone: bool
) -> bool:
    """Print it; whether it could be sent."""
    if isinstance(request, ReceiverResponse):
        output.info(f"can't be sent: {request.reason}")
        return False
    print_request(output, request, alone=alone)
    return True
