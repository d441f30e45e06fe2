"""Where `hooks listen --forward-to` sends deliveries, and what it changes in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from twenty_hooks.client.request import OutgoingRequest, Target
from twenty_hooks.client.resend import build_resend
from twenty_hooks.config.secrets import secret_of_file
from twenty_hooks.deliveries import routing
from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.networks import is_loopback, kind_of_network


@dataclass(frozen=True, slots=True)
class ForwardTargets:
    """The URLs that deliveries are forwarded to.

    Attributes:
        routes: A URL for each pattern of events; without a pattern, for all others.
        targets: The receiver behind each URL.
        secret_of: Returns the secret to sign a body with; None keeps the signature.
        extra: Headers that are added, or replace one of the same name.
        insecure: Do not verify TLS certificates.
    """

    routes: Sequence[EventRule]
    targets: dict[str, Target]
    secret_of: Callable[[bytes], str] | None
    extra: Headers
    insecure: bool

    @classmethod
    def parse(
        cls,
        forward_to: Sequence[str],
        *,
        secret_file: Path | None,
        extra: Headers,
        insecure: bool,
    ) -> ForwardTargets:
        """Return the targets of the options.

        Raises:
            UsageError: One of them is not a URL, or its pattern matches no event.
            SetupError: The secret file can't be read.
        """
        routes = []
        targets = {}
        for text in forward_to:
            route = EventRule.parse(text, "--forward-to")
            target = Target.of(route.value, "--forward-to")
            targets[target.url] = target
            routes.append(EventRule(route.pattern, target.url))
        secret_of = secret_of_file(secret_file) if secret_file else None
        return cls(routes, targets, secret_of, extra, insecure)

    @property
    def public_hosts(self) -> Sequence[str]:
        """The hosts outside this machine and its private networks."""
        hosts = [target.host for target in self.targets.values()]
        return [host for host in hosts if kind_of_network(host) is None]

    def check_port(self, own_port: int) -> None:
        """Raise UsageError for a target that is the listener itself."""
        for target in self.targets.values():
            parts = urlsplit(target.url)
            port = parts.port or {"https": 443}.get(parts.scheme, 80)
            if port == own_port and is_loopback(target.host):
                raise UsageError(
                    f"--forward-to {target.url} is this listener itself",
                    hint="give the port of your own receiver",
                )

    def urls(self, event: str | None) -> Sequence[str]:
        """Return where an event goes; each URL once."""
        return routing.urls(self.routes, event)

    def outgoing(self, delivery: Delivery, url: str) -> OutgoingRequest:
        """Return the request to this URL. Raises UsageError if none can be made."""
        secret = self.secret_of(delivery.body) if self.secret_of else None
        return build_resend(
            delivery, self.targets[url], secret=secret, extra=self.extra
        )

    def to_json(self) -> list[dict[str, str | None]]:
        """Return each pattern and its URL."""
        return [{"pattern": one.pattern, "url": one.value} for one in self.routes]

    def __str__(self) -> str:
        """`http://localhost:3000/people (person.*), http://localhost:3000/`."""
        return ", ".join(
            one.value if one.pattern is None else f"{one.value} ({one.pattern})"
            for one in self.routes
        )
