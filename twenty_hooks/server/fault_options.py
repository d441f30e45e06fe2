"""Check and read the values of the options that make `hooks listen` a faulty receiver.

They are `--respond`, `--delay`, `--redirect` and `--fail-rate`, each for some events
(`person.*=500`) or for all others.
"""

from __future__ import annotations

from collections.abc import Sequence

from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import urls
from twenty_hooks.text.units import parse_duration

DROP = "drop"
REDIRECTS = (301, 302, 303, 307, 308)


def read_statuses(texts: Sequence[str], *, drop: bool) -> list[EventRule]:
    """Return the rules of `--respond` and `--drop`: three digits, or DROP.

    Raises UsageError.
    """
    rules = [EventRule.parse(text, "--respond") for text in texts]
    if drop:
        if any(rule.pattern is None for rule in rules):
            raise UsageError("--drop and --respond exclude each other")
        rules.append(EventRule(None, DROP))
    for rule in rules:
        _check_status(rule.value)
    _check_unique(rules, "--respond")
    return rules


def read_delays(texts: Sequence[str]) -> list[EventRule]:
    """Return the rules of `--delay`. Raises UsageError."""
    rules = [EventRule.parse(text, "--delay") for text in texts]
    for rule in rules:
        delay_ms(rule.value)
    _check_unique(rules, "--delay")
    return rules


def read_redirects(
    texts: Sequence[str], statuses: Sequence[EventRule]
) -> list[EventRule]:
    """Return the rules of `--redirect`.

    Raises UsageError, also when `--respond` contradicts a redirect.
    """
    rules = [EventRule.parse(text, "--redirect") for text in texts]
    for rule in rules:
        _check_location(rule.value)
        _check_contradiction(rule, statuses)
    _check_unique(rules, "--redirect")
    return rules


def read_fail_rates(texts: Sequence[str]) -> list[EventRule]:
    """Return the rules of `--fail-rate`. Raises UsageError."""
    rules = [EventRule.parse(text, "--fail-rate") for text in texts]
    for rule in rules:
        fail_rate(rule.value)
    _check_unique(rules, "--fail-rate")
    return rules


def delay_ms(text: str) -> int:
    """Return the milliseconds of a delay. Raises UsageError."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UsageError(f"--delay: {error}") from error


def fail_rate(text: str) -> float:
    """Return a share from 0 to 1. Raises UsageError."""
    try:
        rate = float(text)
    except ValueError:
        rate = -1
    if not 0 <= rate <= 1:
        raise UsageError(
            f"--fail-rate: '{text}' is not a number from 0 to 1",
            hint="write --fail-rate 0.3 for three of ten",
        )
    return rate


def _check_status(text: str) -> None:
    is_number = len(text) == 3 and text.isascii() and text.isdigit()
    if text != DROP and not (is_number and 200 <= int(text) <= 599):
        raise UsageError(
            f"--respond: '{text}' is not a status from 200 to 599",
            hint="write --respond 500, --respond 'person.*=404', or --respond drop",
        )


def _check_unique(rules: Sequence[EventRule], option: str) -> None:
    seen: set[str | None] = set()
    for rule in rules:
        if rule.pattern in seen:
            subject = "all events" if rule.pattern is None else f"'{rule.pattern}'"
            raise UsageError(f"{option}: {subject} can't have two values")
        seen.add(rule.pattern)


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


def _check_contradiction(redirect: EventRule, statuses: Sequence[EventRule]) -> None:
    """Refuse a redirect whose events are given a status that redirects nowhere.

    A status for some events may stand beside a redirect of all others.
    """
    own = [rule for rule in statuses if rule.pattern == redirect.pattern]
    if redirect.pattern is None:
        applying = own
    else:
        narrow = [rule for rule in statuses if _overlap(rule.pattern, redirect.pattern)]
        general = [rule for rule in statuses if rule.pattern is None]
        applying = narrow if own else narrow + general
    for rule in applying:
        if rule.value == DROP or int(rule.value) not in REDIRECTS:
            prefix = "" if redirect.pattern is None else f"{redirect.pattern}="
            raise UsageError(
                f"--redirect {redirect.value} and --respond {rule.value} exclude "
                "each other",
                hint=f"leave one of them out, or write --respond '{prefix}307'",
            )


def _overlap(pattern: str | None, other: str) -> bool:
    """Return whether an event may match both patterns."""
    if pattern is None:
        return False
    if "*.*" in (pattern, other):
        return True
    parts, other_parts = pattern.split("."), other.split(".")
    pairs = zip(parts, other_parts, strict=False)
    is_alike = all("*" in (a, b) or a == b for a, b in pairs)
    return len(parts) == len(other_parts) and is_alike
