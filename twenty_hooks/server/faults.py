"""Decide the response to a delivery, also where `hooks listen` fails on purpose.

What Twenty makes of each fault is what its releases were seen to do: only a 2xx in time
counts, nothing is ever sent again, and no webhook is switched off for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from random import Random

from twenty_hooks.deliveries.response import TWENTYS_TIMEOUT_MS
from twenty_hooks.deliveries.routing import EventRule, matching
from twenty_hooks.server import fault_options
from twenty_hooks.server.fault_options import DROP, REDIRECTS, delay_ms, fail_rate
from twenty_hooks.text.units import show_duration

_KEEPS_BODY = (307, 308)
_DEFAULT_REDIRECT = 302
_DEFAULT_FAILURE = 500
_LOST = "does not retry: the delivery is lost"


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response to a delivery.

    Attributes:
        status: None closes the connection without a response.
        body: Plain text.
        delay_ms: How long to wait before the response.
        location: Where a redirect leads.
        fault: What is wrong with this response, and what Twenty makes of it; empty
            for an honest one.
    """

    status: int | None
    body: bytes = b""
    delay_ms: int = 0
    location: str = ""
    fault: str = ""


OK = Response(200, b"ok")


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """The faults of `hooks listen`, each for some events or for all others.

    Attributes:
        statuses: Three digits, or `drop`.
        delays: Durations.
        redirects: URLs or paths.
        fail_rates: The share of deliveries, from 0 to 1, that get the fault. Without
            another fault they are answered 500.
    """

    statuses: Sequence[EventRule] = ()
    delays: Sequence[EventRule] = ()
    redirects: Sequence[EventRule] = ()
    fail_rates: Sequence[EventRule] = ()

    @classmethod
    def parse(
        cls,
        *,
        respond: Sequence[str],
        delay: Sequence[str],
        redirect: Sequence[str],
        fail_rate: Sequence[str],
        drop: bool,
    ) -> FaultPlan:
        """Return the plan that the options describe.

        Raises UsageError for a bad value, and for options that contradict each other.
        """
        statuses = fault_options.read_statuses(respond, drop=drop)
        return cls(
            statuses,
            fault_options.read_delays(delay),
            fault_options.read_redirects(redirect, statuses),
            fault_options.read_fail_rates(fail_rate),
        )

    def __bool__(self) -> bool:
        return bool(self.statuses or self.delays or self.redirects or self.fail_rates)

    def response_to(self, event: str | None, random: Random) -> Response:
        """Return the response to a delivery of this event."""
        status = _value(self.statuses, event)
        wait_ms = delay_ms(_value(self.delays, event) or "0")
        location = _value(self.redirects, event) or ""
        rate = _value(self.fail_rates, event)
        if rate is not None:
            if random.random() >= fail_rate(rate):
                return OK
            if not (status or wait_ms or location):
                status = str(_DEFAULT_FAILURE)
        if status == DROP:
            return _with_fault(Response(None, delay_ms=wait_ms))
        number = int(status or (_DEFAULT_REDIRECT if location else OK.status or 200))
        if number not in REDIRECTS:
            location = ""
        body = OK.body if number == OK.status else _body(number)
        return _with_fault(Response(number, body, wait_ms, location))

    def describe(self) -> str:
        """Return `500 to person.*, responses to all after 6 s`; empty without fault."""
        parts = [
            f"{_status_name(rule.value)}{_to(rule, self.statuses)}"
            for rule in self.statuses
            if not rule.value.startswith("2")
        ]
        parts += [
            f"responses{_to(rule, self.delays)} after {show_duration(wait_ms)}"
            for rule in self.delays
            if (wait_ms := delay_ms(rule.value))
        ]
        parts += [
            f"a redirect{_to(rule, self.redirects)}, to {rule.value}"
            for rule in self.redirects
        ]
        if not self.fail_rates:
            return ", ".join(parts)
        if self._never_fails:
            return ""
        shares = [
            f"{fail_rate(rule.value) * 100:g}% of {_subject(rule, self.fail_rates)}"
            for rule in self.fail_rates
            if parts or fail_rate(rule.value)
        ]
        if not parts:
            return ", ".join(f"{_DEFAULT_FAILURE} to {share}" for share in shares)
        return f"{', '.join(parts)}; at random, to {', '.join(shares)}"

    @property
    def _never_fails(self) -> bool:
        """Whether every event has a fail rate, and each is 0."""
        is_zero = not any(fail_rate(rule.value) for rule in self.fail_rates)
        return is_zero and any(rule.pattern is None for rule in self.fail_rates)


def _with_fault(response: Response) -> Response:
    """Return the response with a description of its fault."""
    parts = [_delay_fault(response), _status_fault(response)]
    if response.delay_ms > TWENTYS_TIMEOUT_MS:
        parts.pop()  # Twenty has disconnected by then
    fault = "; ".join(part for part in parts if part)
    return Response(
        response.status,
        response.body,
        response.delay_ms,
        response.location,
        f"on purpose: {fault}" if fault else "",
    )


def _delay_fault(response: Response) -> str:
    if not response.delay_ms:
        return ""
    delay = show_duration(response.delay_ms)
    if response.delay_ms > TWENTYS_TIMEOUT_MS:
        return (
            f"no response for {delay}: Twenty gives up after 5 s and does not retry: "
            "the delivery is lost (before 1.8 it waited)"
        )
    if response.delay_ms == TWENTYS_TIMEOUT_MS:
        return f"no response for {delay}: Twenty gives up at just that time"
    return (
        f"no response for {delay}: within Twenty's 5 s, but the deliveries that its "
        "worker has for others wait too"
    )


def _status_fault(response: Response) -> str:
    status = response.status
    if status is None:
        return f"closed without a response: Twenty records a failure and {_LOST}"
    if 200 <= status < 300:
        return ""
    if response.location and status in _KEEPS_BODY:
        return f"{status} to {response.location}: Twenty posts it there, with the body"
    if response.location:
        return (
            f"{status} to {response.location}: Twenty follows with a GET without the "
            "body; if that gets a 2xx, the lost delivery counts as delivered"
        )
    return f"answered {status}: Twenty records a failure and {_LOST}"


def _value(rules: Sequence[EventRule], event: str | None) -> str | None:
    """Return the value for an event. The last rule that matches counts."""
    found = matching(rules, event)
    return found[-1].value if found else None


def _status_name(status: str) -> str:
    return "no response" if status == DROP else status


def _to(rule: EventRule, rules: Sequence[EventRule]) -> str:
    return f" to {_subject(rule, rules)}"


def _subject(rule: EventRule, rules: Sequence[EventRule]) -> str:
    if rule.pattern is not None:
        return rule.pattern
    return "all" if len(rules) == 1 else "all others"


def _body(status: int) -> bytes:
    try:
        return f"{HTTPStatus(status).phrase}, on purpose\n".encode()
    except ValueError:
        return b"on purpose\n"
