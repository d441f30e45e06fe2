"""What looks wrong about a webhook: registered, and yet not doing what was meant.

Twenty registers nearly anything and never says afterwards that it does not work. A
*concern* is a slug and a sentence, for a person and for the `warnings` of `--json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twenty_hooks.protocol import networks, urls
from twenty_hooks.protocol.urls import BadUrl, TargetUrl
from twenty_hooks.webhooks.operations import EVERYTHING, Doubt, doubts
from twenty_hooks.webhooks.releases import EMITS_METADATA, GUARDS_TARGETS, Release
from twenty_hooks.webhooks.webhook import Changes, Webhook

_SHOWN_TWINS = 3
SAFE_MODE = "OUTBOUND_HTTP_SAFE_MODE_ENABLED"


@dataclass(frozen=True, slots=True)
class LintWarning:
    """A slug and a sentence. is_note: worth knowing, and nothing wrong."""

    code: str
    message: str
    is_note: bool = False

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message}


def about(
    target_url: str, operations: Iterable[str], release: Release
) -> list[LintWarning]:
    """Everything about one webhook by itself, on this release."""
    operations = tuple(operations)
    return [
        *_about_target(target_url, release),
        *_about_operations(operations, release),
    ]


def about_same_target(webhook: Webhook, others: Iterable[Webhook]) -> list[LintWarning]:
    """Another webhook on the same URL gets the same events once more."""
    target = urls.normalised(webhook.target_url)
    twins = [
        other.id
        for other in others
        if other.id != webhook.id and urls.normalised(other.target_url) == target
    ]
    return [_same_target(twins)] if twins else []


def about_all(
    webhooks: list[Webhook], release: Release
) -> dict[str, list[LintWarning]]:
    """What looks wrong, by webhook id; notes left out."""
    by_target: dict[str, list[str]] = {}
    for webhook in webhooks:
        target = urls.normalised(webhook.target_url)
        by_target.setdefault(target, []).append(webhook.id)
    found = {}
    for webhook in webhooks:
        concerns = about(webhook.target_url, webhook.operations, release)
        target = urls.normalised(webhook.target_url)
        near = by_target[target][: _SHOWN_TWINS + 2]
        twins = [other for other in near if other != webhook.id]
        if twins:
            concerns.append(_same_target(twins))
        found[webhook.id] = [each for each in concerns if not each.is_note]
    return found


def about_difference(asked: Changes, stored: Webhook) -> list[LintWarning]:
    """What came back different from what was asked for."""
    found = []
    if asked.target_url is not None and not urls.same(
        asked.target_url, stored.target_url
    ):
        found.append(f"the target URL is '{stored.target_url}'")
    if asked.operations is not None and asked.operations != stored.operations:
        found.append(f"the operations are {', '.join(stored.operations) or 'none'}")
    if asked.description is not None and asked.description != (
        stored.description or ""
    ):
        found.append(f"the description is '{stored.description or ''}'")
    if asked.secret is not None and stored.secret is not None:
        if asked.secret and not stored.secret:
            found.append("there is no secret: deliveries are unsigned")
        elif asked.secret != stored.secret:
            found.append("the secret is another one")
    return [
        LintWarning("stored-differently", f"Twenty stored it differently: {difference}")
        for difference in found
    ]


def of_doubt(each: Doubt) -> LintWarning:
    """A doubtful operation, as a concern."""
    meant = f" (did you mean {each.suggestion}?)" if each.suggestion else ""
    return LintWarning(each.code, each.message + meant)


def _about_target(target_url: str, release: Release) -> Iterator[LintWarning]:
    try:
        url = urls.parse(target_url)
    except BadUrl as bad:
        meant = f"; write {bad.suggestion}" if bad.suggestion else ""
        yield LintWarning(bad.code, f"Twenty can't call it: {bad}{meant}")
        return
    kind = networks.kind_of_network(url.host)
    if kind is None:
        if url.scheme == "http":
            yield LintWarning(
                "plain-http-target",
                f"deliveries to {url.netloc} travel unencrypted; use https",
            )
        return
    if release.is_at_least(GUARDS_TARGETS) is not False:
        yield _guarded(url, kind, release)


def _guarded(url: TargetUrl, kind: str, release: Release) -> LintWarning:
    sure = release.is_at_least(GUARDS_TARGETS)
    since = "" if sure else "if this is Twenty 1.17 or later: "
    return LintWarning(
        "private-target",
        f"{since}Twenty registers {url.netloc} ({kind} address) and then silently "
        f"never calls it, unless {SAFE_MODE}=false is set on its worker (the worker "
        "sends, not the server)",
    )


def _about_operations(
    operations: tuple[str, ...], release: Release
) -> Iterator[LintWarning]:
    if not operations:
        yield LintWarning("no-operations", "it has no operations, so it never fires")
    for each in doubts(operations):
        yield of_doubt(each)
    if EVERYTHING in operations and release.is_at_least(EMITS_METADATA) is not False:
        when = "" if release.is_at_least(EMITS_METADATA) else "on Twenty 2.x "
        yield LintWarning(
            "metadata-events",
            f"{when}*.* also brings metadata.* events, which carry no record",
            is_note=True,
        )


def _same_target(twins: list[str]) -> LintWarning:
    shown = ", ".join(twins[:_SHOWN_TWINS])
    shown += " and others" if len(twins) > _SHOWN_TWINS else ""
    return LintWarning(
        "duplicate-target",
        f"webhook {shown} sends to the same URL: what both subscribe to comes twice",
    )
