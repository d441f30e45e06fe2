"""`hooks replay`: send deliveries that came once more."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from twenty_hooks import places, units
from twenty_hooks.cli import confirm, due, outgoing, stored_choice
from twenty_hooks.cli.deliveries.choosing import (
    EventOption,
    RecordOption,
    SearchOption,
    SinceOption,
    VerdictOption,
    WebhookOption,
    selection,
)
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
from twenty_hooks.cli.replay_options import (
    AsReceivedOption,
    ConcurrencyOption,
    DryRunOption,
    FailedOption,
    HeaderOption,
    InsecureOption,
    OriginalTimingOption,
    RateOption,
    ShuffleOption,
    TimeoutOption,
    TimesOption,
    ToOption,
    WordsArgument,
)
from twenty_hooks.cli.report import Report, print_request
from twenty_hooks.cli.sample_options import SetOption, UnsetOption
from twenty_hooks.cli.secret_choice import judging_secrets, signing_secrets
from twenty_hooks.cli.unreadable import Unreadable
from twenty_hooks.errors import EXIT_OK, UsageError
from twenty_hooks.output import Output
from twenty_hooks.replies import Reply

if TYPE_CHECKING:  # edges: imported by the command that needs them
    from twenty_hooks.target import Outgoing

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
    """Send deliveries that came once more, signed anew.

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
    from twenty_hooks import sender
    from twenty_hooks.cli import replayed
    from twenty_hooks.cli.replaying import Manner, Replay, order
    from twenty_hooks.samples import Edits
    from twenty_hooks.store import AttemptLog
    from twenty_hooks.target import Target

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
    timeout_ms = duration_ms(timeout, "--timeout")
    if not timeout_ms:
        raise UsageError("--timeout must be more than nothing")
    timing = due.Timing(None if rate is None else _per_second(rate), original_timing)
    target = None if to is None else Target.of(to)
    manner = Manner(
        None if as_received else signing_secrets(secret, secret_file),
        Edits.parse(set_ or (), unset or ()),
        outgoing.parse_headers(header),
        {} if target is None else {target.url: target},
    )
    asked = replayed.Asked(
        tuple(words or ()),
        selection(event, webhook, record, verdict, since, search),
        failed,
        None if target is None else target.url,
        store or places.store_file(),
    )
    output = Output(as_json=as_json, color=color.value)
    unreadable = Unreadable(output)
    with contextlib.ExitStack() as stack:
        found = replayed.choose(
            asked, stack, judging_secrets(secret, secret_file), unreadable.tell
        )
        if found.left_out:
            output.words(
                f"left out as they were refused: {found.left_out} (their ids, or "
                "--verdict with theirs, would send them)"
            )
        if not found.items:
            others = "else " if found.left_out else ""
            output.words(f"nothing {others}failed: there is nothing to send again")
            return EXIT_OK
        if original_timing:
            found = found.by_moment()
        count = len(found.items) * times
        run = Replay(found, order(len(found.items), times, shuffle=shuffle), manner)
        if dry_run:
            for _, request in run.requests():
                _show(output, request, alone=count == 1)
            return unreadable.code
        confirm.sending(count, {item.url for item in found.items}, yes)
        if found.is_stored:
            run.log = stack.enter_context(AttemptLog(asked.store))
        report = Report(output, count)

        def on_reply(place: int, reply: Reply) -> None:
            report.reply(place, reply, run.done(place, reply))

        began = time.perf_counter()
        with run, report:
            sender.send(
                report.remember(run.requests()),
                on_reply,
                timeout_ms=timeout_ms,
                concurrency=concurrency or timing.concurrency,
                insecure=insecure,
                due_ms=timing.due([item.moment_ms or 0 for item in found.items], times),
            )
        for text in run.words():
            output.words(text)
        if report.failed and found.is_stored:
            again = stored_choice.with_store("hooks replay --failed", store)
            output.words(f"what failed is kept: {again} sends it again")
        if timing.per_second is not None:
            output.words(timing.reached(count, time.perf_counter() - began))
    return report.exit_code or unreadable.code


def _check_together(given: Mapping[str, bool]) -> None:
    for option, others in _EXCLUDES.items():
        for other in others:
            if given[option] and given[other]:
                raise UsageError(f"{option} and {other} exclude each other")


def _per_second(rate: str) -> float:
    try:
        return units.parse_rate(rate)
    except ValueError as error:
        raise UsageError(f"--rate: {error}") from error


def _show(output: Output, request: Outgoing | Reply, *, alone: bool) -> None:
    if isinstance(request, Reply):
        output.words(f"can't be sent: {request.reason}")
    else:
        print_request(output, request, alone=alone)
