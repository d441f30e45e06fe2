"""Print responses as they arrive: one in full; of many the failures, and the totals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from twenty_hooks.client.request import OutgoingRequest
from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse, ResponseStats
from twenty_hooks.errors import EXIT_NO, EXIT_NO_ANSWER, EXIT_OK, HooksError
from twenty_hooks.render.painting import painted
from twenty_hooks.render.progress import ProgressBar
from twenty_hooks.render.responses import response_lines, stats_lines

Request = TypeVar("Request", bound="OutgoingRequest | ReceiverResponse")
# Of many, only the first failures are shown in full; the totals count all.
_FAILURES_SHOWN = 3
_LONGEST_EVENT = 200
_ENDS_EARLY = (KeyboardInterrupt, HooksError)


class Sent(NamedTuple):
    """What a response belongs to.

    `delivery_id` is None for a delivery that was made up; empty for one from a file
    without an id.
    """

    event: str
    delivery_id: str | None = None


class Report:
    """Prints the responses of one run. Use it as a context manager around sending."""

    def __init__(
        self, output: Output, count: int | None, *, is_alone: bool | None = None
    ) -> None:
        """Prepare the report.

        Args:
            count: number of deliveries; None if unknown.
            is_alone: show one response in full, without totals; None if `count` is 1.
        """
        self._output = output
        self._count = count
        self._is_alone = count == 1 if is_alone is None else is_alone
        self._begun = 0
        self._in_flight: dict[int, Sent] = {}
        self._stats = ResponseStats()
        self._bar = ProgressBar(count, output.color)

    def __enter__(self) -> None:
        self._bar.start()

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Print the totals, also if Ctrl-C or a failing store ended it early."""
        self._bar.stop()
        if failure is not None and not issubclass(failure, _ENDS_EARLY):
            return
        if failure is not None:
            of_all = "" if self._count is None else f" of {self._count}"
            done, in_flight = self._stats.total, len(self._in_flight)
            self._output.info(f"stopped: {done}{of_all} done, {in_flight} in flight")
        if not self._is_alone:
            self._sum_up()

    @property
    def exit_code(self) -> int:
        """0 if all succeeded, 5 if none got any response, else 1."""
        if not self._stats.failed:
            return EXIT_OK
        has_no_answer = self._stats.sent and not self._stats.answered
        return EXIT_NO_ANSWER if has_no_answer else EXIT_NO

    def track(self, requests: Iterator[tuple[Sent, Request]]) -> Iterator[Request]:
        """Yield the requests, and note which delivery each index belongs to."""
        for sent, request in requests:
            self._in_flight[self._begun] = sent
            self._begun += 1
            yield request

    def add(
        self, index: int, response: ReceiverResponse, attempt: Attempt | None = None
    ) -> None:
        """Count one response, and print it if it is to be shown.

        Args:
            index: index of the request, from 0.
            attempt: the attempt that is recorded for a replayed delivery.
        """
        sent = self._in_flight.pop(index)
        self._stats.add(response)
        self._bar.advance()
        is_hidden = response.is_ok or self._stats.failed > _FAILURES_SHOWN
        if self._count != 1 and is_hidden and not self._output.as_json:
            return
        value = _response_json(sent, response, attempt)
        lines = response_lines(
            shorten(sent.event, _LONGEST_EVENT),
            response,
            delivery_id=sent.delivery_id or "",
            cause=attempt.cause if attempt else "",
            meaning=(attempt or response).production_effect,
        )
        with self._bar.paused():
            if self._is_alone:
                self._output.emit(value, lambda: painted(lines, self._output.color))
            else:
                self._emit_item({"type": "reply", "index": index, **value}, lines)

    def _sum_up(self) -> None:
        value = {
            "type": "summary",
            "asked": self._begun if self._count is None else self._count,
            "onTheirWay": len(self._in_flight),
            **self._stats.to_json(),
        }
        if self._count == 0 and not self._output.as_json:
            return  # a message has said why there are none
        hidden = max(0, self._stats.failed - _FAILURES_SHOWN)
        self._emit_item(value, stats_lines(self._stats, hidden_failures=hidden))

    def _emit_item(self, value: dict[str, Any], lines: Iterable[Any]) -> None:
        self._output.emit_item(value, lambda: painted(lines, self._output.color))


def print_request(output: Output, request: OutgoingRequest, *, alone: bool) -> None:
    """Print a request that `--dry-run` does not send.

    In a pipe these are its exact bytes. One of several is followed by a blank line,
    which readers of raw requests skip.

    Args:
        alone: whether it is the only request.
    """
    if not output.as_json and not sys.stdout.isatty():
        output.raw(request.as_http() + (b"" if alone else b"\r\n\r\n"))
        return
    delivery = Delivery(request.headers, request.body, path=request.target.path)
    emit: Callable[..., None] = output.emit if alone else output.emit_item
    emit(delivery, lambda: _request_lines(request, alone=alone))


def _request_lines(request: OutgoingRequest, *, alone: bool) -> Iterator[str]:
    text = request.as_http().decode("utf-8", "backslashreplace")
    yield visible(text.replace("\r\n", "\n"), keep="\n")
    if not alone:
        yield ""


def _response_json(
    sent: Sent, response: ReceiverResponse, attempt: Attempt | None
) -> dict[str, Any]:
    shape: dict[str, Any] = {"event": sent.event, **response.to_json()}
    if sent.delivery_id is None:
        return shape
    target = attempt.target if attempt else response.url
    cause = attempt.cause if attempt else ""
    return {
        "id": sent.delivery_id or None,
        "target": target,
        **shape,
        "cause": cause or None,
    }
