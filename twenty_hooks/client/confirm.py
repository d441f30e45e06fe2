"""Ask before deliveries go to a public host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from twenty_hooks.console.prompts import ask
from twenty_hooks.protocol.networks import kind_of_network


def sending(urls: Iterable[str], yes: bool) -> None:
    """Ask before more than one delivery goes to public hosts. urls: one for each."""
    from urllib.parse import urlsplit

    hosts = Counter(urlsplit(url).hostname or "" for url in urls)
    public = {
        host: count for host, count in hosts.items() if kind_of_network(host) is None
    }
    count = sum(public.values())
    if count > 1:
        noun = "a public host" if len(public) == 1 else "public hosts"
        ask(f"send {count} deliveries to {', '.join(sorted(public))}, {noun}?", yes)


def streaming(url: str, yes: bool) -> None:
    """Ask before nobody knows how many deliveries go to a public host."""
    from urllib.parse import urlsplit

    host = urlsplit(url).hostname or ""
    if kind_of_network(host) is None:
        ask(f"send all that the pipe brings to {host}, a public host?", yes)
