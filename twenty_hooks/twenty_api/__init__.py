"""The REST API of Twenty: every release behind one interface.

Commands use `client.Twenty`. Below it, `transport` sends one request and returns one
response, `responses` reads the responses of all releases, and `errors` turns an error
of Twenty into one sentence and a hint.
"""

from __future__ import annotations

from twenty_hooks.twenty_api.client import Created, Twenty
from twenty_hooks.twenty_api.transport import Transport

__all__ = ["Created", "Transport", "Twenty"]
