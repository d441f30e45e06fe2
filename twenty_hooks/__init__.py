"""Tools for the webhooks of Twenty, the open-source CRM.

    verdict = twenty_hooks.verify(body, headers, secret)
    if verdict:
        event = twenty_hooks.parse(body)

Standard library only. The types it returns are `signature.Verdict`, `events.Event`,
`diagnosis.Diagnosis` and `delivery.Delivery`; the rest of the package is behind the
`hooks` command.
"""

from twenty_hooks.api import diagnose, parse, sample, sign, verify

__version__ = "0.1.0"

__all__ = ["__version__", "diagnose", "parse", "sample", "sign", "verify"]
