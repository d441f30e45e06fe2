"""Read the claims of an API key.

Twenty's keys are JWTs in every release, so anyone who has one can read it. Nothing is
verified here, and no part of a key is ever shown.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

API_KEY_TYPE = "API_KEY"


@dataclass(frozen=True, slots=True)
class Claims:
    """What an API key says about itself.

    Attributes:
        type: `API_KEY`, `ACCESS` and the like; very old keys have none.
        expires_ms: Unix milliseconds; None if the key has no expiry date.
    """

    type: str | None = None
    workspace_id: str | None = None
    expires_ms: int | None = None


def claims(key: str) -> Claims | None:
    """Return the claims of a key; None if it is not a JWT."""
    parts = key.split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        content = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    return Claims(
        type=_text(content.get("type")),
        workspace_id=_text(content.get("workspaceId")) or _text(content.get("sub")),
        expires_ms=_milliseconds(content.get("exp")),
    )


def _milliseconds(seconds: Any) -> int | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    # A date after the year 5000 was not set on purpose.
    return int(seconds * 1_000) if 0 <= seconds < 1e11 else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
