"""How a listener answers, also where it misbehaves on purpose.

What Twenty makes of each fault is what its releases were seen to do: nothing but a 2xx
in time counts, nothing is ever sent again, and no webhook is switched off for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from random import Random

from twenty_hooks.deliveries.response import TWENTYS_TIMEOUT_MS
from twenty_hooks.deliveries.routing import EventRule, matching
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import urls
from twenty_hooks.text.units import parse_duration, show_duration

DROP = "drop"
_REDIRECTS = (301, 302, 303, 307, 308)
_KEEPS_BODY = (307, 308)
_DEFAULT_REDIRECT = 302
_DEFAULT_FAILURE = 500
_LOST = "does not retry: the delivery is lost"


@dataclass(frozen=True, slots=True)
class Response:
    """What to answer. status: None closes the connection without an answer.

    delay_ms: how long to wait before. location: of a redirect. fault: how this is
    misbehaviour, and what Twenty makes of it; empty for an honest answer.
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

    statuses: three digits, or `drop`. fail_rates: the share, from 0 to 1, of the
    deliveries that get the fault; without another fault they are answered 500.
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
        """From the options. Raises UsageError for a value that can't be meant."""
        statuses = [EventRule.parse(text, "--respond") for text in respond]
        if drop:
            if any(one.pattern is None for one in statuses):
                raise UsageError("--drop and --respond exclude each other")
            statuses.append(EventRule(None, DROP))
        made = cls(
            statuses,
            [EventRule.parse(text, "--delay") for text in delay],
            [EventRule.parse(text, "--redirect") for text in redirect],
            [EventRule.parse(text, "--fail-rate") for text in fail_rate],
        )
        for one in made.statuses:
            _check_status(one.value)
        for one in made.delays:
            _delay_ms(one.value)
        for one in made.redirects:
            _check_location(one.value)
            _check_redirects(one, made.statuses)
        for one in made.fail_rates:
            _share(one.value)
        _check_each_once(made.statuses, "--respond")
        _check_each_once(made.delays, "--delay")
        _check_each_once(made.redirects, "--redirect")
        _check_each_once(made.fail_rates, "--fail-rate")
        return made

    def words(self) -> str:
        """How it misbehaves: `500 to person.*, answers after 6 s`; empty where nothing
        it does is wrong."""
        parts = [
            f"{_named(one.value)}{_to(one, self.statuses)}"
            for one in self.statuses
            if not one.value.startswith("2")
        ]
        parts += [
            f"answers{_to(one, self.delays)} after {show_duration(delay_ms)}"
            for one in self.delays
            if (delay_ms := _delay_ms(one.value))
        ]
        parts += [
            f"a redirect{_to(one, self.redirects)}, to {one.value}"
            for one in self.redirects
        ]
        if not self.fail_rates:
            return ", ".join(parts)
        shares = [
            f"{_share(one.value) * 100:g}% of {_whom(one, self.fail_rates)}"
            for one in self.fail_rates
            if parts or _share(one.value)
        ]
        if self._never_fails:
            return ""
        if not parts:
            return ", ".join(f"{_DEFAULT_FAILURE} to {share}" for share in shares)
        return f"{', '.join(parts)}; by chance, and only to {', '.join(shares)}"

    @property
    def _never_fails(self) -> bool:
        """Whether the share of all events is none."""
        no_share = not any(_share(one.value) for one in self.fail_rates)
        return no_share and any(one.pattern is None for one in self.fail_rates)

    def __bool__(self) -> bool:
        return bool(self.statuses or self.delays or self.redirects or self.fail_rates)

    def answer(self, event: str | None, random: Random) -> Response:
        """What a delivery of this event is answered."""
        status = _of(self.statuses, event)
        delay_ms = _delay_ms(_of(self.delays, event) or "0")
        location = _of(self.redirects, event) or ""
        rate = _of(self.fail_rates, event)
        if rate is not None:
            if random.random() >= _share(rate):
                return OK
            if not (status or delay_ms or location):
                status = str(_DEFAULT_FAILURE)
        if status == DROP:
            return _explained(Response(None, delay_ms=delay_ms))
        number = int(status or (_DEFAULT_REDIRECT if location else OK.status or 200))
        if number not in _REDIRECTS:
            location = ""
        body = OK.body if number == OK.status else _words(number)
        return _explained(Response(number, body, delay_ms, location))


def _explained(answer: Response) -> Response:
    """The answer with its fault told."""
    parts = [_of_delay(answer), _of_status(answer)]
    if answer.delay_ms > TWENTYS_TIMEOUT_MS:
        parts.pop()  # Twenty has gone by then
    fault = "; ".join(part for part in parts if part)
    return Response(
        answer.status,
        answer.body,
        answer.delay_ms,
        answer.location,
        f"on purpose: {fault}" if fault else "",
    )


def _of_delay(answer: Response) -> str:
    if not answer.delay_ms:
        return ""
    took = show_duration(answer.delay_ms)
    if answer.delay_ms > TWENTYS_TIMEOUT_MS:
        return (
            f"no answer for {took}: Twenty gives up after 5 s and will not retry: the "
            "delivery is lost (before 1.8 it waited)"
        )
    if answer.delay_ms == TWENTYS_TIMEOUT_MS:
        return f"no answer for {took}: Twenty gives up at just that time"
    return (
        f"no answer for {took}: within Twenty's 5 s, but what its worker has for "
        "others waits too"
    )


def _of_status(answer: Response) -> str:
    status = answer.status
    if status is None:
        return f"closed without an answer: Twenty records a failure and {_LOST}"
    if 200 <= status < 300:
        return ""
    if answer.location and status in _KEEPS_BODY:
        return f"{status} to {answer.location}: Twenty posts it there, body and all"
    if answer.location:
        return (
            f"{status} to {answer.location}: Twenty goes there with a GET without the "
            "body, and if that is answered 2xx counts as delivered what is lost"
        )
    return f"answered {status}: Twenty records a failure and {_LOST}"


def _of(choices: Sequence[EventRule], event: str | None) -> str | None:
    """The last one given counts."""
    found = matching(choices, event)
    return found[-1].value if found else None


def _named(status: str) -> str:
    return "no answer" if status == DROP else status


def _to(one: EventRule, among: Sequence[EventRule]) -> str:
    return f" to {_whom(one, among)}"


def _whom(one: EventRule, among: Sequence[EventRule]) -> str:
    if one.pattern is not None:
        return one.pattern
    return "all" if len(among) == 1 else "all others"


def _words(status: int) -> bytes:
    try:
        return f"{HTTPStatus(status).phrase}, on purpose\n".encode()
    except ValueError:
        return b"on purpose\n"


def _check_status(text: str) -> None:
    is_number = len(text) == 3 and text.isascii() and text.isdigit()
    if text != DROP and not (is_number and 200 <= int(text) <= 599):
        raise UsageError(
            f"--respond: '{text}' is not a status to answer with",
            hint="write --respond 500, --respond 'person.*=404', or drop for none",
        )


def _check_each_once(choices: Sequence[EventRule], option: str) -> None:
    seen: set[str | None] = set()
    for one in choices:
        if one.pattern in seen:
            whom = "all" if one.pattern is None else f"'{one.pattern}'"
            raise UsageError(f"{option}: {whom} can't have two values")
        seen.add(one.pattern)


def _check_redirects(redirect: EventRule, statuses: Sequence[EventRule]) -> None:
    """A status that is none of a redirect would drop it without a word. A status for
    some events only may stand beside a redirect of all others."""
    own = [one for one in statuses if one.pattern == redirect.pattern]
    if redirect.pattern is None:
        meant = own
    else:
        narrow = [one for one in statuses if _overlap(one.pattern, redirect.pattern)]
        meant = narrow + [one for one in statuses if not own and one.pattern is None]
    for one in meant:
        if one.value == DROP or int(one.value) not in _REDIRECTS:
            prefix = "" if redirect.pattern is None else f"{redirect.pattern}="
            raise UsageError(
                f"--redirect {redirect.value} can't be answered "
                f"{'with nothing' if one.value == DROP else f'as {one.value}'}",
                hint=f"leave one of them out, or write --respond '{prefix}307'",
            )


def _overlap(one: str | None, other: str) -> bool:
    """Whether an event may match both patterns."""
    if one is None:
        return False
    if "*.*" in (one, other):
        return True
    ours, theirs = one.split("."), other.split(".")
    pairs = zip(ours, theirs, strict=False)
    is_alike = all("*" in (a, b) or a == b for a, b in pairs)
    return len(ours) == len(theirs) and is_alike


def _check_location(text: str) -> None:
    fits = text.isascii() and text.isprintable() and " " not in text
    if not fits or not (text.startswith("/") or _is_url(text)):
        raise UsageError(
            f"--redirect: '{text}' is neither a URL nor a path",
            hint="write --redirect https://example.com/elsewhere, or /elsewhere",
        )


def _is_url(text: str) -> bool:
    try:
        urls.parse(text)
    except urls.BadUrl:
        return False
    return True


def _delay_ms(text: str) -> int:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UsageError(f"--delay: {error}") from error


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise UsageError(
            f"--fail-rate: '{text}' is not a share",
            hint="write --fail-rate 0.3 for three of ten",
        )
    return share
