"""The settings in effect, and where each comes from.

    flag > environment > project file > profile > login of Twenty's own CLI > default

`resolve` finds the URL and the key together, since a key belongs to the origin that it
was stored with: see `origins`.
"""

from __future__ import annotations

from twenty_hooks.config.settings import (
    DEFAULT_URL,
    ApiKey,
    CliOverrides,
    Settings,
    resolve,
)

__all__ = ["DEFAULT_URL", "ApiKey", "CliOverrides", "Settings", "resolve"]
