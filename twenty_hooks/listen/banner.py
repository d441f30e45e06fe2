"""What `hooks listen` says before anything comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.verification import Secrets

if TYPE_CHECKING:  # an edge: imported by the command that needs it
    from twenty_hooks.listen.forwarder import ForwardTargets


def announce(
    output: Output,
    url: str,
    secrets: Secrets,
    destination: ForwardTargets | None,
    *,
    exposed: bool,
    faults: str,
) -> None:
    judges = _judges(secrets)
    if output.as_json:
        ready: dict[str, object] = {"type": "ready", "url": url, "secrets": judges}
        if destination is not None:
            ready["forwardTo"] = destination.to_json()
        output.json_line(ready)
    output.info(
        output.style("listening", err=True, fg="green", bold=True)
        + f" on {url} (any path); judged by {judges}; Ctrl-C ends"
    )
    if exposed:
        output.info("! other machines can post here too: --host is not this machine's")
    if destination is not None:
        output.info(f"forwarding to {visible(destination.words())}")
    if faults:
        output.info(f"! misbehaving on purpose: {visible(faults)}")
    if not secrets.are_given:  # the local secret, which send uses too
        output.info(f"try: hooks send person.created --to {url}")


def _judges(secrets: Secrets) -> str:
    if secrets.are_given:
        return "the given secrets"
    known = len(secrets.remembered)
    if not known:
        return "this machine's local secret"
    return f"{known} remembered secrets and this machine's local one"
