"""What `hooks listen` says before the first delivery."""

from __future__ import annotations

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.listen.config import ListenConfig


def announce(
    output: Output, config: ListenConfig, url: str, *, is_public: bool
) -> None:
    """Say where it listens, and what it does with deliveries.

    is_public: other machines can reach it.
    """
    if output.as_json:
        output.json_line(_ready_json(config, url))
    listening = output.style("listening", err=True, fg="green", bold=True)
    secrets = _secrets(config.secrets)
    output.info(
        f"{listening} on {url} (any path); verifying with {secrets}; Ctrl-C stops"
    )
    if is_public:
        output.info("! other machines can post here too (--host)")
    if config.forward is not None:
        output.info(f"forwarding to {visible(str(config.forward))}")
    if faults := config.faults.describe():
        output.info(f"! faulty on purpose: {visible(faults)}")
    if not config.secrets.are_given:  # the local secret, which send uses too
        output.info(f"try: hooks send person.created --to {url}")


def _ready_json(config: ListenConfig, url: str) -> dict[str, object]:
    """The `ready` line of `hooks listen --json`."""
    source, count = _source(config.secrets)
    ready: dict[str, object] = {
        "type": "ready",
        "url": url,
        "secrets": {"source": source, "count": count},
    }
    if config.forward is not None:
        ready["forwardTo"] = config.forward.to_json()
    return ready


def _source(secrets: Secrets) -> tuple[str, int]:
    """Where the secrets are from, and how many they are; the local one is always there
    beside remembered ones, and is not counted."""
    if secrets.are_given:
        webhooks = secrets.given_by_webhook.values()
        return "given", len({*secrets.given, *filter(None, webhooks)})
    if secrets.remembered:
        return "remembered", len(secrets.remembered)
    return "local", 1


def _secrets(secrets: Secrets) -> str:
    source, count = _source(secrets)
    if source == "given":
        return "the given secret" if count == 1 else f"{count} given secrets"
    local = "this machine's local secret"
    if source == "local":
        return local
    noun = "secret" if count == 1 else "secrets"
    return f"{count} remembered {noun} and {local}"
