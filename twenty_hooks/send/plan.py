"""What the options of `hooks send` ask for, checked before anything is sent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twenty_hooks.client.request import OutgoingRequest, Target, headers_as_twenty
from twenty_hooks.config.secrets import SigningSecret, signing_secret
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.signature import sign_now
from twenty_hooks.samples.arguments import SampleArguments
from twenty_hooks.send.payloads import Payload, PayloadSource, parse_headers
from twenty_hooks.store import Store
from twenty_hooks.system import paths

_MADE_AHEAD = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """The options of `hooks send`, as they were given.

    `has_sample_options` says whether --as, --actor or --seed was given.
    """

    event: str | None
    to: str | None
    sample: SampleArguments
    has_sample_options: bool
    is_seeded: bool
    record_file: str | None
    body_file: str | None
    from_delivery: str | None
    store: Path | None
    secret: Sequence[str] | None
    secret_file: Sequence[Path] | None
    is_unsigned: bool
    headers: Sequence[str] | None
    count: int
    concurrency: int
    timeout_ms: int
    insecure: bool
    dry_run: bool
    yes: bool


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What is sent: `count` payloads to one target.

    `signing` is None for unsigned deliveries. `template` is the stored delivery whose
    body is sent, if one is named.
    """

    target: Target
    payloads: PayloadSource
    count: int
    signing: SigningSecret | None
    extra: Headers
    template: Delivery | None

    def requests(self) -> Iterator[tuple[str, OutgoingRequest]]:
        """Return each request with the name of its event, signed when it is taken.

        The payloads, which take longer, are made ahead, so that no receiver waits for
        them. Raises UsageError at once if they can't be made.
        """
        webhook_id = self.signing.webhook_id if self.signing else None
        count_ahead = min(self.count, _MADE_AHEAD)
        ahead = [self.payloads.next(webhook_id) for _ in range(count_ahead)]
        rest = (self.payloads.next(webhook_id) for _ in range(self.count - count_ahead))
        return map(self._request, itertools.chain(ahead, rest))

    def _request(self, payload: Payload) -> tuple[str, OutgoingRequest]:
        signature: Headers = ()
        if self.signing is not None:
            signature = sign_now(payload.data, self.signing.secret)
        headers = headers_as_twenty(
            self.target, payload.data, signature, era=payload.era, extra=self.extra
        )
        return payload.event, OutgoingRequest(self.target, headers, payload.data)


def plan_send(options: SendOptions) -> SendPlan:
    """Check the options and read what they name.

    Raises:
        UsageError: options contradict each other, are missing, or are invalid.
        SetupError: a file or a delivery can't be read.
    """
    if not options.to:
        example = f"hooks send {options.event or 'person.created'}"
        raise UsageError(
            "missing option: --to URL", hint=f"{example} --to http://127.0.0.1:8020"
        )
    target = Target.of(options.to)
    extra = parse_headers(options.headers)
    _check_combinations(options)
    template = None
    if options.from_delivery is not None:
        with Store(options.store or paths.store_file()) as store:
            template = store.find(options.from_delivery).delivery
    payloads = PayloadSource(
        options.event,
        options.sample,
        # 0.55 stores the URL as it was typed.
        target_url=options.to if _is_055(options) else target.registered,
        record_file=options.record_file,
        body_file=options.body_file,
        template=template.body if template else None,
        is_seeded=options.is_seeded,
    )
    signing = None
    if not options.is_unsigned:
        signing = signing_secret(
            options.secret,
            options.secret_file,
            body=payloads.given.data if payloads.given else None,
            target_url=options.to,
        )
    return SendPlan(target, payloads, options.count, signing, extra, template)


def _is_055(options: SendOptions) -> bool:
    return options.sample["era"] == "0.55"


def _check_combinations(options: SendOptions) -> None:
    if options.is_unsigned and (options.secret or options.secret_file):
        option = "--secret" if options.secret else "--secret-file"
        raise UsageError(f"--unsigned can't be used with {option}")
    if options.from_delivery is None:
        return
    others = {
        "EVENT": options.event,
        "--data": options.record_file,
        "--body": options.body_file,
        "--as, --actor or --seed": options.has_sample_options,
    }
    for option, value in others.items():
        if value:
            raise UsageError(f"--from can't be used with {option}")
