"""Warn about webhooks that are registered, and yet will not do what their owner wants.

Twenty registers nearly anything, and never reports afterwards that it does not work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from twenty_hooks.protocol import networks, urls
from twenty_hooks.protocol.urls import BadUrl, TargetUrl
from twenty_hooks.webhooks.operations import EVERYTHING, check_all
from twenty_hooks.webhooks.releases import EMITS_METADATA, GUARDS_TARGETS, Release
from twenty_hooks.webhooks.webhook import Webhook, WebhookChanges, to_json

_MAX_NAMED_TWINS = 3
SAFE_MODE = "OUTBOUND_HTTP_SAFE_MODE_ENABLED"


@dataclass(frozen=True, slots=True)
class LintWarning:
    """A warning about a webhook: a stable slug for programs, and a sentence.

    Attributes:
        is_note: the user should know it, but nothing is wrong.
    """

    code: str
    message: str
    is_note: bool = False

    def to_json(self) -> dict[str, str]:
        """Return the warning as `--json` prints it."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class WebhookWithWarnings:
    """A webhook and its warnings, as commands print them.

    Attributes:
        show_secret: whether the JSON contains the secret. It is null otherwise.
    """

    webhook: Webhook
    warnings: tuple[LintWarning, ...] = ()
    show_secret: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return Twenty's own keys, `signed` and `warnings`."""
        document = to_json(self.webhook, show_secret=self.show_secret)
        return document | {"warnings": [warning.to_json() for warning in self.warnings]}


def lint(
    target_url: str, operations: Iterable[str], release: Release
) -> list[LintWarning]:
    """Return the warnings about a target URL and operations on this release."""
    return [
        *_lint_target(target_url, release),
        *_lint_operations(tuple(operations), release),
    ]


def lint_webhook(
    webhook: Webhook, others: Iterable[Webhook], release: Release
) -> list[LintWarning]:
    """Return the warnings about a webhook, one among the others of its workspace."""
    target = urls.normalised(webhook.target_url)
    twins = [
        other.id
        for other in others
        if other.id != webhook.id and urls.normalised(other.target_url) == target
    ]
    return [
        *lint(webhook.target_url, webhook.operations, release),
        *_lint_twins(twins),
    ]


def lint_all(
    webhooks: Sequence[Webhook], release: Release
) -> list[WebhookWithWarnings]:
    """Return all webhooks of a workspace with their warnings, without the notes."""
    by_target: dict[str, list[str]] = {}
    for webhook in webhooks:
        target = urls.normalised(webhook.target_url)
        by_target.setdefault(target, []).append(webhook.id)
    found = []
    for webhook in webhooks:
        same_target = by_target[urls.normalised(webhook.target_url)]
        # A thousand webhooks may share a target, and only a few are named.
        few = same_target[: _MAX_NAMED_TWINS + 2]
        warnings = [
            *lint(webhook.target_url, webhook.operations, release),
            *_lint_twins([other for other in few if other != webhook.id]),
        ]
        problems = tuple(warning for warning in warnings if not warning.is_note)
        found.append(WebhookWithWarnings(webhook, problems))
    return found


def lint_stored(wanted: WebhookChanges, stored: Webhook) -> list[LintWarning]:
    """Return a warning for each field that Twenty stored differently."""
    found = []
    if wanted.target_url is not None and not urls.same(
        wanted.target_url, stored.target_url
    ):
        found.append(f"the target URL is '{stored.target_url}'")
    if wanted.operations is not None and wanted.operations != stored.operations:
        found.append(f"the operations are {', '.join(stored.operations) or 'none'}")
    if wanted.description is not None and wanted.description != (
        stored.description or ""
    ):
        found.append(f"the description is '{stored.description or ''}'")
    if wanted.secret is not None and stored.secret is not None:
        if wanted.secret and not stored.secret:
            found.append("there is no secret: deliveries are unsigned")
        elif wanted.secret != stored.secret:
            found.append("the secret is a different one")
    return [
        LintWarning("stored-differently", f"Twenty stored it differently: {difference}")
        for difference in found
    ]


def _lint_target(target_url: str, release: Release) -> Iterator[LintWarning]:
    try:
        url = urls.parse(target_url)
    except BadUrl as bad:
        suggestion = f"; write {bad.suggestion}" if bad.suggestion else ""
        yield LintWarning(bad.code, f"Twenty can't call this URL: {bad}{suggestion}")
        return
    network = networks.kind_of_network(url.host)
    if network is None:
        if url.scheme == "http":
            yield LintWarning(
                "plain-http-target",
                f"deliveries to {url.netloc} travel unencrypted; use https",
            )
        return
    if release.is_at_least(GUARDS_TARGETS) is not False:
        yield _private_target(url, network, release)


def _private_target(url: TargetUrl, network: str, release: Release) -> LintWarning:
    is_sure = release.is_at_least(GUARDS_TARGETS)
    condition = "" if is_sure else "if this is Twenty 1.17 or later: "
    return LintWarning(
        "private-target",
        f"{condition}Twenty registers {url.netloc} ({network} address) and then "
        f"silently never calls it, unless {SAFE_MODE}=false is set on its worker (the "
        "worker sends, not the server)",
    )


def _lint_operations(
    operations: tuple[str, ...], release: Release
) -> Iterator[LintWarning]:
    if not operations:
        yield LintWarning(
            "no-operations", "the webhook has no operations, so it never fires"
        )
    for problem in check_all(operations):
        suggestion = problem.suggestion and f" (did you mean {problem.suggestion}?)"
        yield LintWarning(problem.code, problem.message + suggestion)
    if EVERYTHING in operations and release.is_at_least(EMITS_METADATA) is not False:
        condition = "" if release.is_at_least(EMITS_METADATA) else "on Twenty 2.x "
        yield LintWarning(
            "metadata-events",
            f"{condition}*.* also subscribes to metadata.* events, which have no "
            "record",
            is_note=True,
        )


def _lint_twins(twins: Sequence[str]) -> list[LintWarning]:
    """Return a warning if other webhooks, given by their ids, have the same target."""
    if not twins:
        return []
    named = ", ".join(twins[:_MAX_NAMED_TWINS])
    named += " and others" if len(twins) > _MAX_NAMED_TWINS else ""
    return [
        LintWarning(
            "duplicate-target",
            f"webhook {named} has the same target URL: events that both subscribe to "
            "are delivered twice",
        )
    ]
