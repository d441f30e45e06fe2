"""The API of Twenty, every release behind one interface.

`client.Twenty` is what commands use. Beneath it: `transport` gets one answer to one
request, `answers` reads what any release may answer, `refusals` turns what Twenty
refuses into one sentence and a hint.
"""

from __future__ import annotations

from twenty_hooks.twenty_api.client import Created, Twenty
from twenty_hooks.twenty_api.transport import Transport

__all__ = ["Created", "Transport", "Twenty"]
