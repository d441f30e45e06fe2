"""Tools for the webhooks of Twenty, the open-source CRM.

    verdict = twenty_hooks.verify(body, headers, secret)
    if verdict:
        event = twenty_hooks.parse(body)

Standard library only; the rest of the package is behind the `hooks` command.
"""

from twenty_hooks.api import diagnose, parse, sample, sign, verify
from twenty_hooks.delivery import Delivery
from twenty_hooks.events import Event
from twenty_hooks.signature import Verdict

__version__ = "0.1.0"

__all__ = [
    "Delivery",
    "Event",
    "Verdict",
    "__version__",
    "diagnose",
    "parse",
    "sample",
    "sign",
    "verify",
]
