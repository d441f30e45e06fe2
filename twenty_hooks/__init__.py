"""Tools for the webhooks of Twenty, the open-source CRM.

    verdict = twenty_hooks.verify(body, headers, secret)
    if verdict:
        event = twenty_hooks.parse(body)

These functions need only the standard library. They return objects of
`protocol.signature.Verdict`, `protocol.events.Event`, `diagnosis.Diagnosis` and
`deliveries.delivery.Delivery`. The rest of the package belongs to the `hooks` command.
"""

from twenty_hooks.api import diagnose, parse, sample, sign, verify

__version__ = "0.1.0"

__all__ = ["__version__", "diagnose", "parse", "sample", "sign", "verify"]
