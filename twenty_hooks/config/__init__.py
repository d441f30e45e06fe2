"""The settings in force, and where each came from.

    flag > environment > project file > user profile > Twenty's own CLI login > default

`resolve` answers for the URL and the key together, since a key belongs to the origin it
was stored with: see `origins`.
"""

from __future__ import annotations

from twenty_hooks.config.settings import (
    DEFAULT_URL,
    CliOverrides,
    Key,
    Setting,
    Settings,
    resolve,
)

__all__ = ["DEFAULT_URL", "CliOverrides", "Key", "Setting", "Settings", "resolve"]
