"""Print webhooks on stdout, and their warnings on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from twenty_hooks.console.output import Output, show_error
from twenty_hooks.twenty_api.removal import Removal
from twenty_hooks.webhooks.lint import LintWarning, WebhookWithWarnings

_MAX_WARNINGS = 20


def emit(
    output: Output, result: WebhookWithWarnings, text: Callable[[], Iterable[str]]
) -> None:
    """Print a webhook as JSON or text, and with text its warnings."""
    output.emit(result, text)
    show_warnings(output, result.warnings)
    is_stored = all(each.code != "not-remembered" for each in result.warnings)
    if result.show_secret and result.webhook.is_signed and is_stored:
        show_info(
            output,
            "the secret is stored on this machine; add it to your receiver's settings",
        )


def emit_list(
    output: Output,
    results: Sequence[WebhookWithWarnings],
    text: Callable[[], Iterable[str]],
) -> None:
    """Print webhooks as a JSON array or text, and with text all their warnings."""
    output.emit([result.to_json() for result in results], text)
    show_warnings(
        output,
        [
            LintWarning(warning.code, f"{result.webhook.id[:8]}: {warning.message}")
            for result in results
            for warning in result.warnings
        ],
    )


def emit_removals(
    output: Output,
    removals: Sequence[Removal],
    text: Callable[[], Iterable[str]],
) -> None:
    """Print the results of a deletion, and with text the errors."""
    output.emit([removal.to_json() for removal in removals], text)
    for removal in removals:
        if removal.error is not None and not output.as_json:
            show_error(removal.error, as_json=False)


def show_warnings(output: Output, warnings: Sequence[LintWarning]) -> None:
    """Print warnings and notes on stderr. With --json they are in the document."""
    if output.as_json:
        return
    for warning in warnings[:_MAX_WARNINGS]:
        (output.note if warning.is_note else output.warning)(warning.message)
    left = len(warnings) - _MAX_WARNINGS
    if left > 0:
        output.warning(f"and {left} more: hooks list --json")


def show_info(output: Output, message: str) -> None:
    """Print a message on stderr, unless with --json."""
    if not output.as_json:
        output.info(message)
