"""Which addresses are this machine's or its own network's."""

from __future__ import annotations

import ipaddress

_CARRIER_GRADE_NAT = ipaddress.ip_network("100.64.0.0/10")  # Tailscale lives here
_LOCAL_NAMES = ("localhost", "host.docker.internal")
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".test")


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this very machine."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_private(host: str) -> bool:
    """Whether it is this machine or one of a private network, judged by the name."""
    name = host.strip("[]").rstrip(".").lower()
    if name in _LOCAL_NAMES or name.endswith(_LOCAL_ENDINGS):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    if address.version == 4 and address in _CARRIER_GRADE_NAT:
        return True
    return address.is_private or address.is_loopback or address.is_link_local
