"""What came back for all that a command sent: one reply in full, of many a summary."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse, ResponseStats
from twenty_hooks.errors import EXIT_NO, EXIT_NO_ANSWER, EXIT_OK, HooksError

if TYPE_CHECKING:  # an edge: imported by the command that sends
    from twenty_hooks.client.request import OutgoingRequest

Request = TypeVar("Request", bound="OutgoingRequest | ReceiverResponse")
# Of many, this many failures are shown in full; the summary counts them all.
_FAILURES_SHOWN = 3
_LONGEST_EVENT = 200
_ENDS_EARLY = (KeyboardInterrupt, HooksError)


class Sent(NamedTuple):
    """What a reply is to: the event, and the id of a delivery that is sent again (it
    may be unknown); None for one that was made."""

    event: str
    identity: str | None = None


class Report:
    """Shows what comes back: one reply in full, of many the failures and a summary."""

    def __init__(
        self, output: Output, count: int | None, *, is_alone: bool | None = None
    ) -> None:
        """count: how many will be sent; None: nobody knows yet. is_alone: show one in
        full, without a summary; as there is one if left out."""
        # All of it now: a process that is short of descriptors can't load it later.
        from twenty_hooks.render import console, responses
        from twenty_hooks.render.progress import Bar

        self._output = output
        self._count = count
        self._is_alone = count == 1 if is_alone is None else is_alone
        self._begun = 0
        self._on_their_way: dict[int, Sent] = {}
        self._tally = ResponseStats()
        self._render = responses
        self._screen = console.stdout(output.color)
        self._bar = Bar(count, output.color)

    def __enter__(self) -> None:
        self._bar.start()

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Sum up, also when Ctrl-C or a store that fails ended it early."""
        self._bar.stop()
        is_early = failure is not None
        if failure is not None and not issubclass(failure, _ENDS_EARLY):
            return
        if is_early:
            of_all = "" if self._count is None else f" of {self._count}"
            done, more = self._tally.total, len(self._on_their_way)
            were = "was" if done == 1 else "were"
            on_their = "was on its" if more == 1 else "were on their"
            self._output.info(
                f"stopped: {done}{of_all} {were} done, {more} more {on_their} way"
            )
        if not self._is_alone:
            self._sum_up()

    @property
    def exit_code(self) -> int:
        if not self._tally.failed:
            return EXIT_OK
        nobody_answered = self._tally.sent and not self._tally.answered
        return EXIT_NO_ANSWER if nobody_answered else EXIT_NO

    def remember(self, requests: Iterator[tuple[Sent, Request]]) -> Iterator[Request]:
        """Pass them on, and note what is at each place."""
        for sent, request in requests:
            self._on_their_way[self._begun] = sent
            self._begun += 1
            yield request

    def reply(
        self, place: int, reply: ReceiverResponse, attempt: Attempt | None = None
    ) -> None:
        """Show one reply, as it comes. attempt: what more is known of one that was sent
        again."""
        sent = self._on_their_way.pop(place)
        self._tally.add(reply)
        self._bar.advance()
        if self._output.as_json:
            with self._bar.aside():
                self._as_json(place, sent, reply, attempt)
            return
        are_many = self._count != 1
        if are_many and (reply.is_ok or self._tally.failed > _FAILURES_SHOWN):
            return
        with self._bar.aside():
            for line in self._render.reply_lines(
                shorten(sent.event, _LONGEST_EVENT),
                reply,
                identity=sent.identity or "",
                cause=attempt.cause if attempt else "",
                meaning=attempt.production_effect
                if attempt
                else reply.production_effect,
            ):
                self._screen.line(line)

    def _as_json(
        self, place: int, sent: Sent, reply: ReceiverResponse, attempt: Attempt | None
    ) -> None:
        shape: dict[str, object] = {"event": sent.event, **reply.to_json()}
        if sent.identity is not None:
            target = attempt.target if attempt else reply.url
            cause = attempt.cause if attempt else ""
            shape = {"id": sent.identity or None, "target": target, **shape}
            shape["cause"] = cause or None
        if self._is_alone:
            self._output.json_document(shape)
        else:
            self._output.json_line({"type": "reply", "index": place, **shape})

    def _sum_up(self) -> None:
        if self._output.as_json:
            self._output.json_line(
                {
                    "type": "summary",
                    "asked": self._begun if self._count is None else self._count,
                    "onTheirWay": len(self._on_their_way),
                    **self._tally.to_json(),
                }
            )
            return
        if self._count == 0:  # why there is none has been said
            return
        if self._tally.failed > _FAILURES_SHOWN:
            more = self._tally.failed - _FAILURES_SHOWN
            noun = "failure" if more == 1 else "failures"
            self._output.data(f"… and {more} more {noun}")
        for line in self._render.summary_lines(self._tally):
            self._screen.line(line)


def print_request(output: Output, request: OutgoingRequest, *, alone: bool) -> None:
    """Print what `--dry-run` does not send.

    alone: it is the only one, and so its exact bytes; one of several ends with a blank
    line, which readers of requests skip.
    """
    if output.as_json:
        delivery = Delivery(request.headers, request.body, path=request.target.path)
        if alone:
            output.json_document(delivery.to_json())
        else:
            output.json_line(delivery.to_json())
    elif sys.stdout.isatty():
        text = request.as_http().decode("utf-8", "backslashreplace")
        shown = visible(text.replace("\r\n", "\n"), keep="\n")
        output.data(shown if alone else shown + "\n")
    else:
        output.raw(request.as_http() + (b"" if alone else b"\r\n\r\n"))
