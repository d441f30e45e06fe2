"""What `hooks listen` was asked to do: its options, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twenty_hooks.config.secrets import verification_secrets
from twenty_hooks.console import prompts
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import (
    ReceivedDelivery,
    Secrets,
    VerifiedDelivery,
)
from twenty_hooks.errors import UsageError
from twenty_hooks.listen.forward_targets import ForwardTargets
from twenty_hooks.protocol import events
from twenty_hooks.render.deliveries import View
from twenty_hooks.send import payloads
from twenty_hooks.server.faults import FaultPlan
from twenty_hooks.system import paths


@dataclass(frozen=True, slots=True)
class ListenConfig:
    """The settings of one run.

    Attributes:
        secrets, tolerance_ms: Verify every delivery.
        accept_invalid: Answer 200 even when verification fails.
        patterns, view: Which deliveries are shown, and how much of each.
        count, stop_after_ms: When it ends by itself.
        save: A JSON Lines file to append to.
        store: None for a temporary store.
        named_store: The store of --store, for commands to type next.
        store_limit, max_body: In bytes.
        forward: None where nothing is forwarded. is_relay: Answer as the receiver does.
        faults: How it answers wrongly, on purpose.
    """

    host: str
    port: int
    secrets: Secrets
    tolerance_ms: int | None
    accept_invalid: bool
    patterns: tuple[str, ...]
    view: View
    count: int | None
    stop_after_ms: int | None
    save: Path | None
    store: Path | None
    named_store: Path | None
    store_limit: int
    max_body: int
    forward: ForwardTargets | None
    is_relay: bool
    faults: FaultPlan

    @classmethod
    def from_options(
        cls,
        *,
        host: str,
        port: int,
        secret: Sequence[str] | None,
        secret_file: Sequence[Path] | None,
        tolerance_ms: int | None,
        accept_invalid: bool,
        event: Sequence[str] | None,
        view: View,
        count: int | None,
        stop_after_ms: int | None,
        save: Path | None,
        store: Path | None,
        no_store: bool,
        store_limit: int,
        max_body: int,
        forward_to: Sequence[str] | None,
        relay: bool,
        header: list[str] | None,
        forward_secret_file: Path | None,
        insecure: bool,
        respond: Sequence[str] | None,
        delay: Sequence[str] | None,
        fail_rate: Sequence[str] | None,
        drop: bool,
        redirect: Sequence[str] | None,
    ) -> ListenConfig:
        """Return the settings of the options.

        Raises:
            UsageError: Options contradict each other, or have no meaning.
            SetupError: A file of secrets can't be read.
        """
        if no_store and store is not None:
            raise UsageError("--store and --no-store exclude each other")
        for pattern in event or ():
            _check_pattern(pattern)
        faults = FaultPlan.parse(
            respond=respond or (),
            delay=delay or (),
            redirect=redirect or (),
            fail_rate=fail_rate or (),
            drop=drop,
        )
        forward = None
        if forward_to:
            forward = ForwardTargets.parse(
                forward_to,
                secret_file=forward_secret_file,
                extra=payloads.parse_headers(header),
                insecure=insecure,
            )
        else:
            _refuse_without_target(
                {
                    "--relay": relay,
                    "--header": header,
                    "--forward-secret-file": forward_secret_file,
                    "--insecure": insecure,
                }
            )
        if relay and faults:
            raise UsageError(
                "--relay answers as the receiver does: it excludes any fault"
            )
        return cls(
            host=host,
            port=port,
            secrets=verification_secrets(secret, secret_file, make_local=True),
            tolerance_ms=tolerance_ms,
            accept_invalid=accept_invalid,
            patterns=tuple(event or ()),
            view=view,
            count=count,
            stop_after_ms=stop_after_ms,
            save=save,
            store=None if no_store else store or paths.store_file(),
            named_store=store,
            store_limit=store_limit,
            max_body=max_body,
            forward=forward,
            is_relay=relay,
            faults=faults,
        )

    def confirm_public(self, *, yes: bool) -> None:
        """Ask before deliveries are forwarded to a public host."""
        for host in self.forward.public_hosts if self.forward else ():
            prompts.ask(f"forward all deliveries to {host}, a public host?", yes)

    def verify(self, delivery: Delivery) -> VerifiedDelivery:
        """Return the verdict on a delivery."""
        return self.secrets.verify(delivery, tolerance_ms=self.tolerance_ms)

    def accepts(self, received: ReceivedDelivery) -> bool:
        """Return whether a delivery is answered 2xx, and forwarded."""
        return received.accepted or self.accept_invalid

    def shows(self, event: str | None) -> bool:
        """Return whether deliveries of this event are shown."""
        return not self.patterns or any(
            events.matches(pattern, event or "") for pattern in self.patterns
        )

    def forward_urls(self, event: str | None) -> Sequence[str]:
        """Return the URLs that this event is forwarded to."""
        return self.forward.urls(event) if self.forward else ()

    def targets_of(self, received: ReceivedDelivery) -> Sequence[str]:
        """Return the URLs that this delivery has to be forwarded to."""
        if not self.accepts(received):
            return ()
        return self.forward_urls(received.event.name)


def _check_pattern(text: str) -> None:
    if not events.is_pattern(text):
        raise UsageError(
            f"--event '{text}' can never match an event",
            hint="write person.created, person.*, *.created, metadata.*.* or *.*",
        )


def _refuse_without_target(options: Mapping[str, object]) -> None:
    for option, value in options.items():
        if value:
            raise UsageError(
                f"{option} needs --forward-to",
                hint="hooks listen --forward-to http://localhost:3000/webhooks",
            )
