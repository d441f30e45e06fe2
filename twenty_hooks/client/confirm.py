"""Ask before deliveries are sent to a public host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from twenty_hooks.console.prompts import ask
from twenty_hooks.protocol.networks import kind_of_network


def confirm_deliveries(urls: Iterable[str], yes: bool) -> None:
    """Ask before more than one delivery is sent to public hosts.

    Args:
        urls: the target of each delivery.
        yes: whether `--yes` was given.
    """
    hosts = Counter(_host(url) for url in urls)
    public = {host: count for host, count in hosts.items() if _is_public(host)}
    count = sum(public.values())
    if count > 1:
        noun = "a public host" if len(public) == 1 else "public hosts"
        ask(f"send {count} deliveries to {', '.join(sorted(public))}, {noun}?", yes)


def confirm_stream(url: str, yes: bool) -> None:
    """Ask before an unknown number of deliveries is sent to a public host."""
    host = _host(url)
    if _is_public(host):
        ask(f"send every delivery from the pipe to {host}, a public host?", yes)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_public(host: str) -> bool:
    return kind_of_network(host) is None
