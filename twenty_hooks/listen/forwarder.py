"""`hooks listen --forward-to`: what comes is passed on to the developer's receiver.

The same bytes and headers go out. By default Twenty has been answered by then; with
`--relay` it waits for the receiver, and is given its status.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twenty_hooks.client import sender
from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.client.resend import build_resend
from twenty_hooks.config.secrets import secret_of_file
from twenty_hooks.console import prompts
from twenty_hooks.deliveries import routing
from twenty_hooks.deliveries.attempt import Attempt, Kind, likely_cause, unsent
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import HooksError, UsageError
from twenty_hooks.listen.forward_queue import ForwardQueue
from twenty_hooks.listen.forwarding import Batches, Forwarder, Pending
from twenty_hooks.listen.resender import SendingAgain
from twenty_hooks.protocol.networks import is_loopback, kind_of_network
from twenty_hooks.server.faults import Response

if TYPE_CHECKING:  # an edge: opened by the command that needs it
    from twenty_hooks.store import AttemptLog

_GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class ForwardTargets:
    """Where deliveries are forwarded to, and what is done to them on the way.

    secret_of: the secret to sign a body anew with; None leaves the signature alone.
    extra: headers added to those that came, or put in the place of one.
    """

    routes: Sequence[EventRule]
    targets: dict[str, Target]
    secret_of: Callable[[bytes], str] | None
    extra: Headers
    insecure: bool

    def check(self, *, own_port: int, yes: bool) -> None:
        """Raises UsageError for a target that is this listener itself, and where
        nobody can be asked about one that is public."""
        for target in self.targets.values():
            parts = urlsplit(target.url)
            port = parts.port or {"https": 443}.get(parts.scheme, 80)
            if port == own_port and is_loopback(target.host):
                raise UsageError(
                    f"--forward-to {target.url} is this listener itself",
                    hint="give the port of your own receiver",
                )
            if kind_of_network(target.host) is None:
                prompts.ask(
                    f"forward all that comes to {target.host}, a public host?", yes
                )

    def to_json(self) -> list[dict[str, str | None]]:
        return [{"pattern": one.pattern, "url": one.value} for one in self.routes]

    def words(self) -> str:
        """`http://localhost:3000/people (person.*), http://localhost:3000/`."""
        return ", ".join(
            one.value if one.pattern is None else f"{one.value} ({one.pattern})"
            for one in self.routes
        )

    @classmethod
    def parse(
        cls,
        forward_to: Sequence[str],
        *,
        secret_file: Path | None,
        extra: Headers,
        insecure: bool,
    ) -> ForwardTargets:
        """From the options. Raises UsageError, SetupError for an unreadable file."""
        routes = []
        targets = {}
        for text in forward_to:
            route = EventRule.parse(text, "--forward-to")
            target = Target.of(route.value, "--forward-to")
            targets[target.url] = target
            routes.append(EventRule(route.pattern, target.url))
        secret_of = secret_of_file(secret_file) if secret_file else None
        return cls(routes, targets, secret_of, extra, insecure)

    def urls(self, event: str | None) -> Sequence[str]:
        """Where an event goes; each once."""
        return routing.urls(self.routes, event)

    def outgoing(self, delivery: Delivery, url: str) -> OutgoingRequest:
        """The delivery as it goes there. Raises UsageError where it can't go."""
        secret = self.secret_of(delivery.body) if self.secret_of else None
        return build_resend(
            delivery, self.targets[url], secret=secret, extra=self.extra
        )


class PassingOn:
    """Forwards what a session gets, until it is finished.

    backlog: None where all is relayed. log: where results are kept. told: gets every
    result. notice: a sentence about what went wrong here.
    """

    def __init__(
        self,
        destination: ForwardTargets,
        backlog: ForwardQueue | None,
        *,
        log: AttemptLog,
        told: Callable[[Attempt], None],
        notice: Callable[[str], None],
    ) -> None:
        self._destination = destination
        self._backlog = backlog
        self._log = log
        self._told = told
        self._notice = notice
        self._sender = sender.Sender(insecure=destination.insecure)
        self._slots = asyncio.Semaphore(sender.TWENTYS_CONCURRENCY)
        self._batches = Batches(self._write)
        self._recordings: set[asyncio.Task[None]] = set()
        self._leaves_the_rest = False
        self._again = SendingAgain(self._attempt, self._record)
        self._forwarder = Forwarder(
            take=self._take,
            deliver=self._deliver,
            leave=self._leave,
            failed=self._failed,
            connections=self,
            at_once=sender.TWENTYS_CONCURRENCY,
        )
        self._forwarder.start()

    async def __aenter__(self) -> PassingOn:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._again.end()
        await asyncio.gather(*self._recordings)
        await self._sender.__aexit__()

    def arrive(self, received: ReceivedDelivery) -> None:
        """Have something forwarded that came. Does not block."""
        if self._backlog is not None and received.is_stored:
            self._forwarder.wake()

    async def relay(self, identity: str, received: ReceivedDelivery) -> Response | None:
        """Pass it on now, and tell the receiver's answer; None if it goes nowhere."""
        urls = self._destination.urls(received.event.name)
        if not urls:
            return None
        relaying = self._forwarder.submit(self._relay_to_all(identity, received, urls))
        attempts = await asyncio.wrap_future(relaying)
        first_failure = (attempt for attempt in attempts if not attempt.reply.is_ok)
        counts = next(first_failure, attempts[0])
        reason = f"{counts.reply.reason}\n".encode() if counts.reply.reason else b""
        return Response(counts.answered, counts.reply.excerpt or reason)

    def send_again(
        self, identity: str, received: ReceivedDelivery, over: Callable[[Attempt], None]
    ) -> None:
        """Send one once more to where its event is forwarded to. From any thread; does
        not block. over: gets each result.

        Raises UsageError when enough are under way.
        """
        urls = self._destination.urls(received.event.name)
        self._again.begin(self._forwarder.submit, identity, received, urls, over)

    def finish(self, *, at_once: bool, words: Callable[[str], None]) -> None:
        """Forward what still waits; at_once: only what is under way, and briefly."""
        try:
            if not at_once and not self._forwarder.finish(_GRACE_SECONDS):
                words("forwarding what still waits; Ctrl-C leaves it")
                self._forwarder.finish()
        except KeyboardInterrupt:
            at_once = True
        if at_once:
            self._forwarder.stop(_GRACE_SECONDS)

    async def _relay_to_all(
        self, identity: str, received: ReceivedDelivery, urls: Sequence[str]
    ) -> list[Attempt]:
        async def to_one(url: str) -> Attempt:
            async with self._slots:
                attempt = await self._attempt("relay", identity, received, url)
            recording = asyncio.create_task(self._record(attempt))
            self._recordings.add(recording)
            recording.add_done_callback(self._recordings.discard)
            return attempt

        return list(await asyncio.gather(*map(to_one, urls)))

    def _take(self, limit: int) -> Sequence[Pending]:
        if self._backlog is None or self._leaves_the_rest:
            return ()
        return self._backlog.take(limit)

    async def _deliver(self, pending: Pending) -> None:
        loaded = self._load(pending)
        if loaded is None:
            self._notice(
                "NOT FORWARDED: the delivery was removed from the store before its turn"
            )
            return
        await self._record(await self._attempt("forward", *loaded, pending.url))

    def _load(self, pending: Pending) -> tuple[str, ReceivedDelivery] | None:
        """The delivery and its id; None if it was removed in the meantime."""
        return self._backlog.load(pending.place) if self._backlog else None

    async def _attempt(
        self, kind: Kind, identity: str, received: ReceivedDelivery, url: str
    ) -> Attempt:
        verified = received.verified
        began_at_ms = time.time_ns() // 1_000_000
        try:
            outgoing = self._destination.outgoing(verified.delivery, url)
            reply = await self._sender.attempt(outgoing)
        except UsageError as error:  # there is no secret for this webhook
            reply = ReceiverResponse(url, 0, failure="unsendable", reason=error.message)
        cause = likely_cause(
            reply,
            verified.verdict,
            is_signed_anew=self._destination.secret_of is not None,
        )
        name = verified.event.name
        return Attempt(kind, identity, name, url, began_at_ms, reply, cause)

    async def _record(self, attempt: Attempt) -> None:
        await self._batches.put(attempt)
        self._told(attempt)

    def _write(self, attempts: list[Attempt]) -> None:
        try:
            self._log.add(attempts)
        except HooksError as error:
            self._notice(f"what became of {len(attempts)} is lost: {error.message}")

    def _leave(self, waiting: Sequence[Pending], begun: Sequence[Pending]) -> None:
        """Note what was not answered; and what was not begun, where it would be lost:
        else it stays where it is, however much, and is found again without a note."""
        if self._backlog is not None and self._backlog.is_lasting:
            self._leaves_the_rest = True
            waiting = ()
        now_ms = time.time_ns() // 1_000_000
        attempts = []
        for pending in (*begun, *waiting):
            loaded = self._load(pending)
            if loaded is None:
                continue
            identity, received = loaded
            reply = unsent(pending.url, was_begun=pending in begun)
            name = received.event.name
            attempts.append(
                Attempt("forward", identity, name, pending.url, now_ms, reply)
            )
        if attempts:
            self._write(attempts)
        for attempt in attempts:
            self._told(attempt)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, HooksError):
            self._notice(f"can't forward: {error.message}")
            return
        text = "".join(traceback.format_exception(error))
        self._notice(f"a bug in hooks:\n{text}")
