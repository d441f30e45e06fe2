"""Hosts inside a network, which Twenty's outbound guard does not call.

From 1.17 on Twenty's worker refuses such targets after DNS resolution, although it
registers them: the webhook is in the list, but silently never called. This module only
looks at the host in the URL; it does not resolve names.
"""

from __future__ import annotations

import ipaddress

# The ranges of Twenty's guard, each with a word for the user.
_RANGES = tuple(
    (ipaddress.ip_network(network), kind)
    for network, kind in (
        ("127.0.0.0/8", "loopback"),
        ("::1/128", "loopback"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("fc00::/7", "private"),
        ("169.254.0.0/16", "link-local"),
        ("fe80::/10", "link-local"),
        ("100.64.0.0/10", "carrier-grade NAT (Tailscale)"),
        ("0.0.0.0/8", "reserved"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved"),
        ("198.18.0.0/15", "reserved"),
        ("198.51.100.0/24", "reserved"),
        ("203.0.113.0/24", "reserved"),
        ("224.0.0.0/4", "reserved"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "reserved"),
    )
)
_DOCKER_HOSTS = ("docker.internal", "containers.internal")
_LAN_ENDINGS = ("local", "internal", "lan", "home.arpa", "localdomain")


def kind_of_network(host: str) -> str | None:
    """Return `loopback`, `private`, `link-local` ...; None for a public host.

    Args:
        host: normalized, as in `TargetUrl.host`.
    """
    name = host.strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return _kind_of_name(name)
    mapped = address.ipv4_mapped if address.version == 6 else None
    for network, kind in _RANGES:
        if (mapped or address) in network:
            return kind
    return None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    return kind_of_network(host) == "loopback"


def _kind_of_name(name: str) -> str | None:
    if _is_under(name, "localhost"):
        return "loopback"
    if any(_is_under(name, docker) for docker in _DOCKER_HOSTS):
        return "Docker host"
    if any(_is_under(name, ending) for ending in _LAN_ENDINGS):
        return "private"
    # Twenty in Docker reaches other containers by names without a dot.
    return None if "." in name else "container or LAN"


def _is_under(name: str, ending: str) -> bool:
    return name == ending or name.endswith(f".{ending}")
