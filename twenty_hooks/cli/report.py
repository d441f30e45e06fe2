"""What came back for all that a command sent: one reply in full, of many a summary."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from twenty_hooks.delivery import Delivery
from twenty_hooks.errors import EXIT_NO, EXIT_NO_ANSWER, EXIT_OK
from twenty_hooks.output import Output
from twenty_hooks.replies import Reply, Tally
from twenty_hooks.terminal import visible

if TYPE_CHECKING:  # an edge: imported by the command that sends
    from twenty_hooks.target import Outgoing

Request = TypeVar("Request", bound="Outgoing | Reply")
# Of many, this many failures are shown in full; the summary counts them all.
_FAILURES_SHOWN = 3


class Sent(NamedTuple):
    """What a reply is to: the event, and the id of the delivery, if it has one."""

    event: str
    identity: str = ""


class Report:
    """Shows what comes back: one reply in full, of many the failures and a summary."""

    def __init__(self, output: Output, count: int) -> None:
        """count: how many will be sent."""
        from twenty_hooks.render import console
        from twenty_hooks.render.progress import Bar

        self._output = output
        self._count = count
        self._begun = 0
        self._on_their_way: dict[int, Sent] = {}
        self._tally = Tally()
        self._screen = console.stdout(output.color)
        self._bar = Bar(count, output.color)

    def __enter__(self) -> None:
        self._bar.start()

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Sum up, also when Ctrl-C ended it early."""
        self._bar.stop()
        if failure is not None and failure is not KeyboardInterrupt:
            return
        if failure is KeyboardInterrupt:
            self._output.words(
                f"stopped: {self._tally.total} of {self._count} were answered, "
                f"{len(self._on_their_way)} more were on their way"
            )
        if self._count > 1:
            self._sum_up()

    @property
    def failed(self) -> int:
        """How many failed so far."""
        return self._tally.failed

    @property
    def exit_code(self) -> int:
        if not self._tally.failed:
            return EXIT_OK
        return EXIT_NO if self._tally.answered else EXIT_NO_ANSWER

    def remember(self, requests: Iterator[tuple[Sent, Request]]) -> Iterator[Request]:
        """Pass them on, and note what is at each place."""
        for sent, request in requests:
            self._on_their_way[self._begun] = sent
            self._begun += 1
            yield request

    def reply(self, place: int, reply: Reply, cause: str = "") -> None:
        """Show one reply, as it comes. cause: why it may have been refused."""
        from twenty_hooks.render.replies import reply_lines

        sent = self._on_their_way.pop(place)
        self._tally.add(reply)
        self._bar.advance()
        if self._output.as_json:
            with self._bar.aside():
                self._as_json(place, sent, reply, cause)
            return
        if self._count > 1 and (reply.is_ok or self._tally.failed > _FAILURES_SHOWN):
            return
        with self._bar.aside():
            for line in reply_lines(
                sent.event, reply, identity=sent.identity, cause=cause
            ):
                self._screen.line(line)

    def _as_json(self, place: int, sent: Sent, reply: Reply, cause: str) -> None:
        shape: dict[str, object] = {"event": sent.event, **reply.to_json()}
        if sent.identity:
            shape = {"id": sent.identity, **shape, "cause": cause or None}
        if self._count == 1:
            self._output.json_document(shape)
        else:
            self._output.json_line({"type": "reply", "index": place, **shape})

    def _sum_up(self) -> None:
        from twenty_hooks.render.replies import summary_lines

        if self._output.as_json:
            self._output.json_line(
                {
                    "type": "summary",
                    "asked": self._count,
                    "onTheirWay": len(self._on_their_way),
                    **self._tally.to_json(),
                }
            )
            return
        if self._tally.failed > _FAILURES_SHOWN:
            more = self._tally.failed - _FAILURES_SHOWN
            self._output.data(f"… and {more} more failures")
        for line in summary_lines(self._tally):
            self._screen.line(line)


def print_request(output: Output, request: Outgoing, *, alone: bool) -> None:
    """Print what `--dry-run` does not send. alone: it is the only one."""
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
